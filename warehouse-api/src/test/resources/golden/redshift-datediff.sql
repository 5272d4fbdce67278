select "sales"."shop" from "sales" where datediff(day, "sales"."sold_at", getdate()) < ?
-- inlined
select "sales"."shop" from "sales" where datediff(day, "sales"."sold_at", getdate()) < 30
