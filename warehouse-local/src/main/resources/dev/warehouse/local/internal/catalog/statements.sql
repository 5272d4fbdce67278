-- What stands behind statements that PostgreSQL has not. Run behind catalog.sql, under the same rules. Procedures run with
-- the rights of the caller, so that what a user may not do in SQL, no procedure does for him; what needs more is in a
-- function of its own that asks for the owner.

create or replace procedure pg_internal.nothing() language sql as $$ $$;

create or replace function pg_internal.cancel_backend(process integer) returns boolean language plpgsql security definer as $$
begin
  if not exists (select from pg_catalog.pg_stat_activity a where a.pid = process and a.usename = session_user)
     and not (select rolcreaterole from pg_catalog.pg_roles where rolname = session_user) then
    raise insufficient_privilege using message = 'must be superuser to cancel other users'' queries';
  end if;
  return pg_catalog.pg_cancel_backend(process);
end $$;
create or replace procedure pg_internal.cancel(process integer) language plpgsql as $$
begin
  if not pg_internal.cancel_backend(process) then
    raise exception using message = pg_catalog.format('there is no process %s', process);
  end if;
end $$;

create or replace procedure pg_internal.use_database(name text) language plpgsql as $$
begin
  if name <> pg_catalog.current_database() then
    raise feature_not_supported using
      message = pg_catalog.format('the local Redshift does not execute USE of another database: the session is in "%s"',
                                  pg_catalog.current_database()),
      hint = 'open a connection to that database';
  end if;
end $$;

-- tables --------------------------------------------------------------------------------------------------------------

-- Redshift has no type without a length for strings: a query's text is a VARCHAR of the most there can be.
create or replace function pg_internal.give_lengths(t regclass) returns void language plpgsql security definer as $$
begin
  perform pg_internal.require_owner(t);
  update pg_catalog.pg_attribute a set atttypid = 'varchar'::regtype, atttypmod = case
      when a.atttypid = 'text'::regtype or a.atttypmod < 0 then 65539 else a.atttypmod end
   where a.attrelid = t and a.attnum > 0 and (a.atttypid = 'text'::regtype
      or a.atttypid = 'varchar'::regtype and a.atttypmod < 0);
end $$;

create or replace function pg_internal.forget_encoding(t regclass, c text) returns void
language plpgsql security definer as $$
begin
  perform pg_internal.require_owner(t);
  update pg_internal.table_design set encodings = encodings - c where table_oid = t;
end $$;

create or replace procedure pg_internal.drop_column(t regclass, c text, dependents boolean) language plpgsql as $$
declare
  d pg_internal.table_design;
begin
  perform pg_internal.require_columns(t, array[c]);
  select * into d from pg_internal.table_design where table_oid = t;
  if d.distkey = c then
    raise feature_not_supported using message = pg_catalog.format('cannot drop distkey column "%s"', c),
      hint = 'give the table another distribution first: ALTER TABLE … ALTER DISTSTYLE';
  elsif c = any (d.sortkeys) then
    raise feature_not_supported using message = pg_catalog.format('cannot drop sortkey column "%s"', c),
      hint = 'give the table another sort key first: ALTER TABLE … ALTER SORTKEY';
  elsif (select pg_catalog.count(*) from pg_catalog.pg_attribute a
          where a.attrelid = t and a.attnum > 0 and not a.attisdropped) = 1 then
    raise feature_not_supported using message = pg_catalog.format('cannot drop the only column of table "%s"', t::text),
      hint = 'drop the table';
  end if;
  execute pg_catalog.format('alter table %s drop column %I %s', t, c,
                            case when dependents then 'cascade' else 'restrict' end);
  perform pg_internal.forget_encoding(t, c);
end $$;

create or replace procedure pg_internal.alter_length(t regclass, c text, length integer) language plpgsql as $$
declare
  a pg_catalog.pg_attribute;
  d pg_internal.table_design;
