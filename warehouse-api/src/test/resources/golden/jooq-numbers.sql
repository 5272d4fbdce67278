select round("sales"."sold", ?), round("sales"."sold", 0), trunc("sales"."sold", ?), log(("sales"."sold" + ?)), (ln(("sales"."sold" + ?)) / ln(?)), greatest("sales"."sold", 1), mod("sales"."sold", ?) from "sales"
-- inlined
select round("sales"."sold", 1), round("sales"."sold", 0), trunc("sales"."sold", 1), log(("sales"."sold" + 1)), (ln(("sales"."sold" + 1)) / ln(2)), greatest("sales"."sold", 1), mod("sales"."sold", 2) from "sales"
