insert into "artists" (
  "artist_id",
  "name",
  "location",
  "latitude",
  "longitude"
)
select
  "metadata"."artist_id",
  "metadata"."name",
  "metadata"."location",
  "metadata"."latitude",
  "metadata"."longitude"
from (
  select
    "staging_songs"."artist_id",
    "staging_songs"."artist_name" as "name",
    "staging_songs"."artist_location" as "location",
    "staging_songs"."artist_latitude" as "latitude",
    "staging_songs"."artist_longitude" as "longitude",
    row_number() over (
      partition by "staging_songs"."artist_id"
      order by "staging_songs"."artist_name", "staging_songs"."artist_location", "staging_songs"."artist_latitude", "staging_songs"."artist_longitude"
    ) as "nth"
  from "staging_songs"
  where "staging_songs"."artist_id" is not null
) as "metadata"
where "nth" = 1
