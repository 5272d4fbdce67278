select percentile_cont(0.5) within group (order by "sales"."sold"), min("sales"."sold"), stddev_samp("sales"."sold"), percentile_cont(0.25) within group (order by "sales"."sold") from "sales"
-- inlined
select percentile_cont(0.5) within group (order by "sales"."sold"), min("sales"."sold"), stddev_samp("sales"."sold"), percentile_cont(0.25) within group (order by "sales"."sold") from "sales"
