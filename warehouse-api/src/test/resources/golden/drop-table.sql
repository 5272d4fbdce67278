drop table if exists "users"
-- inlined
drop table if exists "users"
