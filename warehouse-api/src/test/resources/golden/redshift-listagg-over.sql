select "sales"."shop", listagg("sales"."shop", '''\\') within group (order by "sales"."sold_at") over (partition by "sales"."shop") from "sales"
-- inlined
select "sales"."shop", listagg("sales"."shop", '''\\') within group (order by "sales"."sold_at") over (partition by "sales"."shop") from "sales"
