truncate table "users"
-- inlined
truncate table "users"
