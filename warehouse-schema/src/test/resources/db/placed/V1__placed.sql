CREATE TABLE placed (${column} ${type});
