select "users"."firstname" from "users"
-- inlined
select "users"."firstname" from "users"
