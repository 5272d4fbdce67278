UNLOAD ('select "songs"."song_id", "songs"."title", "songs"."artist_id", "songs"."year", "songs"."duration" from "songs"')
TO 's3://out/songs_'
IAM_ROLE DEFAULT
ENCRYPTED AUTO
