-- What Redshift has in its catalogue and PostgreSQL has not. Run once as the superuser in the template database, and
-- again, to the same effect, in the databases of a kept warehouse when the library is newer than they are.
-- Function bodies hold no backslashes: they run under whatever a session has set.

set standard_conforming_strings = on;
set client_min_messages = warning;
set allow_system_table_mods = on;
set check_function_bodies = off;

-- what lengths.sql replaces, for the views in here
update pg_catalog.pg_cast set castfunc = 'pg_catalog.bpchar(bpchar,integer,boolean)'::regprocedure
 where castsource = 'bpchar'::regtype and casttarget = 'bpchar'::regtype;
update pg_catalog.pg_cast set castfunc = 'pg_catalog.varchar(varchar,integer,boolean)'::regprocedure
 where castsource = 'varchar'::regtype and casttarget = 'varchar'::regtype;

create schema if not exists pg_internal;
grant usage on schema pg_internal to public;

do $$ begin
  if to_regtype('pg_catalog.super') is null then
    create domain pg_catalog.super as json;
  end if;
end $$;

-- declared designs ---------------------------------------------------------------------------------------------------

create table if not exists pg_internal.table_design (
  table_oid  oid primary key,
  diststyle  text not null,
  distkey    text,
  sortstyle  text not null,
  sortkeys   text[] not null,
  encodings  jsonb not null,
  backup     boolean not null
);
grant select on pg_internal.table_design to public;

create or replace function pg_internal.require_owner(t regclass) returns void language plpgsql as $$
begin
  if not pg_catalog.pg_has_role(session_user, (select c.relowner from pg_catalog.pg_class c where c.oid = t), 'MEMBER') then
    raise insufficient_privilege using message = 'must be owner of table ' || t::text;
  end if;
end $$;

-- Keys are information only: their indexes stay in the catalogue, where tools look for keys, but are dead. A dead index
-- is neither written, nor checked, nor read.
create or replace function pg_internal.set_keys_alive(t regclass, alive boolean) returns void
language sql as $$
  update pg_catalog.pg_index set indislive = alive, indisready = alive, indisvalid = alive where indrelid = t
$$;

create or replace function pg_internal.declare_table(
  t regclass, style text, dist text, sort text, sortcolumns text[], encoded text[], encodings text[], backup boolean)
returns void language plpgsql security definer as $$
declare
  missing text;
begin
  perform pg_internal.require_owner(t);
  select k into missing from pg_catalog.unnest(sortcolumns || pg_catalog.array_remove(array[dist], null)) k
   where not exists (select from pg_catalog.pg_attribute a where a.attrelid = t and a.attname = k and a.attnum > 0);
  if missing is not null then
    raise undefined_column using message =
      pg_catalog.format('column "%s" named in DISTKEY or SORTKEY does not exist', missing);
  end if;
  perform pg_internal.set_keys_alive(t, false);
  insert into pg_internal.table_design values (
    t, coalesce(style, case when dist is not null then 'KEY' else 'AUTO' end), dist,
    coalesce(sort, 'AUTO'), sortcolumns, coalesce(pg_catalog.jsonb_object(encoded, encodings), '{}'), backup)
  on conflict do nothing;
end $$;

create or replace function pg_internal.declare_like(t regclass, parent regclass) returns void
language plpgsql security definer as $$
begin
  perform pg_internal.require_owner(t);
  insert into pg_internal.table_design
  select t, d.diststyle, d.distkey, d.sortstyle, d.sortkeys, d.encodings, d.backup
    from pg_internal.table_design d where d.table_oid = parent
  on conflict do nothing;
end $$;

create or replace function pg_internal.declare_foreign_key(
  t regclass, constraint_name text, columns text[], referenced regclass, referenced_columns text[]) returns void
language plpgsql security definer as $$
begin
  perform pg_internal.require_owner(t);
  perform pg_internal.set_keys_alive(referenced, true);
  execute pg_catalog.format('alter table %s add %s foreign key (%s) references %s %s not enforced', t,
    case when constraint_name is null then '' else pg_catalog.format('constraint %I', constraint_name) end,
    (select pg_catalog.string_agg(pg_catalog.quote_ident(c), ', ') from pg_catalog.unnest(columns) c), referenced,
    case when pg_catalog.cardinality(referenced_columns) = 0 then '' else
      '(' || (select pg_catalog.string_agg(pg_catalog.quote_ident(c), ', ')
                from pg_catalog.unnest(referenced_columns) c) || ')' end);
  perform pg_internal.set_keys_alive(referenced, false);
