select "songplays"."songplay_id" from "songplays" where "songplays"."start_time" between cast(? as timestamp) and cast(? as timestamp)
-- inlined
select "songplays"."songplay_id" from "songplays" where "songplays"."start_time" between timestamp '2018-11-01 00:00:00.0' and timestamp '2018-11-02 00:00:00.0'
