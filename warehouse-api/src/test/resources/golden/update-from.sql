update "users" set "first_name" = "songplays"."level" from "songplays" where "users"."user_id" = "songplays"."user_id"
-- inlined
update "users" set "first_name" = "songplays"."level" from "songplays" where "users"."user_id" = "songplays"."user_id"
