COPY "staging_events"
FROM 's3://udacity-dend/log_data/'
IAM_ROLE 'arn:aws:iam::123456789012:role/a,arn:aws-cn:iam::210987654321:role/path/b'
FORMAT AS JSON 'auto'
