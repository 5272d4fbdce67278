select json_extract_path_text("orders"."detail", 'user', 'city') from "orders"
-- inlined
select json_extract_path_text("orders"."detail", 'user', 'city') from "orders"
