COPY "staging_events"
FROM 's3://udacity-dend/log_data/'
IAM_ROLE DEFAULT
FORMAT AS AVRO 's3://paths/avro.json'
ZSTD
DATEFORMAT AS 'auto'
TIMEFORMAT AS 'epochmillisecs'
ACCEPTANYDATE
ROUNDEC
