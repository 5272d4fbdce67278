select percentile_cont(0.9) within group (order by "sales"."sold") over (partition by "sales"."shop") from "sales"
-- inlined
select percentile_cont(0.9) within group (order by "sales"."sold") over (partition by "sales"."shop") from "sales"