begin
  perform pg_internal.require_columns(t, array[c]);
  select * into a from pg_catalog.pg_attribute where attrelid = t and attname = c;
  select * into d from pg_internal.table_design where table_oid = t;
  if a.atttypid <> 'varchar'::regtype then
    raise feature_not_supported using message = pg_catalog.format(
        'cannot alter column "%s" of relation "%s": only the length of a VARCHAR can be changed', c, t::text),
      hint = 'add a column, copy the values, drop the old one';
  elsif a.atthasdef then
    raise feature_not_supported using message = pg_catalog.format(
        'cannot alter column "%s" of relation "%s": it has a default', c, t::text),
      hint = 'add a column, copy the values, drop the old one';
  elsif exists (select from pg_catalog.pg_constraint k where k.contype in ('p', 'u', 'f')
                   and (k.conrelid = t and a.attnum = any (k.conkey) or k.confrelid = t and a.attnum = any (k.confkey))) then
    raise feature_not_supported using message = pg_catalog.format(
        'cannot alter column "%s" of relation "%s": a key uses it', c, t::text),
      hint = 'drop the constraint first';
  elsif d.encodings ->> c in ('bytedict', 'runlength', 'text255', 'text32k') then
    raise feature_not_supported using message = pg_catalog.format(
        'cannot alter column "%s" of relation "%s": its encoding is %s', c, t::text, pg_catalog.upper(d.encodings ->> c)),
      hint = 'change the encoding first: ALTER TABLE … ALTER COLUMN … ENCODE';
  end if;
  execute pg_catalog.format('alter table %s alter column %I type varchar(%s)', t, c, length);
end $$;

-- The rows move. Columns go by their names, and their types must be the same.
create or replace procedure pg_internal.append_table(target regclass, source regclass, ignore_extra boolean,
  fill_target boolean) language plpgsql as $$
declare
  x record;
  columns text;
begin
  if target = source then
    raise feature_not_supported using message = 'source and target of ALTER TABLE APPEND are the same table';
  end if;
  for x in select c.oid::regclass as name, c.relkind, c.relpersistence from pg_catalog.pg_class c
            where c.oid in (target, source) loop
    if x.relkind <> 'r' or x.relpersistence = 't' then
      raise feature_not_supported using message =
        pg_catalog.format('ALTER TABLE APPEND takes permanent tables, and "%s" is none', x.name);
    end if;
  end loop;
  for x in select coalesce(s.attname, d.attname) as name, s.attname is null as lacking, d.attname is null as extra,
                  pg_catalog.format_type(s.atttypid, s.atttypmod) as source_type,
                  pg_catalog.format_type(d.atttypid, d.atttypmod) as target_type
             from (select * from pg_catalog.pg_attribute where attrelid = source and attnum > 0 and not attisdropped) s
             full join (select * from pg_catalog.pg_attribute
                         where attrelid = target and attnum > 0 and not attisdropped) d on d.attname = s.attname loop
    if x.extra and not ignore_extra then
      raise feature_not_supported using message = pg_catalog.format(
        'source table "%s" has column "%s", which target table "%s" has not', source, x.name, target),
        hint = 'add IGNOREEXTRA to drop its values';
    elsif x.lacking and not fill_target then
      raise feature_not_supported using message = pg_catalog.format(
        'target table "%s" has column "%s", which source table "%s" has not', target, x.name, source),
        hint = 'add FILLTARGET to fill it with its default or NULL';
    elsif x.source_type <> x.target_type then
      raise feature_not_supported using message = pg_catalog.format(
        'column "%s" is %s in the source table and %s in the target table', x.name, x.source_type, x.target_type),
        hint = 'ALTER TABLE APPEND needs the same types: use INSERT INTO … SELECT';
    end if;
  end loop;
  execute pg_catalog.format('lock table %s, %s in access exclusive mode', target, source);
  select pg_catalog.string_agg(pg_catalog.quote_ident(s.attname), ', ') into columns
    from pg_catalog.pg_attribute s
    join pg_catalog.pg_attribute d on d.attrelid = target and d.attname = s.attname and not d.attisdropped
   where s.attrelid = source and s.attnum > 0 and not s.attisdropped;
  execute pg_catalog.format('insert into %s (%s) overriding system value select %s from %s', target, columns, columns,
                            source);
  execute pg_catalog.format('truncate %s', source);
