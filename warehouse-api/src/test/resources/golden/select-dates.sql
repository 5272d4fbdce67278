select "songplays"."songplay_id" from "songplays" where ("songplays"."start_time" >= cast(? as timestamp) and cast("songplays"."start_time" as date) < cast(? as date))
-- inlined
select "songplays"."songplay_id" from "songplays" where ("songplays"."start_time" >= timestamp '2018-11-01 00:00:00.796' and cast("songplays"."start_time" as date) < date '2018-12-01')
