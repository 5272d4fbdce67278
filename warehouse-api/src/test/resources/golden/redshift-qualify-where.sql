select "sales"."shop" from "sales" where "sales"."sold" > ? qualify sum("sales"."sold") over (partition by "sales"."shop" order by "sales"."sold_at" rows unbounded preceding) <= ?
-- inlined
select "sales"."shop" from "sales" where "sales"."sold" > 3 qualify sum("sales"."sold") over (partition by "sales"."shop" order by "sales"."sold_at" rows unbounded preceding) <= 10
