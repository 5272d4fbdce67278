select ratio_to_report("sales"."sold") over (), ratio_to_report("sales"."sold") over (partition by "sales"."shop") from "sales"
-- inlined
select ratio_to_report("sales"."sold") over (), ratio_to_report("sales"."sold") over (partition by "sales"."shop") from "sales"
