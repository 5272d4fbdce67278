UNLOAD ('select "songs"."song_id", "songs"."title", "songs"."artist_id", "songs"."year", "songs"."duration" from "songs"')
TO 's3://out/songs_'
IAM_ROLE 'arn:aws:iam::123456789012:role/a,arn:aws:iam::210987654321:role/b'
FORMAT AS PARQUET
PARTITION BY ("year", "artist_id")
MAXFILESIZE AS 2 GB
ROWGROUPSIZE AS 64 MB
CLEANPATH
