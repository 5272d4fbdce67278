select coalesce("sales"."sold", ?), nvl2("sales"."sold", ?, ?), decode("sales"."shop", 'a', 1, 2) from "sales" where ((decode("sales"."shop", ?, 1, 0) = 1) or (decode("sales"."sold", ?, 1, 0) = 0))
-- inlined
select coalesce("sales"."sold", 0), nvl2("sales"."sold", 'yes', 'no'), decode("sales"."shop", 'a', 1, 2) from "sales" where ((decode("sales"."shop", 'a', 1, 0) = 1) or (decode("sales"."sold", 3, 1, 0) = 0))
