COPY "staging_events"
FROM 's3://udacity-dend/log_data/'
IAM_ROLE DEFAULT
FORMAT AS JSON 's3://udacity-dend/log_json_path.json'
REGION AS 'us-west-2'
