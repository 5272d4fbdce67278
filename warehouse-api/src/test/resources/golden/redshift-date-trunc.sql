select date_trunc('week', "sales"."sold_at"), count(*) from "sales" group by date_trunc('week', "sales"."sold_at")
-- inlined
select date_trunc('week', "sales"."sold_at"), count(*) from "sales" group by date_trunc('week', "sales"."sold_at")
