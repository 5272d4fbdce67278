select * from (select "sales"."shop", "sales"."sold" from "sales") pivot (sum("sold") for "shop" in ('north', 'o''south')) as "by_shop"
-- inlined
select * from (select "sales"."shop", "sales"."sold" from "sales") pivot (sum("sold") for "shop" in ('north', 'o''south')) as "by_shop"
