select approximate count(distinct "sales"."shop") from "sales"
-- inlined
select approximate count(distinct "sales"."shop") from "sales"
