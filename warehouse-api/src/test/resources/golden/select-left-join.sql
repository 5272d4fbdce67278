select "users"."first_name", "songplays"."songplay_id" from "users" left outer join "songplays" on "songplays"."user_id" = "users"."user_id"
-- inlined
select "users"."first_name", "songplays"."songplay_id" from "users" left outer join "songplays" on "songplays"."user_id" = "users"."user_id"
