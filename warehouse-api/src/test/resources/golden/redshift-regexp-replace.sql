select regexp_replace("sales"."shop", '\\d+', '#') from "sales"
-- inlined
select regexp_replace("sales"."shop", '\\d+', '#') from "sales"
