create temporary table if not exists "dims" ("shop" varchar(20) not null, "sale_id" bigint) diststyle all interleaved sortkey ("shop", "sale_id")
-- inlined
create temporary table if not exists "dims" ("shop" varchar(20) not null, "sale_id" bigint) diststyle all interleaved sortkey ("shop", "sale_id")
