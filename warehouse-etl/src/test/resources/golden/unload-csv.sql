UNLOAD ('select "songs"."song_id", "songs"."title", "songs"."artist_id", "songs"."year", "songs"."duration" from "songs"')
TO 's3://out/songs_'
IAM_ROLE DEFAULT
FORMAT AS CSV
HEADER
GZIP
EXTENSION 'csv.gz'
MANIFEST VERBOSE
MAXFILESIZE AS 100 MB
REGION AS 'us-west-2'
