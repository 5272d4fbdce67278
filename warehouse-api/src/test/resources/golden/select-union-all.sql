select "songplays"."user_id" from "songplays" union all select "users"."user_id" from "users"
-- inlined
select "songplays"."user_id" from "songplays" union all select "users"."user_id" from "users"
