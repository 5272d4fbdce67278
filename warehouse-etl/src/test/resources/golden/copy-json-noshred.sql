COPY "staging_events"
FROM 's3://udacity-dend/log_data/'
IAM_ROLE DEFAULT
FORMAT AS JSON 'noshred'
ENCODING AS UTF16LE
NOLOAD
