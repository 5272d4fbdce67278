-- staging_events: has the rows that were copied
select cast(count(*) as bigint) from "staging_events"
-- staging_songs: has the rows that were copied
select cast(count(*) as bigint) from "staging_songs"
-- songplays: has the rows of its source
select cast(count(*) as bigint) from "songplays"
-- songplays.(songplay_id, start_time): not NULL
select * from (select "songplays"."songplay_id", "songplays"."start_time", "songplays"."user_id", "songplays"."level", "songplays"."song_id", "songplays"."artist_id", "songplays"."session_id", "songplays"."location", "songplays"."user_agent" from "songplays" where ("songplays"."songplay_id" is null or "songplays"."start_time" is null)) as "offending" limit 5
-- songplays.songplay_id: unique
select * from (select "songplays"."songplay_id", count(*) as "times" from "songplays" where "songplays"."songplay_id" is not null group by "songplays"."songplay_id" having count(*) > 1) as "offending" limit 5
-- songplays.user_id: refers to users
select * from (select "songplays"."user_id", count(*) as "times" from "songplays" left outer join "users" as "referred" on "referred"."user_id" = "songplays"."user_id" where ("songplays"."user_id" is not null and "referred"."user_id" is null) group by "songplays"."user_id") as "offending" limit 5
-- songplays.song_id: refers to songs
select * from (select "songplays"."song_id", count(*) as "times" from "songplays" left outer join "songs" as "referred" on "referred"."song_id" = "songplays"."song_id" where ("songplays"."song_id" is not null and "referred"."song_id" is null) group by "songplays"."song_id") as "offending" limit 5
-- songplays.artist_id: refers to artists
select * from (select "songplays"."artist_id", count(*) as "times" from "songplays" left outer join "artists" as "referred" on "referred"."artist_id" = "songplays"."artist_id" where ("songplays"."artist_id" is not null and "referred"."artist_id" is null) group by "songplays"."artist_id") as "offending" limit 5
-- songplays.start_time: refers to time
select * from (select "songplays"."start_time", count(*) as "times" from "songplays" left outer join "time" as "referred" on "referred"."start_time" = "songplays"."start_time" where ("songplays"."start_time" is not null and "referred"."start_time" is null) group by "songplays"."start_time") as "offending" limit 5
-- songplays.level: one of free, paid
select * from (select "songplays"."level", count(*) as "times" from "songplays" where "songplays"."level" not in ('free', 'paid') group by "songplays"."level") as "offending" limit 5
-- users.user_id: not NULL
select * from (select "users"."user_id", "users"."first_name", "users"."last_name", "users"."gender", "users"."level" from "users" where "users"."user_id" is null) as "offending" limit 5
-- users.user_id: unique
select * from (select "users"."user_id", count(*) as "times" from "users" where "users"."user_id" is not null group by "users"."user_id" having count(*) > 1) as "offending" limit 5
-- users.level: one of free, paid
select * from (select "users"."level", count(*) as "times" from "users" where "users"."level" not in ('free', 'paid') group by "users"."level") as "offending" limit 5
-- songs.song_id: not NULL
select * from (select "songs"."song_id", "songs"."title", "songs"."artist_id", "songs"."year", "songs"."duration" from "songs" where "songs"."song_id" is null) as "offending" limit 5
-- songs.song_id: unique
select * from (select "songs"."song_id", count(*) as "times" from "songs" where "songs"."song_id" is not null group by "songs"."song_id" having count(*) > 1) as "offending" limit 5
-- songs.artist_id: refers to artists
select * from (select "songs"."artist_id", count(*) as "times" from "songs" left outer join "artists" as "referred" on "referred"."artist_id" = "songs"."artist_id" where ("songs"."artist_id" is not null and "referred"."artist_id" is null) group by "songs"."artist_id") as "offending" limit 5
-- songs.year: between 0 and 9999
select * from (select "songs"."year", count(*) as "times" from "songs" where ("songs"."year" < 0 or "songs"."year" > 9999) group by "songs"."year") as "offending" limit 5
-- songs.duration: between 0.0 and 86400.0
select * from (select "songs"."duration", count(*) as "times" from "songs" where ("songs"."duration" < cast(0E0 as double precision) or "songs"."duration" > cast(8.64E4 as double precision)) group by "songs"."duration") as "offending" limit 5
-- artists.artist_id: not NULL
select * from (select "artists"."artist_id", "artists"."name", "artists"."location", "artists"."latitude", "artists"."longitude" from "artists" where "artists"."artist_id" is null) as "offending" limit 5
-- artists.artist_id: unique
select * from (select "artists"."artist_id", count(*) as "times" from "artists" where "artists"."artist_id" is not null group by "artists"."artist_id" having count(*) > 1) as "offending" limit 5
-- artists.latitude: between -90.0 and 90.0
select * from (select "artists"."latitude", count(*) as "times" from "artists" where ("artists"."latitude" < cast(-9E1 as double precision) or "artists"."latitude" > cast(9E1 as double precision)) group by "artists"."latitude") as "offending" limit 5
-- artists.longitude: between -180.0 and 180.0
select * from (select "artists"."longitude", count(*) as "times" from "artists" where ("artists"."longitude" < cast(-1.8E2 as double precision) or "artists"."longitude" > cast(1.8E2 as double precision)) group by "artists"."longitude") as "offending" limit 5
-- time.start_time: not NULL
select * from (select "time"."start_time", "time"."hour", "time"."day", "time"."week", "time"."month", "time"."year", "time"."weekday" from "time" where "time"."start_time" is null) as "offending" limit 5
-- time.start_time: unique
select * from (select "time"."start_time", count(*) as "times" from "time" where "time"."start_time" is not null group by "time"."start_time" having count(*) > 1) as "offending" limit 5
-- time.hour: between 0 and 23
select * from (select "time"."hour", count(*) as "times" from "time" where ("time"."hour" < 0 or "time"."hour" > 23) group by "time"."hour") as "offending" limit 5
-- time.day: between 1 and 31
select * from (select "time"."day", count(*) as "times" from "time" where ("time"."day" < 1 or "time"."day" > 31) group by "time"."day") as "offending" limit 5
-- time.week: between 1 and 53
select * from (select "time"."week", count(*) as "times" from "time" where ("time"."week" < 1 or "time"."week" > 53) group by "time"."week") as "offending" limit 5
-- time.month: between 1 and 12
select * from (select "time"."month", count(*) as "times" from "time" where ("time"."month" < 1 or "time"."month" > 12) group by "time"."month") as "offending" limit 5
-- time.weekday: between 0 and 6
select * from (select "time"."weekday", count(*) as "times" from "time" where ("time"."weekday" < 0 or "time"."weekday" > 6) group by "time"."weekday") as "offending" limit 5
