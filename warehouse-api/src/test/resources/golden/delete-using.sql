delete from "users" using "songplays" where "users"."user_id" = "songplays"."user_id"
-- inlined
delete from "users" using "songplays" where "users"."user_id" = "songplays"."user_id"
