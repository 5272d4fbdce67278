select "songplays"."user_id" from "songplays" except select "users"."user_id" from "users"
-- inlined
select "songplays"."user_id" from "songplays" except select "users"."user_id" from "users"