end $$;

-- The index is made as one that allows duplicates, so that the table's rows do not hinder it, and becomes unique by word.
create or replace function pg_internal.declare_key(
  t regclass, constraint_name text, is_primary boolean, columns text[]) returns void
language plpgsql security definer as $$
declare
  name text := coalesce(constraint_name, (select c.relname from pg_catalog.pg_class c where c.oid = t)
    || case when is_primary then '_pkey' else '_' || pg_catalog.array_to_string(columns, '_') || '_key' end);
begin
  perform pg_internal.require_owner(t);
  perform pg_internal.require_columns(t, columns);
  execute pg_catalog.format('create index %I on %s (%s)', name, t,
    (select pg_catalog.string_agg(pg_catalog.quote_ident(c), ', ') from pg_catalog.unnest(columns) c));
  update pg_catalog.pg_index set indisunique = true
   where indrelid = t and indislive and indexrelid = (select c.oid from pg_catalog.pg_class c
     where c.relname = name and c.relnamespace = (select r.relnamespace from pg_catalog.pg_class r where r.oid = t));
  execute pg_catalog.format('alter table %s add constraint %I %s using index %I', t, name,
    case when is_primary then 'primary key' else 'unique' end, name);
  perform pg_internal.set_keys_alive(t, false);
end $$;

create or replace function pg_internal.design_of(t regclass) returns void language plpgsql as $$
begin
  perform pg_internal.require_owner(t);
  insert into pg_internal.table_design values (t, 'AUTO', null, 'AUTO', '{}', '{}', true) on conflict do nothing;
end $$;

create or replace function pg_internal.require_columns(t regclass, columns text[]) returns void
language plpgsql as $$
declare
  missing text;
begin
  select k into missing from pg_catalog.unnest(columns) k where k is not null and not exists (
    select from pg_catalog.pg_attribute a where a.attrelid = t and a.attname = k and a.attnum > 0 and not a.attisdropped);
  if missing is not null then
    raise undefined_column using message =
      pg_catalog.format('column "%s" of relation "%s" does not exist', missing, t::text);
  end if;
end $$;

create or replace function pg_internal.alter_distribution(t regclass, style text, dist text) returns void
language plpgsql security definer as $$
begin
  perform pg_internal.design_of(t);
  perform pg_internal.require_columns(t, array[dist]);
  update pg_internal.table_design set diststyle = style, distkey = dist where table_oid = t;
end $$;

create or replace function pg_internal.alter_sort_key(t regclass, style text, columns text[]) returns void
language plpgsql security definer as $$
begin
  perform pg_internal.design_of(t);
  perform pg_internal.require_columns(t, columns);
  update pg_internal.table_design set sortstyle = style, sortkeys = columns where table_oid = t;
end $$;

create or replace function pg_internal.alter_encoding(t regclass, c text, encoding text) returns void
language plpgsql security definer as $$
begin
  perform pg_internal.design_of(t);
  perform pg_internal.require_columns(t, array[c]);
  update pg_internal.table_design
     set encodings = encodings || pg_catalog.jsonb_build_object(c, encoding) where table_oid = t;
end $$;

-- what loads leave behind --------------------------------------------------------------------------------------------

create table if not exists pg_internal.loads (
  user_id integer, query_id bigint, session_id integer, database_name text, succeeded boolean, table_id oid,
  table_name text, start_time timestamp, end_time timestamp, data_source text, file_format text, loaded_rows bigint,
  source_file_count integer, source_file_bytes bigint, error_count bigint
);
create table if not exists pg_internal.load_files (
  user_id integer, query_id bigint, file_name text, bytes bigint, lines bigint, file_format text, at timestamp
);
create table if not exists pg_internal.load_errors (
  user_id integer, query_id bigint, session_id integer, database_name text, table_id oid, start_time timestamp,
  file_name text, line_number bigint, column_name text, column_type text, column_length text, position integer,
  raw_line text, raw_field_value text, error_code integer, reason text
);
create table if not exists pg_internal.load_error_fields (
  user_id integer, query_id bigint, session_id integer, file_name text, line_number bigint, field integer,
  column_name text, column_type text, column_length text, value text, is_null boolean
);
create table if not exists pg_internal.load_replacements (
  user_id integer, query_id bigint, session_id integer, table_id oid, start_time timestamp, file_name text,
  line_number bigint, column_name text, raw_line text
);
create table if not exists pg_internal.unloads (
  user_id integer, query_id bigint, session_id integer, database_name text, succeeded boolean, start_time timestamp,
  end_time timestamp, file_format text, compression text, location text, unloaded_rows bigint, file_count bigint,
  file_bytes bigint, error text
);
create table if not exists pg_internal.unload_files (
  user_id integer, query_id bigint, session_id integer, slice integer, path text, start_time timestamp,
  end_time timestamp, line_count bigint, bytes bigint, file_format text
);
alter table pg_internal.loads add column if not exists transaction_id bigint;
alter table pg_internal.load_files add column if not exists start_time timestamp,
  add column if not exists last_modified timestamp, add column if not exists etag text;
