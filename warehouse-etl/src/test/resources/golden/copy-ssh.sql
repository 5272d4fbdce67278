COPY "songs"
FROM 's3://raw/hosts'
IAM_ROLE 'arn:aws:iam::123456789012:role/a,arn:aws:iam::210987654321:role/b'
FORMAT AS AVRO 'auto'
SSH
