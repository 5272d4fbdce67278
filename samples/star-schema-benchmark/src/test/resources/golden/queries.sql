-- oneDim
select sum(("lineorder"."lo_extendedprice" * "lineorder"."lo_discount")) as "revenue"
from "lineorder"
  join "dwdate"
    on "lineorder"."lo_orderdate" = "dwdate"."d_datekey"
where (
  "dwdate"."d_year" = 1997
  and "lineorder"."lo_discount" between 1 and 3
  and "lineorder"."lo_quantity" < 24
);

-- twoDim
select
  sum("lineorder"."lo_revenue"),
  "dwdate"."d_year",
  "part"."p_brand1"
from "lineorder"
  join "dwdate"
    on "lineorder"."lo_orderdate" = "dwdate"."d_datekey"
  join "part"
    on "lineorder"."lo_partkey" = "part"."p_partkey"
  join "supplier"
    on "lineorder"."lo_suppkey" = "supplier"."s_suppkey"
where (
  "part"."p_category" = 'MFGR#12'
  and "supplier"."s_region" = 'AMERICA'
)
group by "dwdate"."d_year", "part"."p_brand1";

-- drill
select
  "customer"."c_city",
  "supplier"."s_city",
  "dwdate"."d_year",
  sum("lineorder"."lo_revenue") as "revenue"
from "lineorder"
  join "customer"
    on "lineorder"."lo_custkey" = "customer"."c_custkey"
  join "supplier"
    on "lineorder"."lo_suppkey" = "supplier"."s_suppkey"
  join "dwdate"
    on "lineorder"."lo_orderdate" = "dwdate"."d_datekey"
where (
  (
    "customer"."c_city" = 'UNITED KI1'
    or "customer"."c_city" = 'UNITED KI5'
  )
  and (
    "supplier"."s_city" = 'UNITED KI1'
    or "supplier"."s_city" = 'UNITED KI5'
  )
  and "dwdate"."d_yearmonth" = 'Dec1997'
)
group by "customer"."c_city", "supplier"."s_city", "dwdate"."d_year"
order by "dwdate"."d_year" asc, "revenue" desc;

-- oneDimSameDist
select
  "lineorder"."lo_orderdate",
  sum(("lineorder"."lo_extendedprice" * "lineorder"."lo_discount")) as "revenue"
from "lineorder"
  join "part"
    on "lineorder"."lo_partkey" = "part"."p_partkey"
group by "lineorder"."lo_orderdate"
order by "lineorder"."lo_orderdate";

-- Q1.1
select sum(("lineorder"."lo_extendedprice" * "lineorder"."lo_discount")) as "revenue"
from "lineorder"
  join "dwdate"
    on "lineorder"."lo_orderdate" = "dwdate"."d_datekey"
where (
  "dwdate"."d_year" = 1993
  and "lineorder"."lo_discount" between 1 and 3
  and "lineorder"."lo_quantity" < 25
);

-- Q1.2
select sum(("lineorder"."lo_extendedprice" * "lineorder"."lo_discount")) as "revenue"
from "lineorder"
  join "dwdate"
    on "lineorder"."lo_orderdate" = "dwdate"."d_datekey"
where (
  "dwdate"."d_yearmonthnum" = 199401
  and "lineorder"."lo_discount" between 4 and 6
  and "lineorder"."lo_quantity" between 26 and 35
);

-- Q1.3
select sum(("lineorder"."lo_extendedprice" * "lineorder"."lo_discount")) as "revenue"
from "lineorder"
  join "dwdate"
    on "lineorder"."lo_orderdate" = "dwdate"."d_datekey"
where (
  "dwdate"."d_weeknuminyear" = 6
  and "dwdate"."d_year" = 1994
  and "lineorder"."lo_discount" between 5 and 7
  and "lineorder"."lo_quantity" between 26 and 35
);

-- Q2.1
select
  sum("lineorder"."lo_revenue"),
  "dwdate"."d_year",
  "part"."p_brand1"
from "lineorder"
  join "dwdate"
    on "lineorder"."lo_orderdate" = "dwdate"."d_datekey"
  join "part"
    on "lineorder"."lo_partkey" = "part"."p_partkey"
  join "supplier"
    on "lineorder"."lo_suppkey" = "supplier"."s_suppkey"