end $$;

-- views without a binding ---------------------------------------------------------------------------------------------

-- In PostgreSQL's catalogue such a view stands without rows, with the columns that it had when it was made. Queries that
-- read it get its text instead.
create table if not exists pg_internal.late_binding_views (
  view_oid oid primary key, columns text not null, query text not null
);
grant select on pg_internal.late_binding_views to public;

create or replace function pg_internal.remember_late_binding_view(v regclass, list text, query text) returns void
language plpgsql security definer as $$
begin
  perform pg_internal.require_owner(v);
  insert into pg_internal.late_binding_views values (v, list, query)
    on conflict (view_oid) do update set columns = excluded.columns, query = excluded.query;
end $$;

create or replace procedure pg_internal.create_late_binding_view(view text, list text, query text, translated text,
  replaces boolean) language plpgsql as $$
declare
  empty text := '';
begin
  if translated <> '' then
    begin
      execute pg_catalog.format('create view pg_temp."?view" %s as %s', list, translated);
      select coalesce(pg_catalog.string_agg(pg_catalog.format('null::%s as %I',
               pg_catalog.format_type(a.atttypid, a.atttypmod), a.attname), ', ' order by a.attnum), '') into empty
        from pg_catalog.pg_attribute a where a.attrelid = 'pg_temp."?view"'::regclass and a.attnum > 0;
      drop view pg_temp."?view";
    exception
      when undefined_table or undefined_column or invalid_schema_name or undefined_function or undefined_object then
        empty := '';
    end;
  end if;
  if replaces then
    execute pg_catalog.format('drop view if exists %s', view);
  end if;
  execute pg_catalog.format('create view %s as select %s where false', view, empty);
  perform pg_internal.remember_late_binding_view(view::regclass, list, query);
end $$;

create or replace function pg_internal.late_binding_view(name text) returns text language sql stable as $$
  select case when v.columns = '' then v.query
              else 'select * from (' || v.query || ') as "?view" ' || v.columns end
    from pg_internal.late_binding_views v where v.view_oid = pg_catalog.to_regclass(name)
$$;

-- materialized views --------------------------------------------------------------------------------------------------

create table if not exists pg_internal.materialized_views (
  view_oid oid primary key, auto_refresh boolean not null, changes_seen numeric not null
);
grant select on pg_internal.materialized_views to public;

-- How often the rows of the tables beneath a view have changed: PostgreSQL's own statistics, a moment behind.
create or replace function pg_internal.changes_beneath(v oid) returns numeric language sql volatile security definer as $$
  select coalesce(pg_catalog.sum(pg_catalog.pg_stat_get_tuples_inserted(t.oid) + pg_catalog.pg_stat_get_tuples_updated(t.oid)
                  + pg_catalog.pg_stat_get_tuples_deleted(t.oid)), 0)
    from (select distinct d.refobjid as oid from pg_catalog.pg_depend d
            join pg_catalog.pg_rewrite r on r.oid = d.objid and d.classid = 'pg_rewrite'::regclass
           where r.ev_class = v and d.refclassid = 'pg_class'::regclass and d.refobjid <> v) t
$$;

create or replace function pg_internal.note_materialized_view(v regclass, refreshes boolean) returns void
language plpgsql security definer as $$
begin
  perform pg_internal.require_owner(v);
  insert into pg_internal.materialized_views values (v, coalesce(refreshes, false), pg_internal.changes_beneath(v))
    on conflict (view_oid) do update set auto_refresh = coalesce(refreshes, materialized_views.auto_refresh),
      changes_seen = case when refreshes is null then excluded.changes_seen else materialized_views.changes_seen end;
