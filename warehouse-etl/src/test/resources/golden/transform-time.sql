insert into "time" (
  "start_time",
  "hour",
  "day",
  "week",
  "month",
  "year",
  "weekday"
)
select
  "moments"."start_time",
  extract(hour from "moments"."start_time") as "hour",
  extract(day from "moments"."start_time") as "day",
  extract(week from "moments"."start_time") as "week",
  extract(month from "moments"."start_time") as "month",
  extract(year from "moments"."start_time") as "year",
  extract(dow from "moments"."start_time") as "weekday"
from (
  select distinct timestamp 'epoch' + "staging_events"."ts" * interval '0.001 second' as "start_time"
  from "staging_events"
  where "staging_events"."page" = 'NextSong'
) as "moments"