where (
  "part"."p_category" = 'MFGR#12'
  and "supplier"."s_region" = 'AMERICA'
)
group by "dwdate"."d_year", "part"."p_brand1"
order by "dwdate"."d_year", "part"."p_brand1";

-- Q2.2
select
  sum("lineorder"."lo_revenue"),
  "dwdate"."d_year",
  "part"."p_brand1"
from "lineorder"
  join "dwdate"
    on "lineorder"."lo_orderdate" = "dwdate"."d_datekey"
  join "part"
    on "lineorder"."lo_partkey" = "part"."p_partkey"
  join "supplier"
    on "lineorder"."lo_suppkey" = "supplier"."s_suppkey"
where (
  "part"."p_brand1" between 'MFGR#2221' and 'MFGR#2228'
  and "supplier"."s_region" = 'ASIA'
)
group by "dwdate"."d_year", "part"."p_brand1"
order by "dwdate"."d_year", "part"."p_brand1";

-- Q2.3
select
  sum("lineorder"."lo_revenue"),
  "dwdate"."d_year",
  "part"."p_brand1"
from "lineorder"
  join "dwdate"
    on "lineorder"."lo_orderdate" = "dwdate"."d_datekey"
  join "part"
    on "lineorder"."lo_partkey" = "part"."p_partkey"
  join "supplier"
    on "lineorder"."lo_suppkey" = "supplier"."s_suppkey"
where (
  "part"."p_brand1" = 'MFGR#2221'
  and "supplier"."s_region" = 'EUROPE'
)
group by "dwdate"."d_year", "part"."p_brand1"
order by "dwdate"."d_year", "part"."p_brand1";

-- Q3.1
select
  "customer"."c_nation",
  "supplier"."s_nation",
  "dwdate"."d_year",
  sum("lineorder"."lo_revenue") as "revenue"
from "lineorder"
  join "customer"
    on "lineorder"."lo_custkey" = "customer"."c_custkey"
  join "supplier"
    on "lineorder"."lo_suppkey" = "supplier"."s_suppkey"
  join "dwdate"
    on "lineorder"."lo_orderdate" = "dwdate"."d_datekey"
where (
  "customer"."c_region" = 'ASIA'
  and "supplier"."s_region" = 'ASIA'
  and "dwdate"."d_year" >= 1992
  and "dwdate"."d_year" <= 1997
)
group by "customer"."c_nation", "supplier"."s_nation", "dwdate"."d_year"
order by "dwdate"."d_year" asc, "revenue" desc;

-- Q3.2
select
  "customer"."c_city",
  "supplier"."s_city",
  "dwdate"."d_year",
  sum("lineorder"."lo_revenue") as "revenue"
from "lineorder"
  join "customer"
    on "lineorder"."lo_custkey" = "customer"."c_custkey"
  join "supplier"
    on "lineorder"."lo_suppkey" = "supplier"."s_suppkey"
  join "dwdate"
    on "lineorder"."lo_orderdate" = "dwdate"."d_datekey"
where (
  "customer"."c_nation" = 'UNITED STATES'
  and "supplier"."s_nation" = 'UNITED STATES'
  and "dwdate"."d_year" >= 1992
  and "dwdate"."d_year" <= 1997
)
group by "customer"."c_city", "supplier"."s_city", "dwdate"."d_year"
order by "dwdate"."d_year" asc, "revenue" desc;

-- Q3.3
select
  "customer"."c_city",
  "supplier"."s_city",
  "dwdate"."d_year",
  sum("lineorder"."lo_revenue") as "revenue"
from "lineorder"
  join "customer"
    on "lineorder"."lo_custkey" = "customer"."c_custkey"
  join "supplier"
    on "lineorder"."lo_suppkey" = "supplier"."s_suppkey"
  join "dwdate"
    on "lineorder"."lo_orderdate" = "dwdate"."d_datekey"
where (
  (
    "customer"."c_city" = 'UNITED KI1'
    or "customer"."c_city" = 'UNITED KI5'
  )
  and (
    "supplier"."s_city" = 'UNITED KI1'
    or "supplier"."s_city" = 'UNITED KI5'
  )
  and "dwdate"."d_year" >= 1992
  and "dwdate"."d_year" <= 1997
)
group by "customer"."c_city", "supplier"."s_city", "dwdate"."d_year"
order by "dwdate"."d_year" asc, "revenue" desc;

