insert into "users" (
  "user_id",
  "first_name",
  "last_name",
  "gender",
  "level"
)
select
  "plays"."user_id",
  "plays"."first_name",
  "plays"."last_name",
  "plays"."gender",
  "plays"."level"
from (
  select
    cast(
      nullif(
        trim("staging_events"."user_id"),
        ''
      )
      as int
    ) as "user_id",
    "staging_events"."first_name",
    "staging_events"."last_name",
    "staging_events"."gender",
    "staging_events"."level",
    row_number() over (
      partition by cast(
        nullif(
          trim("staging_events"."user_id"),
          ''
        )
        as int
      )
      order by
        "staging_events"."ts" desc,
        "staging_events"."session_id" desc,
        "staging_events"."item_in_session" desc,
        "staging_events"."level" desc,
        "staging_events"."first_name",
        "staging_events"."last_name",
        "staging_events"."gender"
    ) as "nth"
  from "staging_events"
  where (
    "staging_events"."page" = 'NextSong'
    and trim("staging_events"."user_id") <> ''
  )
) as "plays"
where "nth" = 1
