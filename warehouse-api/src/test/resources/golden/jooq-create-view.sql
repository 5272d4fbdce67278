create or replace view "shops" as select distinct "sales"."shop" from "sales"
-- inlined
create or replace view "shops" as select distinct "sales"."shop" from "sales"
