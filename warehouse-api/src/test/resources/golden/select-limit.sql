select "songplays"."songplay_id" from "songplays" order by "songplays"."songplay_id" limit 10
-- inlined
select "songplays"."songplay_id" from "songplays" order by "songplays"."songplay_id" limit 10
