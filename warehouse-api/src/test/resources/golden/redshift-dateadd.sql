select dateadd(month, 18, "sales"."sold_at"), dateadd(day, "sales"."sold", "sales"."sold_at") from "sales"
-- inlined
select dateadd(month, 18, "sales"."sold_at"), dateadd(day, "sales"."sold", "sales"."sold_at") from "sales"
