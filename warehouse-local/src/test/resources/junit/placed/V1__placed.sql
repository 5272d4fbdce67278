CREATE TABLE placed (id INTEGER);
GRANT SELECT ON placed TO ${reader};
