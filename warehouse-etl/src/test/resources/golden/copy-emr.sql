COPY "songs"
FROM 'emr://j-SAMPLE2B500FC/output/part-*'
IAM_ROLE DEFAULT
TIMEFORMAT AS 'auto'
