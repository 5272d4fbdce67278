UNLOAD ('select ''it''''s'' as "limit"')
TO 's3://out/x'
ACCESS_KEY_ID 'AKIA'
SECRET_ACCESS_KEY 'it''s\\'
ENCRYPTED
MASTER_SYMMETRIC_KEY 'c2VjcmV0'