-- the views show everything to those who stand for Redshift's superusers, and to others what is their own
revoke all on pg_internal.loads, pg_internal.load_files, pg_internal.load_errors, pg_internal.load_error_fields,
  pg_internal.load_replacements, pg_internal.unloads, pg_internal.unload_files from public;
create or replace function pg_internal.own_id() returns integer language sql stable as
$$ select oid::integer from pg_catalog.pg_roles where rolname = current_user $$;
create or replace function pg_internal.sees_all() returns boolean language sql stable as
$$ select rolsuper or rolcreaterole from pg_catalog.pg_roles where rolname = current_user $$;

-- What a transaction has loaded itself is written by another connection, and no snapshot of its own would show it: until
-- its end it is in a setting of the session too.
create or replace function pg_internal.own_traces(kind text) returns setof jsonb language sql stable rows 10 as $$
  select x from pg_catalog.jsonb_array_elements(
           coalesce(nullif(pg_catalog.current_setting('redshift.traces', true), ''), '[]')::jsonb) t,
         pg_catalog.jsonb_array_elements(t -> kind) x
$$;
create or replace function pg_internal.traces(id bigint) returns jsonb language plpgsql stable as $$
declare
  kind text;
  traces jsonb := '{}';
  rows jsonb;
begin
  foreach kind in array array['loads', 'load_files', 'load_errors', 'load_error_fields', 'load_replacements', 'unloads',
                              'unload_files'] loop
    execute pg_catalog.format('select coalesce(pg_catalog.jsonb_agg(t), ''[]'') from pg_internal.%I t where query_id = $1',
                              kind) into rows using id;
    traces := traces || pg_catalog.jsonb_build_object(kind, rows);
  end loop;
  return traces;
end $$;
revoke all on function pg_internal.traces(bigint) from public;
do $$
declare
  kind text;
begin
  foreach kind in array array['loads', 'load_files', 'load_errors', 'load_error_fields', 'load_replacements', 'unloads',
                              'unload_files'] loop
    execute pg_catalog.format('create or replace view pg_internal.%I as select * from pg_internal.%I union all '
      || 'select r.* from pg_internal.own_traces(%L) x, pg_catalog.jsonb_populate_record(null::pg_internal.%I, x) r',
      'seen_' || kind, kind, kind, kind);
  end loop;
end $$;

create or replace view pg_catalog.stl_load_errors as
select user_id as userid, 0 as slice, table_id::integer as tbl, start_time as starttime, session_id as session,
       query_id::integer as query, file_name::char(256) as filename, line_number, column_name::char(127) as colname,
       column_type::char(10) as type, column_length::char(10) as col_length, position,
       raw_line::char(1024) as raw_line, raw_field_value::char(1024) as raw_field_value, error_code as err_code,
       reason::char(100) as err_reason, 0 as is_partial, 0::bigint as start_offset, 0::bigint as copy_job_id
  from pg_internal.seen_load_errors
 where user_id = (select pg_internal.own_id()) or (select pg_internal.sees_all());

create or replace view pg_catalog.sys_load_error_detail as
select user_id, query_id,
       coalesce((select l.transaction_id from pg_internal.seen_loads l where l.query_id = e.query_id), 0) as transaction_id,
       session_id, database_name::char(64) as database_name,
       table_id::integer as table_id, start_time, file_name::char(256) as file_name, line_number,
       column_name::char(127) as column_name, column_type::char(10) as column_type,
       column_length::char(10) as column_length, position, error_code, reason::char(512) as error_message
  from pg_internal.seen_load_errors e
 where user_id = (select pg_internal.own_id()) or (select pg_internal.sees_all());

