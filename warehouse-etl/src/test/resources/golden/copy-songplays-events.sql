COPY "staging_events" ("artist", "auth", "first_name", "gender", "item_in_session", "last_name", "length", "level", "location", "method", "page", "registration", "session_id", "song", "status", "ts", "user_agent", "user_id")
FROM 's3://udacity-dend/log_data/'
IAM_ROLE DEFAULT
FORMAT AS JSON 's3://udacity-dend/log_json_path.json'
REGION AS 'us-west-2'
