select sum("sales"."sold") over (partition by "sales"."shop" order by "sales"."sold_at" rows unbounded preceding), lag("sales"."sold") over (order by "sales"."sold_at"), last_value("sales"."sold") over (order by "sales"."sold_at" rows unbounded preceding) from "sales"
-- inlined
select sum("sales"."sold") over (partition by "sales"."shop" order by "sales"."sold_at" rows unbounded preceding), lag("sales"."sold") over (order by "sales"."sold_at"), last_value("sales"."sold") over (order by "sales"."sold_at" rows unbounded preceding) from "sales"