create or replace view pg_catalog.sys_load_history as
select user_id, query_id, coalesce(transaction_id, 0) as transaction_id, session_id, database_name,
       case when succeeded then 'completed' else 'aborted' end as status, table_name, start_time, end_time,
       (extract(epoch from end_time - start_time) * 1000000)::bigint as duration, data_source, file_format, loaded_rows,
       case when loaded_rows > 0 then scanned.bytes else 0 end as loaded_bytes, source_file_count, source_file_bytes,
       scanned.files as file_count_scanned, scanned.bytes as file_bytes_scanned, error_count, 0::bigint as copy_job_id
  from pg_internal.seen_loads l
 cross join lateral (select count(*)::integer as files, coalesce(sum(f.bytes), 0)::bigint as bytes
                       from pg_internal.seen_load_files f where f.query_id = l.query_id) as scanned
 where user_id = (select pg_internal.own_id()) or (select pg_internal.sees_all());

create or replace view pg_catalog.stl_load_commits as
select user_id as userid, query_id::integer as query, 0 as slice, ''::char(256) as name,
       file_name::char(256) as filename, 0 as byte_offset, lines::integer as lines_scanned, 0 as errors, at as curtime,
       1 as status, case file_format when 'json' then 'JSON' when 'avro' then 'Avro' when 'orc' then 'ORC'
       when 'parquet' then 'Parquet' else 'Text' end::char(16) as file_format,
       0 as is_partial, 0::bigint as start_offset, 0::bigint as copy_job_id
  from pg_internal.seen_load_files
 where user_id = (select pg_internal.own_id()) or (select pg_internal.sees_all());

create or replace view pg_catalog.stl_loaderror_detail as
select user_id as userid, 0 as slice, session_id as session, query_id::integer as query,
       file_name::char(256) as filename, line_number, field, column_name::char(1024) as colname,
       value::char(1024) as value, is_null::integer as is_null, column_type::char(10) as type,
       column_length::char(10) as col_length
  from pg_internal.seen_load_error_fields
 where user_id = (select pg_internal.own_id()) or (select pg_internal.sees_all());

create or replace view pg_catalog.stl_replacements as
select user_id as userid, query_id::integer as query, 0 as slice, table_id::integer as tbl, start_time as starttime,
       session_id as session, file_name::char(256) as filename, line_number, column_name::char(127) as colname,
       raw_line::char(1024) as raw_line, query_id as user_query_id
  from pg_internal.seen_load_replacements
 where user_id = (select pg_internal.own_id()) or (select pg_internal.sees_all());

create or replace view pg_catalog.sys_copy_replacements as
select user_id, query_id, table_id::integer as table_id, file_name::char(256) as file_name,
       column_name::char(127) as column_name, line_number, raw_line::char(1024) as raw_line
  from pg_internal.seen_load_replacements
 where user_id = (select pg_internal.own_id()) or (select pg_internal.sees_all());

-- a view that is replaced keeps its types
drop view if exists pg_catalog.sys_load_detail;
create view pg_catalog.sys_load_detail as
select user_id, query_id::integer as query_id, file_name::char(256) as file_name,
       least(bytes, 2147483647)::integer as bytes_scanned, least(lines, 2147483647)::integer as lines_scanned,
       at as record_time, 1 as splits_scanned, start_time, at as end_time, nullif(etag, '')::char(256) as file_etag,
       nullif(last_modified, 'epoch') as file_last_modified
  from pg_internal.seen_load_files
 where user_id = (select pg_internal.own_id()) or (select pg_internal.sees_all());

create or replace view pg_catalog.stl_unload_log as
select user_id as userid, query_id::integer as query, slice, session_id as pid, path::char(1280) as path, start_time,
       end_time, line_count, bytes as transfer_size, file_format::char(10) as file_format
  from pg_internal.seen_unload_files
 where user_id = (select pg_internal.own_id()) or (select pg_internal.sees_all());
create or replace view pg_catalog.svcs_unload_log as
select userid, query, pid, path, start_time, end_time, line_count, transfer_size, file_format
  from pg_catalog.stl_unload_log;

