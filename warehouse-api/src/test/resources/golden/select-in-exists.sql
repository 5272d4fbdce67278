select "songplays"."songplay_id" from "songplays" where ("songplays"."user_id" in (?, ?, ?) and exists (select "users"."user_id" from "users" where "users"."user_id" = "songplays"."user_id"))
-- inlined
select "songplays"."songplay_id" from "songplays" where ("songplays"."user_id" in (1, 2, 3) and exists (select "users"."user_id" from "users" where "users"."user_id" = "songplays"."user_id"))