end $$;
create or replace procedure pg_internal.declare_materialized_view(v regclass, refreshes boolean) language plpgsql as $$
begin
  perform pg_internal.note_materialized_view(v, refreshes);
end $$;
create or replace procedure pg_internal.refreshed(v regclass) language plpgsql as $$
begin
  perform pg_internal.note_materialized_view(v, null);
end $$;

create or replace view pg_catalog.svv_mv_info as
select pg_catalog.current_database()::char(128) as database_name, n.nspname::char(128) as schema_name,
       pg_catalog.pg_get_userbyid(c.relowner)::char(128) as user_name, c.relname::char(128) as name,
       case when m.changes_seen is distinct from pg_internal.changes_beneath(c.oid) then 't' else 'f' end::char(1)
         as is_stale, 1 as state, 'f'::char(1) as autorewrite,
       case when m.auto_refresh then 't' else 'f' end::char(1) as autorefresh
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_internal.materialized_views m on m.view_oid = c.oid
 where c.relkind = 'm';
create or replace view pg_catalog.stv_mv_info as
select database_name as db_name, schema_name as schema, name, 0::bigint as updated_upto_xid, is_stale,
       user_name as owner_user_name, state, autorefresh, autorewrite from pg_catalog.svv_mv_info;

-- SHOW ----------------------------------------------------------------------------------------------------------------

create or replace function pg_internal.require_database(name text) returns boolean language plpgsql stable as $$
begin
  if name is null or name = pg_catalog.current_database() then
    return true;
  end if;
  if not exists (select from pg_catalog.pg_database where datname = name) then
    raise exception using errcode = '3D000', message = pg_catalog.format('database "%s" does not exist', name);
  end if;
  raise feature_not_supported using message = pg_catalog.format(
    'the local Redshift shows its own database only: the session is in "%s"', pg_catalog.current_database()),
    hint = 'open a connection to that database';
end $$;

create or replace function pg_internal.show_databases() returns table (database_name text, database_owner integer,
  database_type text, database_acl text, parameters text, database_isolation_level text) language sql stable as $$
  select d.database_name, d.database_owner, d.database_type, d.database_acl, d.database_options,
         d.database_isolation_level from pg_catalog.svv_redshift_databases d order by 1
$$;
create or replace function pg_internal.show_schemas(database text) returns table (database_name text, schema_name text,
  schema_owner integer, schema_type text, schema_acl text, source_database text, schema_option text)
language sql stable as $$
  select s.database_name, s.schema_name, s.schema_owner, s.schema_type, s.schema_acl, s.source_database, s.schema_option
    from pg_catalog.svv_all_schemas s where pg_internal.require_database(database) order by 2
$$;
create or replace function pg_internal.show_tables(database text, schema text) returns table (database_name text,
  schema_name text, table_name text, table_type text, table_acl text, remarks text) language plpgsql stable as $$
begin
  perform pg_internal.require_database(database);
  if pg_catalog.to_regnamespace(pg_catalog.quote_ident(schema)) is null then
    raise invalid_schema_name using message = pg_catalog.format('schema "%s" does not exist', schema);
  end if;
  return query select t.database_name, t.schema_name, t.table_name, t.table_type, t.table_acl, t.remarks
    from pg_catalog.svv_all_tables t where t.schema_name = schema order by 3;
end $$;
create or replace function pg_internal.show_columns(database text, schema text, relation text) returns table (
  database_name text, schema_name text, table_name text, column_name text, ordinal_position integer, column_default text,
  is_nullable text, data_type text, character_maximum_length integer, numeric_precision integer, numeric_scale integer,
  remarks text) language plpgsql stable as $$
begin
  perform pg_internal.require_database(database);
  if pg_catalog.to_regclass(pg_catalog.format('%I.%I', schema, relation)) is null then
    raise undefined_table using message = pg_catalog.format('relation "%s.%s" does not exist', schema, relation);
  end if;
  return query select c.database_name, c.schema_name, c.table_name, c.column_name, c.ordinal_position, c.column_default,
      c.is_nullable, c.data_type, c.character_maximum_length, c.numeric_precision, c.numeric_scale, c.remarks
    from pg_catalog.svv_all_columns c where c.schema_name = schema and c.table_name = relation order by 5;
