COPY "staging_events"
FROM 's3://udacity-dend/log_data/'
IAM_ROLE DEFAULT
FORMAT AS SHAPEFILE SIMPLIFY AUTO 0.5
