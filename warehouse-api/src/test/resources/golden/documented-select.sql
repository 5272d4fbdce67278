select date_trunc('week', "sales"."sold_at"), approximate count(distinct "sales"."shop"), sum("sales"."sold") from "sales" where datediff(day, "sales"."sold_at", getdate()) < ? group by date_trunc('week', "sales"."sold_at")
-- inlined
select date_trunc('week', "sales"."sold_at"), approximate count(distinct "sales"."shop"), sum("sales"."sold") from "sales" where datediff(day, "sales"."sold_at", getdate()) < 365 group by date_trunc('week', "sales"."sold_at")
