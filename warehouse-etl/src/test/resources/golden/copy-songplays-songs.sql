COPY "staging_songs"
FROM 's3://mine/raw/song_data/'
IAM_ROLE 'arn:aws:iam::123456789012:role/dwhRole'
FORMAT AS JSON 'auto'