end $$;

create or replace function pg_internal.show_table(name text) returns table ("Show Table DDL statement" text)
language plpgsql stable as $$
declare
  t regclass := name::regclass;
  d pg_internal.table_design;
  lines text[];
begin
  if (select c.relkind from pg_catalog.pg_class c where c.oid = t) <> 'r' then
    raise wrong_object_type using message = pg_catalog.format('"%s" is not a table', t::text), hint = 'use SHOW VIEW';
  end if;
  select * into d from pg_internal.table_design where table_oid = t;
  select pg_catalog.array_agg('    ' || pg_catalog.quote_ident(a.attname) || ' '
           || case a.attidentity when 'a' then pg_catalog.format_type(a.atttypid, a.atttypmod) || ' IDENTITY('
                || q.seqstart || ',' || q.seqincrement || ')'
              when 'd' then pg_catalog.format_type(a.atttypid, a.atttypmod) || ' GENERATED BY DEFAULT AS IDENTITY('
                || q.seqstart || ',' || q.seqincrement || ')'
              else pg_catalog.format_type(a.atttypid, a.atttypmod) end
           || case when a.attnotnull then ' NOT NULL' else '' end
           || coalesce(' DEFAULT ' || pg_catalog.pg_get_expr(e.adbin, e.adrelid), '') || ' ENCODE '
           || pg_catalog.replace(pg_internal.encoding(d, a.attname, a.atttypid,
                pg_catalog.array_position(d.sortkeys, a.attname::text) is not null), 'none', 'raw')
           || case when d.distkey = a.attname then ' distkey' else '' end order by a.attnum) into lines
    from pg_catalog.pg_attribute a
    left join pg_catalog.pg_attrdef e on e.adrelid = a.attrelid and e.adnum = a.attnum
    left join pg_catalog.pg_depend p on p.refobjid = a.attrelid and p.refobjsubid = a.attnum and p.deptype = 'i'
      and p.classid = 'pg_class'::regclass and a.attidentity <> ''
    left join pg_catalog.pg_sequence q on q.seqrelid = p.objid
   where a.attrelid = t and a.attnum > 0 and not a.attisdropped;
  lines := lines || coalesce((select pg_catalog.array_agg('    ' || pg_catalog.regexp_replace(
      pg_catalog.pg_get_constraintdef(k.oid), ' NOT ENFORCED$', '') order by k.contype desc, k.conname)
    from pg_catalog.pg_constraint k where k.conrelid = t and k.contype in ('p', 'u', 'f')), '{}');
  return query select pg_catalog.format(E'CREATE TABLE %s (\n%s\n)\nDISTSTYLE %s', pg_catalog.format('%I.%I',
      n.nspname, c.relname), pg_catalog.array_to_string(lines, E',\n'), coalesce(d.diststyle, 'AUTO'))
    || case when coalesce(pg_catalog.cardinality(d.sortkeys), 0) = 0 then '' else E'\n'
         || case d.sortstyle when 'INTERLEAVED' then 'INTERLEAVED ' else '' end || 'SORTKEY ( '
         || (select pg_catalog.string_agg(pg_catalog.quote_ident(k), ', ') from pg_catalog.unnest(d.sortkeys) k) || ' )' end
    || ';'
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = t;
end $$;
create or replace function pg_internal.show_view(name text) returns table ("Show View DDL statement" text)
language plpgsql stable as $$
declare
  v regclass := name::regclass;
  l pg_internal.late_binding_views;