-- Q3.4
select
  "customer"."c_city",
  "supplier"."s_city",
  "dwdate"."d_year",
  sum("lineorder"."lo_revenue") as "revenue"
from "lineorder"
  join "customer"
    on "lineorder"."lo_custkey" = "customer"."c_custkey"
  join "supplier"
    on "lineorder"."lo_suppkey" = "supplier"."s_suppkey"
  join "dwdate"
    on "lineorder"."lo_orderdate" = "dwdate"."d_datekey"
where (
  (
    "customer"."c_city" = 'UNITED KI1'
    or "customer"."c_city" = 'UNITED KI5'
  )
  and (
    "supplier"."s_city" = 'UNITED KI1'
    or "supplier"."s_city" = 'UNITED KI5'
  )
  and "dwdate"."d_yearmonth" = 'Dec1997'
)
group by "customer"."c_city", "supplier"."s_city", "dwdate"."d_year"
order by "dwdate"."d_year" asc, "revenue" desc;

-- Q4.1
select
  "dwdate"."d_year",
  "customer"."c_nation",
  sum(("lineorder"."lo_revenue" - "lineorder"."lo_supplycost")) as "profit"
from "lineorder"
  join "dwdate"
    on "lineorder"."lo_orderdate" = "dwdate"."d_datekey"
  join "customer"
    on "lineorder"."lo_custkey" = "customer"."c_custkey"
  join "supplier"
    on "lineorder"."lo_suppkey" = "supplier"."s_suppkey"
  join "part"
    on "lineorder"."lo_partkey" = "part"."p_partkey"
where (
  "customer"."c_region" = 'AMERICA'
  and "supplier"."s_region" = 'AMERICA'
  and (
    "part"."p_mfgr" = 'MFGR#1'
    or "part"."p_mfgr" = 'MFGR#2'
  )
)
group by "dwdate"."d_year", "customer"."c_nation"
order by "dwdate"."d_year", "customer"."c_nation";

-- Q4.2
select
  "dwdate"."d_year",
  "supplier"."s_nation",
  "part"."p_category",
  sum(("lineorder"."lo_revenue" - "lineorder"."lo_supplycost")) as "profit"
from "lineorder"
  join "dwdate"
    on "lineorder"."lo_orderdate" = "dwdate"."d_datekey"
  join "customer"
    on "lineorder"."lo_custkey" = "customer"."c_custkey"
  join "supplier"
    on "lineorder"."lo_suppkey" = "supplier"."s_suppkey"
  join "part"
    on "lineorder"."lo_partkey" = "part"."p_partkey"
where (
  "customer"."c_region" = 'AMERICA'
  and "supplier"."s_region" = 'AMERICA'
  and (
    "dwdate"."d_year" = 1997
    or "dwdate"."d_year" = 1998
  )
  and (
    "part"."p_mfgr" = 'MFGR#1'
    or "part"."p_mfgr" = 'MFGR#2'
  )
)
group by "dwdate"."d_year", "supplier"."s_nation", "part"."p_category"
order by "dwdate"."d_year", "supplier"."s_nation", "part"."p_category";

-- Q4.3
select
  "dwdate"."d_year",
  "supplier"."s_city",
  "part"."p_brand1",
  sum(("lineorder"."lo_revenue" - "lineorder"."lo_supplycost")) as "profit"
from "lineorder"
  join "dwdate"
    on "lineorder"."lo_orderdate" = "dwdate"."d_datekey"
  join "customer"
    on "lineorder"."lo_custkey" = "customer"."c_custkey"
  join "supplier"
    on "lineorder"."lo_suppkey" = "supplier"."s_suppkey"
  join "part"
    on "lineorder"."lo_partkey" = "part"."p_partkey"
where (
  "customer"."c_region" = 'AMERICA'
  and "supplier"."s_nation" = 'UNITED STATES'
  and (
    "dwdate"."d_year" = 1997
    or "dwdate"."d_year" = 1998
  )
  and "part"."p_category" = 'MFGR#14'
)
group by "dwdate"."d_year", "supplier"."s_city", "part"."p_brand1"
order by "dwdate"."d_year", "supplier"."s_city", "part"."p_brand1";

