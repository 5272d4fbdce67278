COPY "songs"
FROM 's3://raw/run/manifest'
IAM_ROLE DEFAULT
FORMAT AS JSON 's3://raw/paths.json'
GZIP
MANIFEST
TIMEFORMAT AS 'epochsecs'
