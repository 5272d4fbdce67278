select distinct extract(hour from "songplays"."start_time"), extract(week from "songplays"."start_time"), extract(year from "songplays"."start_time"), extract(dow from "songplays"."start_time") from "songplays"
-- inlined
select distinct extract(hour from "songplays"."start_time"), extract(week from "songplays"."start_time"), extract(year from "songplays"."start_time"), extract(dow from "songplays"."start_time") from "songplays"
