with recursive "n"("i") as (select 1 union all select ("i" + ?) from "n" where "i" < ?) select * from "n"
-- inlined
with recursive "n"("i") as (select 1 union all select ("i" + 1) from "n" where "i" < 5) select * from "n"
