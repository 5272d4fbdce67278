select median("sales"."sold") from "sales"
-- inlined
select median("sales"."sold") from "sales"
