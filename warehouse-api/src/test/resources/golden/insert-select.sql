insert into "users" ("user_id") select distinct "songplays"."user_id" from "songplays"
-- inlined
insert into "users" ("user_id") select distinct "songplays"."user_id" from "songplays"
