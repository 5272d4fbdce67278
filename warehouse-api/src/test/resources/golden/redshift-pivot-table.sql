select * from "scores" pivot (max("maths") for "physics" in (1, 2)) as "p"
-- inlined
select * from "scores" pivot (max("maths") for "physics" in (1, 2)) as "p"
