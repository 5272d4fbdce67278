select "top"."songplay_id" from (select "songplays"."songplay_id" from "songplays" order by "songplays"."songplay_id" desc limit 3) as "top" limit 2
-- inlined
select "top"."songplay_id" from (select "songplays"."songplay_id" from "songplays" order by "songplays"."songplay_id" desc limit 3) as "top" limit 2
