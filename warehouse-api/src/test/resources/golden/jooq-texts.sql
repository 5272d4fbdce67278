select chr(65), (8 * octet_length("sales"."shop")), position(? in "sales"."shop"), substring("sales"."shop", ?, ?), split_part("sales"."shop", ?, ?), ("sales"."shop" || 'x') from "sales"
-- inlined
select chr(65), (8 * octet_length("sales"."shop")), position('a' in "sales"."shop"), substring("sales"."shop", 2, 3), split_part("sales"."shop", ',', 1), ("sales"."shop" || 'x') from "sales"
