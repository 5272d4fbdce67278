with "heavy" as (select "songplays"."user_id" from "songplays" group by "songplays"."user_id" having count(*) > ?) select count(*) from "heavy"
-- inlined
with "heavy" as (select "songplays"."user_id" from "songplays" group by "songplays"."user_id" having count(*) > 100) select count(*) from "heavy"
