select "songplays"."user_id", sum("songplays"."songplay_id") over (partition by "songplays"."user_id" order by "songplays"."start_time" rows unbounded preceding) as "running" from "songplays"
-- inlined
select "songplays"."user_id", sum("songplays"."songplay_id") over (partition by "songplays"."user_id" order by "songplays"."start_time" rows unbounded preceding) as "running" from "songplays"
