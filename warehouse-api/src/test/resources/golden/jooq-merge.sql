merge into "sales" using "recent_sales" on "sales"."sale_id" = "recent_sales"."sale_id" when matched then update set "sold" = "recent_sales"."sold" when not matched then insert ("sale_id", "shop") values ("recent_sales"."sale_id", "recent_sales"."shop")
-- inlined
merge into "sales" using "recent_sales" on "sales"."sale_id" = "recent_sales"."sale_id" when matched then update set "sold" = "recent_sales"."sold" when not matched then insert ("sale_id", "shop") values ("recent_sales"."sale_id", "recent_sales"."shop")
