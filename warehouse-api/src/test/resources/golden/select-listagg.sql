select "songplays"."user_id", listagg("songplays"."level", ',') within group (order by "songplays"."start_time") from "songplays" group by "songplays"."user_id"
-- inlined
select "songplays"."user_id", listagg("songplays"."level", ',') within group (order by "songplays"."start_time") from "songplays" group by "songplays"."user_id"
