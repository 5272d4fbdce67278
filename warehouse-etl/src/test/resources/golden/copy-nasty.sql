COPY "we""ird"
FROM 's3://b/it''s\\a''; drop/'
IAM_ROLE DEFAULT
FORMAT AS CSV QUOTE AS ''''
DELIMITER AS '\\'
