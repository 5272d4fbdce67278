select "sales"."shop", grouping("sales"."shop"), sum("sales"."sold") from "sales" group by rollup ("sales"."shop")
-- inlined
select "sales"."shop", grouping("sales"."shop"), sum("sales"."sold") from "sales" group by rollup ("sales"."shop")
