select cast("orders"."item"."lines"[0]."price" as decimal(10, 2)), "orders"."item"."id", json_parse("orders"."detail") from "orders"
-- inlined
select cast("orders"."item"."lines"[0]."price" as decimal(10, 2)), "orders"."item"."id", json_parse("orders"."detail") from "orders"
