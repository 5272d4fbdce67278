COPY "songs"
FROM 's3://raw/songs'
IAM_ROLE DEFAULT
FIXEDWIDTH AS 'song_id:18,it''s:100'
LZOP
