create table orders (
  id bigint identity(1, 1) primary key,
  customer varchar(40) not null encode zstd,
  placed_at timestamp not null default getdate()
) diststyle key distkey (id) compound sortkey (placed_at);