create or replace view pg_catalog.sys_unload_detail as
select user_id, query_id::integer as query_id, session_id, 0::bigint as transaction_id,
       path::char(1280) as file_name, start_time, end_time, line_count, bytes as transfer_size,
       file_format::char(10) as file_format
  from pg_internal.seen_unload_files
 where user_id = (select pg_internal.own_id()) or (select pg_internal.sees_all());

create or replace view pg_catalog.sys_unload_history as
select user_id, query_id, 0::bigint as transaction_id, session_id, database_name,
       case when succeeded then 'completed' else 'aborted' end as status, start_time, end_time,
       (extract(epoch from end_time - start_time) * 1000000)::bigint as duration, file_format,
       compression as compression_type, location as unloaded_location, unloaded_rows,
       file_count as unloaded_files_count, file_bytes as unloaded_files_size, error as error_message
  from pg_internal.seen_unloads
 where user_id = (select pg_internal.own_id()) or (select pg_internal.sees_all());

create or replace view pg_catalog.stv_tbl_perm as
select 0 as slice, c.oid::integer as id, c.relname::char(72) as name, greatest(c.reltuples, 0)::bigint as rows,
       (select oid::integer from pg_catalog.pg_database where datname = current_database()) as db_id
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_internal', 'pg_toast');

create or replace view pg_catalog.stv_slices as
select 0 as node, slice from (values (0), (1)) as slices (slice);

-- A successful COPY leaves its id and count in the session, a failed one only in the log: its transaction is gone.
create or replace function pg_internal.last_load(out query_id bigint, out loaded_rows bigint)
language sql stable security definer as $$
  select coalesce(failed.query_id, own.id), case when failed.query_id is not null then 0 else own.rows end
    from (select coalesce(nullif(pg_catalog.current_setting('redshift.last_copy_id', true), ''), '-1')::bigint as id,
                 coalesce(nullif(pg_catalog.current_setting('redshift.last_copy_count', true), ''), '0')::bigint as rows)
         as own
    left join lateral (
         select l.query_id from pg_internal.loads l
          where l.session_id = pg_catalog.pg_backend_pid() and not l.succeeded and l.query_id > own.id
            and l.start_time >= (select a.backend_start at time zone 'UTC' from pg_catalog.pg_stat_activity a
                                  where a.pid = pg_catalog.pg_backend_pid())
          order by l.query_id desc limit 1) as failed on true
$$;

-- UNLOAD likewise.
create or replace function pg_internal.last_unload(out query_id bigint, out unloaded_rows bigint)
language sql stable security definer as $$
  select coalesce(failed.query_id, own.id), case when failed.query_id is not null then 0 else own.rows end
    from (select coalesce(nullif(pg_catalog.current_setting('redshift.last_unload_id', true), ''), '-1')::bigint as id,
                 coalesce(nullif(pg_catalog.current_setting('redshift.last_unload_count', true), ''), '0')::bigint
                   as rows) as own
    left join lateral (
         select u.query_id from pg_internal.unloads u
          where u.session_id = pg_catalog.pg_backend_pid() and not u.succeeded and u.query_id > own.id
            and u.start_time >= (select a.backend_start at time zone 'UTC' from pg_catalog.pg_stat_activity a
                                  where a.pid = pg_catalog.pg_backend_pid())
          order by u.query_id desc limit 1) as failed on true
$$;

create or replace function pg_catalog.pg_last_unload_id() returns integer language sql stable as
$$ select query_id::integer from pg_internal.last_unload() $$;
create or replace function pg_catalog.pg_last_unload_count() returns bigint language sql stable as
$$ select unloaded_rows from pg_internal.last_unload() $$;
-- The session sets it before a statement that asks.
drop function if exists pg_catalog.pg_last_query_id();
create function pg_catalog.pg_last_query_id() returns bigint language sql stable as
$$ select coalesce(nullif(pg_catalog.current_setting('redshift.last_query_id', true), ''), '-1')::bigint $$;

create or replace function pg_catalog.pg_last_copy_id() returns integer language sql stable as
$$ select query_id::integer from pg_internal.last_load() $$;
create or replace function pg_catalog.pg_last_copy_count() returns bigint language sql stable as
$$ select loaded_rows from pg_internal.last_load() $$;

-- tables and columns as Redshift shows them --------------------------------------------------------------------------

create or replace function pg_internal.encoding(
  design pg_internal.table_design, c name, type oid, declared_sort_key boolean) returns text
