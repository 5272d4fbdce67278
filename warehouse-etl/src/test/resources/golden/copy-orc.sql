COPY "staging_events"
FROM 's3://udacity-dend/log_data/'
IAM_ROLE 'SESSION'
FORMAT AS ORC
ACCEPTINVCHARS AS ''''
