select "songplays"."user_id", row_number() over (partition by "songplays"."user_id" order by "songplays"."start_time" desc) as "nth" from "songplays"
-- inlined
select "songplays"."user_id", row_number() over (partition by "songplays"."user_id" order by "songplays"."start_time" desc) as "nth" from "songplays"
