select "users"."first_name", count(*) as "plays" from "songplays" join "users" on "users"."user_id" = "songplays"."user_id" where "songplays"."level" = ? group by "users"."first_name" having count(*) > ? order by count(*) desc, "users"."first_name" limit 5
-- inlined
select "users"."first_name", count(*) as "plays" from "songplays" join "users" on "users"."user_id" = "songplays"."user_id" where "songplays"."level" = 'paid' group by "users"."first_name" having count(*) > 1 order by count(*) desc, "users"."first_name" limit 5
