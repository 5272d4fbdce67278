COPY "staging_events"
FROM 's3://udacity-dend/log_data/'
IAM_ROLE DEFAULT
FORMAT AS CSV
ENCRYPTED
MASTER_SYMMETRIC_KEY 'c2VjcmV0'
