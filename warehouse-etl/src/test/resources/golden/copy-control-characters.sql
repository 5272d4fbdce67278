COPY "staging_events"
FROM 's3://udacity-dend/log_data/'
IAM_ROLE DEFAULT
DELIMITER AS '\001'
NULL AS '\000'
