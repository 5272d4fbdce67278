merge into "sales" using "recent_sales" on "sales"."sale_id" = "recent_sales"."sale_id" remove duplicates
-- inlined
merge into "sales" using "recent_sales" on "sales"."sale_id" = "recent_sales"."sale_id" remove duplicates
