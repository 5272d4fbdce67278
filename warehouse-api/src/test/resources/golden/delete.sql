delete from "users"
-- inlined
delete from "users"