begin
  select * into l from pg_internal.late_binding_views where view_oid = v;
  if l.query is not null then
    return query select pg_catalog.format('CREATE VIEW %s%s AS %s WITH NO SCHEMA BINDING;', v,
      case when l.columns = '' then '' else ' ' || l.columns end, l.query);
  elsif (select c.relkind from pg_catalog.pg_class c where c.oid = v) in ('v', 'm') then
    return query select pg_catalog.format(E'CREATE %sVIEW %s AS\n%s', (select case c.relkind when 'm' then 'MATERIALIZED '
      else '' end from pg_catalog.pg_class c where c.oid = v), v, pg_catalog.pg_get_viewdef(v));
  else
    raise wrong_object_type using message = pg_catalog.format('"%s" is not a view', v::text), hint = 'use SHOW TABLE';
  end if;
end $$;
create or replace function pg_internal.show_procedure(name text, arguments text)
returns table ("Show Stored Procedure Definition" text) language plpgsql stable as $$
declare
  p oid := case when arguments is null then name::regproc::oid
                else pg_catalog.format('%s(%s)', name, arguments)::regprocedure::oid end;
begin
  return query select pg_catalog.pg_get_functiondef(p);
end $$;

-- queries and sessions ------------------------------------------------------------------------------------------------

-- The endpoint writes its log in here before a statement that reads one of the views.
create table if not exists pg_internal.queries (
  user_id integer, query_id bigint, session_id integer, database_name text, query_type text, start_time timestamp,
  end_time timestamp, row_count bigint, error text, query_text text
);
revoke all on pg_internal.queries from public;

create or replace view pg_internal.own_queries as
select * from pg_internal.queries where user_id = (select pg_internal.own_id()) or (select pg_internal.sees_all());

create or replace view pg_catalog.stl_query as
select user_id as userid, query_id::integer as query, 'default'::char(320) as label, 0::bigint as xid, session_id as pid,
       database_name::char(32) as database, query_text::char(4000) as querytxt, start_time as starttime,
       end_time as endtime, (error is not null)::integer as aborted, 0 as insert_pristine,
       0 as concurrency_scaling_status
  from pg_internal.own_queries
 where end_time is not null and query_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY', 'UNLOAD');
create or replace view pg_catalog.stl_querytext as
select userid, xid, pid, query, s.n as sequence, pg_catalog.substr(querytxt::text, s.n * 200 + 1, 200)::char(200) as text
  from pg_catalog.stl_query q
 cross join lateral pg_catalog.generate_series(0, greatest(0, (pg_catalog.length(q.querytxt) - 1) / 200)) as s (n);
create or replace view pg_catalog.svl_qlog as
select userid, query, xid, pid, starttime, endtime,
       (extract(epoch from endtime - starttime) * 1000000)::bigint as elapsed, aborted, label,
       pg_catalog.substr(querytxt::text, 1, 60)::char(60) as "substring", null::integer as source_query,
       0 as concurrency_scaling_status
  from pg_catalog.stl_query;
create or replace view pg_catalog.svl_statementtext as
select user_id as userid, 0::bigint as xid, session_id as pid, 'default'::char(320) as label, start_time as starttime,
       end_time as endtime, s.n as sequence, case when query_type = 'DDL' then 'DDL' when query_type = 'UTILITY'
         then 'UTILITY' else 'QUERY' end::char(10) as type,
       pg_catalog.substr(query_text, s.n * 200 + 1, 200)::char(200) as text
  from pg_internal.own_queries q
 cross join lateral pg_catalog.generate_series(0, greatest(0, (pg_catalog.length(q.query_text) - 1) / 200)) as s (n)
 where end_time is not null;
create or replace view pg_catalog.sys_query_history as
select user_id, query_id, 'default'::char(320) as query_label, 0::bigint as transaction_id, session_id,
       database_name::char(128) as database_name, query_type::char(32) as query_type,
       case when end_time is null then 'running' when error is null then 'success' else 'failed' end::char(10) as status,
       false as result_cache_hit, start_time, end_time,
       (extract(epoch from coalesce(end_time, now()::timestamp) - start_time) * 1000000)::bigint as elapsed_time,
       0::bigint as queue_time,
       (extract(epoch from coalesce(end_time, now()::timestamp) - start_time) * 1000000)::bigint as execution_time,
       error::char(512) as error_message, case query_type when 'SELECT' then row_count else 0 end as returned_rows,
       null::bigint as returned_bytes, query_text::char(4000) as query_text,
       (select substring(pg_catalog.version() from 'Redshift ([0-9.]+)'))::char(256) as redshift_version,
       'primary'::char(18) as compute_type, 0::bigint as compile_time, 0::bigint as planning_time,
       0::bigint as lock_wait_time
  from pg_internal.own_queries;
