-- What PostgreSQL 15 to 17 lack of 18: run behind the others, where it is missing.

-- Castagnoli's polynomial, bit by bit
create or replace function pg_internal.crc32c(x bytea) returns bigint language plpgsql immutable as $$
declare
  crc bigint := 4294967295;
begin
  for i in 0 .. pg_catalog.octet_length(x) - 1 loop
    crc := crc # pg_catalog.get_byte(x, i);
    for bit in 1 .. 8 loop
      crc := case when crc & 1 = 1 then (crc >> 1) # 2197175160 else crc >> 1 end;
    end loop;
  end loop;
  return crc # 4294967295;
end $$;
create or replace function pg_catalog.crc32(text) returns text language sql immutable as
$$ select pg_catalog.lpad(pg_catalog.to_hex(pg_internal.crc32c(pg_catalog.convert_to($1, 'UTF8'))), 8, '0') $$;

-- Keys that are not enforced are made as ones that are, of rows that are not looked at; then their triggers are taken away:
-- triggers that sleep would still hinder TRUNCATE.
create or replace function pg_internal.declare_foreign_key(
  t regclass, constraint_name text, columns text[], referenced regclass, referenced_columns text[]) returns void
language plpgsql security definer as $$
declare
  before oid[] := array(select c.oid from pg_catalog.pg_constraint c where c.conrelid = t);
  made oid;
begin
  perform pg_internal.require_owner(t);
  perform pg_internal.set_keys_alive(referenced, true);
  execute pg_catalog.format('alter table %s add %s foreign key (%s) references %s %s not valid', t,
    case when constraint_name is null then '' else pg_catalog.format('constraint %I', constraint_name) end,
    (select pg_catalog.string_agg(pg_catalog.quote_ident(c), ', ') from pg_catalog.unnest(columns) c), referenced,
    case when pg_catalog.cardinality(referenced_columns) = 0 then '' else
      '(' || (select pg_catalog.string_agg(pg_catalog.quote_ident(c), ', ')
                from pg_catalog.unnest(referenced_columns) c) || ')' end);
  perform pg_internal.set_keys_alive(referenced, false);
  select c.oid into made from pg_catalog.pg_constraint c where c.conrelid = t and c.contype = 'f' and c.oid <> all (before);
  delete from pg_catalog.pg_depend d using pg_catalog.pg_trigger g
   where g.tgconstraint = made and d.classid = 'pg_catalog.pg_trigger'::regclass and d.objid = g.oid;
  delete from pg_catalog.pg_trigger g where g.tgconstraint = made;
  update pg_catalog.pg_class c set relhastriggers = false where c.oid in (t, referenced)
     and not exists (select from pg_catalog.pg_trigger g where g.tgrelid = c.oid);
  -- to tools it is a key like any other
  update pg_catalog.pg_constraint set convalidated = true where oid = made;
end $$;
