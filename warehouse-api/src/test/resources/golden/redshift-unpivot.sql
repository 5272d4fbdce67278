select * from "scores" unpivot ("score" for "subject" in ("maths", "physics")) as "u"
-- inlined
select * from "scores" unpivot ("score" for "subject" in ("maths", "physics")) as "u"
