select ratio_to_report("sales"."sold") over (partition by "sales"."shop"), ratio_to_report("sales"."sold") over () from "sales"
-- inlined
select ratio_to_report("sales"."sold") over (partition by "sales"."shop"), ratio_to_report("sales"."sold") over () from "sales"