language sql immutable as $$
  select coalesce(
    case when design.encodings ->> c::text in ('raw', 'none') then 'none' else design.encodings ->> c::text end,
    case when declared_sort_key then 'none'
         when type in ('bool'::regtype, 'float4'::regtype, 'float8'::regtype) then 'none'
         when type in ('bpchar'::regtype, 'varchar'::regtype) then 'lzo'
         when type = 'super'::regtype then 'zstd'
         else 'az64' end)
$$;

create or replace view pg_catalog.pg_table_def as
select n.nspname as schemaname, c.relname as tablename, a.attname as "column",
       pg_catalog.replace(pg_catalog.format_type(a.atttypid, a.atttypmod), 'bytea', 'binary varying') as type,
       pg_internal.encoding(d, a.attname, a.atttypid, k.position is not null)::char(32) as encoding,
       coalesce(d.distkey = a.attname, false) as distkey,
       coalesce(case when d.sortstyle = 'INTERLEAVED' and k.position % 2 = 0 then -k.position else k.position end, 0)
         as sortkey,
       a.attnotnull as "notnull"
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_internal.table_design d on d.table_oid = c.oid
  cross join lateral (select pg_catalog.array_position(d.sortkeys, a.attname::text)) as k (position)
 where c.relkind = 'r' and (n.nspname = any (pg_catalog.current_schemas(false)) or n.oid = pg_catalog.pg_my_temp_schema())
   and n.nspname not in ('pg_internal');

create or replace function pg_internal.count_rows(t oid) returns bigint language plpgsql security definer as $$
declare
  counted bigint;
begin
  execute pg_catalog.format('select count(*) from %s', t::regclass) into counted;
  return counted;
end $$;

create or replace view pg_catalog.svv_table_info as
select pg_catalog.current_database()::text as database, n.nspname::text as schema, c.oid::integer as table_id,
       c.relname::text as "table",
       (case when d.encodings is null or d.encodings = '{}' then 'Y, AUTO(ENCODE)' else 'Y' end)::text as encoded,
       (case d.diststyle when 'KEY' then 'KEY(' || d.distkey || ')' when 'AUTO' then 'AUTO(ALL)'
                         else coalesce(d.diststyle, 'AUTO(ALL)') end)::text as diststyle,
       (case when d.sortstyle = 'AUTO' or d.sortstyle is null then 'AUTO(SORTKEY)'
             when d.sortstyle = 'INTERLEAVED' then 'INTERLEAVED' else d.sortkeys[1] end)::text as sortkey1,
       (select max(a.atttypmod - 4) from pg_catalog.pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and a.atttypid = 'varchar'::regtype) as max_varchar,
       coalesce(d.encodings ->> d.sortkeys[1], 'none')::char(32) as sortkey1_enc,
       coalesce(pg_catalog.cardinality(d.sortkeys), 0) as sortkey_num,
       greatest(1, pg_catalog.pg_table_size(c.oid) / 1048576)::bigint as size, 0::numeric(10,4) as pct_used,
       0::bigint as empty, 0::numeric(5,2) as unsorted, 0::numeric(5,2) as stats_off, r.rows::numeric(38,0) as tbl_rows,
       null::numeric(19,2) as skew_sortkey1, null::numeric(19,2) as skew_rows,
       r.rows::numeric(38,0) as estimated_visible_rows, null::text as risk_event,
       null::numeric(12,2) as vacuum_sort_benefit, null::timestamp as create_time
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_internal.table_design d on d.table_oid = c.oid
  cross join lateral (select pg_internal.count_rows(c.oid)) as r (rows)
 where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_internal', 'pg_toast')
   and n.nspname not like 'pg!_temp%' escape '!' and r.rows > 0;

create or replace view pg_catalog.svv_tables as
select table_catalog::text, table_schema::text, table_name::text, table_type::text, null::text as remarks
  from information_schema.tables where table_schema <> 'pg_internal';
create or replace view pg_catalog.svv_columns as
select table_catalog::text, table_schema::text, table_name::text, column_name::text, ordinal_position::integer,
       column_default::text, is_nullable::text, data_type::text, character_maximum_length::integer,
       numeric_precision::integer, numeric_precision_radix::integer, numeric_scale::integer,
       datetime_precision::integer, interval_type::text, interval_precision::text, character_set_catalog::text,
       character_set_schema::text, character_set_name::text, collation_catalog::text, collation_schema::text,
       collation_name::text, domain_name::text, null::text as remarks
  from information_schema.columns where table_schema <> 'pg_internal';

