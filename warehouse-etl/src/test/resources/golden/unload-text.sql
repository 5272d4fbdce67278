UNLOAD ('select "songs"."song_id", "songs"."title" from "songs" where ("songs"."title" = ''it''''s a \\\\ ''''quote'''''' and "songs"."year" > 1999) order by "songs"."title"')
TO 's3://out/songs_'
IAM_ROLE DEFAULT
DELIMITER AS '\t'
HEADER
ADDQUOTES
ESCAPE
NULL AS '\\N'
