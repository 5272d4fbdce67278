alter table "sales" add "note" varchar(20)
-- inlined
alter table "sales" add "note" varchar(20)
