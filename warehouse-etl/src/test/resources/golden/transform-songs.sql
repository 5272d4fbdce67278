insert into "songs" (
  "song_id",
  "title",
  "artist_id",
  "year",
  "duration"
)
select
  "metadata"."song_id",
  "metadata"."title",
  "metadata"."artist_id",
  "metadata"."year",
  "metadata"."duration"
from (
  select
    "staging_songs"."song_id",
    "staging_songs"."title",
    "staging_songs"."artist_id",
    "staging_songs"."year",
    "staging_songs"."duration",
    row_number() over (
      partition by "staging_songs"."song_id"
      order by "staging_songs"."title", "staging_songs"."artist_id", "staging_songs"."year", "staging_songs"."duration"
    ) as "nth"
  from "staging_songs"
  where "staging_songs"."song_id" is not null
) as "metadata"
where "nth" = 1
