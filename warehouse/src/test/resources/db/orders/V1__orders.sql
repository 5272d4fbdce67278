create table orders (
  id bigint not null primary key,
  customer varchar(40) not null encode zstd,
  total decimal(10, 2)
) diststyle key distkey (id) sortkey (customer);
