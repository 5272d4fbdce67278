select listagg("sales"."shop", ', ') within group (order by "sales"."shop") from "sales"
-- inlined
select listagg("sales"."shop", ', ') within group (order by "sales"."shop") from "sales"
