create table "facts" ("sale_id" bigint identity(0, 1), "shop" varchar(20) not null encode bytedict, "sold_at" timestamp not null encode raw, "price" decimal(10, 2), "note" varchar(max), "item" super, primary key ("sale_id")) diststyle key distkey ("shop") compound sortkey ("sold_at", "shop")
-- inlined
create table "facts" ("sale_id" bigint identity(0, 1), "shop" varchar(20) not null encode bytedict, "sold_at" timestamp not null encode raw, "price" decimal(10, 2), "note" varchar(max), "item" super, primary key ("sale_id")) diststyle key distkey ("shop") compound sortkey ("sold_at", "shop")