create or replace view pg_catalog.svv_redshift_databases as
select datname::text as database_name, datdba::integer as database_owner, 'local'::text as database_type,
       null::text as database_acl, null::text as database_options, 'Snapshot Isolation'::text as database_isolation_level
  from pg_catalog.pg_database where not datistemplate;
create or replace view pg_catalog.svv_redshift_schemas as
select pg_catalog.current_database()::text as database_name, nspname::text as schema_name,
       nspowner::integer as schema_owner, 'local'::text as schema_type, null::text as schema_acl,
       null::text as schema_option
  from pg_catalog.pg_namespace
 where nspname not in ('pg_internal', 'pg_toast') and nspname not like 'pg!_temp%' escape '!'
   and nspname not like 'pg!_toast%' escape '!';
create or replace view pg_catalog.svv_all_schemas as
select database_name, schema_name, schema_owner, schema_type, schema_acl, null::text as source_database, schema_option
  from pg_catalog.svv_redshift_schemas;
create or replace view pg_catalog.svv_redshift_tables as
select pg_catalog.current_database()::text as database_name, table_schema as schema_name, table_name,
       case table_type when 'BASE TABLE' then 'TABLE' else table_type end as table_type, null::text as table_acl,
       null::text as remarks
  from pg_catalog.svv_tables;
create or replace view pg_catalog.svv_all_tables as
select database_name, schema_name, table_name, table_type, table_acl, remarks from pg_catalog.svv_redshift_tables;
create or replace view pg_catalog.svv_redshift_columns as
select pg_catalog.current_database()::text as database_name, table_schema as schema_name, table_name, column_name,
       ordinal_position, data_type, column_default, is_nullable, null::text as encoding, false as distkey, 0 as sortkey,
       null::text as column_acl, null::text as remarks, character_maximum_length, numeric_precision, numeric_scale
  from pg_catalog.svv_columns;
create or replace view pg_catalog.svv_all_columns as
select database_name, schema_name, table_name, column_name, ordinal_position, column_default, is_nullable, data_type,
       character_maximum_length, numeric_precision, numeric_scale, remarks
  from pg_catalog.svv_redshift_columns;

create or replace view pg_catalog.svv_external_schemas as
select null::oid as esoid, null::smallint as eskind, null::name as schemaname, null::oid as esowner,
       null::text as databasename, null::text as esoptions where false;
create or replace view pg_catalog.svv_external_tables as
select null::text as redshift_database_name, null::text as schemaname, null::text as tablename, null::text as tabletype,
       null::text as location, null::text as input_format, null::text as output_format,
       null::text as serialization_lib, null::text as serde_parameters, null::integer as compressed,
       null::text as parameters where false;
create or replace view pg_catalog.svv_external_columns as
select null::text as redshift_database_name, null::text as schemaname, null::text as tablename,
       null::text as columnname, null::text as external_type, null::integer as columnnum, null::integer as part_key,
       null::text as is_nullable where false;
create or replace view pg_catalog.svv_external_databases as
select null::integer as eskind, null::text as databasename, null::text as esoptions where false;

-- Whoever calls it must name and type the columns, as in Redshift.
drop function if exists pg_catalog.pg_get_late_binding_view_cols();
create function pg_catalog.pg_get_late_binding_view_cols() returns setof record language plpgsql stable as
$$ begin return; end $$;

create or replace function pg_catalog.pg_get_cols(relation text) returns setof record language sql stable as $$
  select n.nspname, c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)::varchar,
         pg_catalog.row_number() over (order by a.attnum)::integer
    from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum
$$;

-- functions that definitions of tables use ----------------------------------------------------------------------------

create or replace function pg_catalog.getdate() returns timestamp language sql stable as
$$ select pg_catalog.date_trunc('second', pg_catalog.statement_timestamp()::timestamp) $$;
create or replace function pg_catalog.sysdate() returns timestamp language sql stable as
$$ select pg_catalog.now()::timestamp $$;

create or replace function pg_catalog.version() returns text language sql stable as $$
  select 'PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017 (Red Hat 3.4.2-6.fc3), '
    || 'Redshift 1.0.0 (local, on PostgreSQL ' || pg_catalog.current_setting('server_version') || ')'::text
$$;
