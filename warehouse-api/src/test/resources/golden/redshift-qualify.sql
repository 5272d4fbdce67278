select "sales"."shop", "sales"."sold" from "sales" as "sales" qualify row_number() over (partition by "sales"."shop" order by "sales"."sold" desc) = ? order by "sales"."shop", "sales"."sold" desc
-- inlined
select "sales"."shop", "sales"."sold" from "sales" as "sales" qualify row_number() over (partition by "sales"."shop" order by "sales"."sold" desc) = 1 order by "sales"."shop", "sales"."sold" desc
