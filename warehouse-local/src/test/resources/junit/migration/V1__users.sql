create table users (
  id integer not null primary key,
  name varchar(20) encode zstd,
  level varchar(8)
) diststyle key distkey (id) sortkey (name);
