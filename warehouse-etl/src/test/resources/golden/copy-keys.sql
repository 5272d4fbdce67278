COPY "staging_events"
FROM 's3://udacity-dend/log_data/'
ACCESS_KEY_ID 'AKIA'
SECRET_ACCESS_KEY 'it''s\\'
SESSION_TOKEN 'token'
FORMAT AS CSV
