select median("sales"."sold") over (), median("sales"."sold") over (partition by "sales"."shop") from "sales"
-- inlined
select median("sales"."sold") over (), median("sales"."sold") over (partition by "sales"."shop") from "sales"