create or replace view pg_catalog.sys_query_text as
select user_id, query_id, 0::bigint as transaction_id, session_id, start_time, 0 as sequence,
       query_text::char(4000) as text from pg_internal.own_queries;
create or replace view pg_catalog.stv_recents as
select user_id as userid, case when end_time is null then 'Running' else 'Done' end::char(20) as status,
       start_time as starttime,
       (extract(epoch from coalesce(end_time, now()::timestamp) - start_time) * 1000000)::integer as duration,
       pg_catalog.pg_get_userbyid(user_id::oid)::char(50) as user_name, database_name::char(50) as db_name,
       query_text::char(600) as query, case when end_time is null then session_id else -1 end as pid
  from pg_internal.own_queries;
create or replace view pg_catalog.stv_inflight as
select user_id as userid, 0 as slice, query_id::integer as query, 'default'::char(320) as label, 0::bigint as xid,
       session_id as pid, start_time as starttime, query_text::char(100) as text, 0 as suspended, 0 as insert_pristine,
       0 as concurrency_scaling_status
  from pg_internal.own_queries where end_time is null;

create or replace view pg_catalog.stv_sessions as
select a.backend_start at time zone 'UTC' as starttime, a.pid as process, a.usename::char(50) as user_name,
       a.datname::char(50) as db_name, 0 as timeout_sec
  from pg_catalog.pg_stat_activity a
 where a.backend_type = 'client backend' and not exists (
   select from pg_catalog.pg_roles r where r.oid = a.usesysid and r.rolsuper);
create or replace view pg_catalog.svv_transactions as
select a.usename::text as txn_owner, a.datname::text as txn_db, coalesce(l.transactionid::text::bigint, 0) as xid, a.pid,
       a.xact_start at time zone 'UTC' as txn_start, l.mode as lock_mode,
       case l.locktype when 'relation' then 'relation' else 'transactionid' end as lockable_object_type,
       l.relation::integer as relation, l.granted
  from pg_catalog.pg_stat_activity a join pg_catalog.pg_locks l on l.pid = a.pid
 where a.backend_type = 'client backend' and l.locktype in ('relation', 'transactionid');
create or replace view pg_catalog.svv_relation_privileges as
select n.nspname::text as namespace_name, c.relname::text as relation_name, x.privilege_type::text,
       case x.grantee when 0 then 0 else x.grantee end::integer as identity_id,
       case x.grantee when 0 then 'public' else pg_catalog.pg_get_userbyid(x.grantee) end::text as identity_name,
       case when x.grantee = 0 then 'public' when r.rolcanlogin then 'user' else 'role' end::text as identity_type,
       x.is_grantable as admin_option
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 cross join lateral pg_catalog.aclexplode(c.relacl) as x
  left join pg_catalog.pg_roles r on r.oid = x.grantee
 where c.relkind in ('r', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_internal');

-- who may read the views ---------------------------------------------------------------------------------------------

do $$
declare
  v record;
begin
  for v in select c.oid::regclass as name from pg_catalog.pg_class c
            where c.relnamespace = 'pg_catalog'::regnamespace and c.relkind = 'v'
              and (left(c.relname, 4) in ('stl_', 'stv_', 'svl_', 'svv_', 'sys_', 'svcs')
                   or c.relname in ('pg_table_def', 'pg_proc_info'))
  loop
    execute pg_catalog.format('grant select on %s to public', v.name);
  end loop;
end $$;
