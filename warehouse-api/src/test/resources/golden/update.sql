update "users" set "first_name" = ? where "users"."user_id" = ?
-- inlined
update "users" set "first_name" = 'Ann' where "users"."user_id" = 1
