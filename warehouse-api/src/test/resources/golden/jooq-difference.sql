select ((extract(epoch from "sales"."sold_at") - extract(epoch from "sales"."sold_at")) / 3600), ("sales"."sold_at" + ? * interval '1 month'), date_trunc('month', "sales"."sold_at") from "sales"
-- inlined
select ((extract(epoch from "sales"."sold_at") - extract(epoch from "sales"."sold_at")) / 3600), ("sales"."sold_at" + 3 * interval '1 month'), date_trunc('month', "sales"."sold_at") from "sales"
