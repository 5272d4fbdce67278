UNLOAD ('select "songs"."song_id", "songs"."title", "songs"."artist_id", "songs"."year", "songs"."duration" from "songs"')
TO 's3://out/songs_'
IAM_ROLE DEFAULT
FIXEDWIDTH AS 'song_id:18,it''s:5'
BZIP2
