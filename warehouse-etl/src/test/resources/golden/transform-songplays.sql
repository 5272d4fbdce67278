insert into "songplays" (
  "start_time",
  "user_id",
  "level",
  "song_id",
  "artist_id",
  "session_id",
  "location",
  "user_agent"
)
select
  timestamp 'epoch' + "staging_events"."ts" * interval '0.001 second' as "start_time",
  cast(
    nullif(
      trim("staging_events"."user_id"),
      ''
    )
    as int
  ) as "user_id",
  "staging_events"."level",
  "song"."song_id",
  "song"."artist_id",
  "staging_events"."session_id",
  "staging_events"."location",
  "staging_events"."user_agent"
from "staging_events"
  left outer join (
    select
      "metadata"."song_id",
      "metadata"."artist_id",
      "metadata"."title",
      "metadata"."artist_name",
      "metadata"."duration"
    from (
      select
        "staging_songs"."song_id",
        "staging_songs"."artist_id",
        "staging_songs"."title",
        "staging_songs"."artist_name",
        "staging_songs"."duration",
        row_number() over (
          partition by "staging_songs"."title", "staging_songs"."artist_name", "staging_songs"."duration"
          order by "staging_songs"."song_id", "staging_songs"."artist_id"
        ) as "nth"
      from "staging_songs"
      where "staging_songs"."song_id" is not null
    ) as "metadata"
    where "nth" = 1
  ) as "song"
    on (
      "song"."title" = "staging_events"."song"
      and "song"."artist_name" = "staging_events"."artist"
      and "song"."duration" = "staging_events"."length"
    )
where "staging_events"."page" = 'NextSong'
