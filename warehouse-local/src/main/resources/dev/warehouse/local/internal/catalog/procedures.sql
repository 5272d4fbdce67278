-- What the bodies of procedures call, as ProcedureBody writes them. Run behind statements.sql, under the same rules.
--
-- Where a handler stands, PostgreSQL runs a statement as a part of the transaction that can neither commit nor roll back.
-- A procedure that is called there leaves its commit to its caller. Settings of the transaction know it: they end with the
-- transaction, and an error takes them back.

create or replace function pg_internal.setting(name text) returns text language sql stable as
$$ select coalesce(pg_catalog.current_setting(name, true), '') $$;

create or replace function pg_internal.handled_call_begins() returns void language sql volatile as
$$ select pg_catalog.set_config('redshift.handled', pg_internal.setting('redshift.handled') || 'x', true) $$;
create or replace function pg_internal.handled_call_ends() returns void language sql volatile as
$$ select pg_catalog.set_config('redshift.handled', pg_catalog.substr(pg_internal.setting('redshift.handled'), 2), true) $$;

create or replace function pg_internal.may_roll_back() returns boolean language sql volatile as
$$ select pg_internal.setting('redshift.handled') = '' $$;
create or replace function pg_internal.may_commit() returns boolean language plpgsql volatile as $$
begin
  if pg_internal.setting('redshift.handled') = '' then
    return true;
  end if;
  perform pg_catalog.set_config('redshift.commit_is_due', 'on', true);
  return false;
end $$;
create or replace function pg_internal.commit_is_due() returns boolean language sql volatile as
$$ select pg_internal.setting('redshift.handled') = '' and pg_internal.setting('redshift.commit_is_due') = 'on' $$;

-- A transaction that the client began is deferrable, which means nothing else here: see Commands.begin. One that began in
-- the procedure has a setting.
create or replace function pg_internal.autocommits() returns boolean language sql volatile as $$
  select case when pg_catalog.current_setting('transaction_deferrable') = 'on'
                or pg_internal.setting('redshift.transaction') = 'on' then false
              else pg_internal.may_commit() end
$$;

-- The arguments of a procedure as PostgreSQL tells them apart. Redshift's are those that go in; last ones that go out have a
-- default here, because a CALL leaves them away. An argument may be a type, or a name and a type.
create or replace function pg_internal.argument_type(argument text) returns text language plpgsql stable as $$
begin
  return argument::regtype::oid;
exception when others then
  begin
    return pg_catalog.regexp_replace(argument, '^[^ ]+ +', '')::regtype::oid;
  exception when others then
    return '?';
  end;
end $$;
create or replace function pg_internal.procedure_arguments(name text, inputs text[]) returns text language sql stable as $$
  select (select coalesce(pg_catalog.string_agg(pg_catalog.format_type(t, null), ', ' order by n), '')
            from pg_catalog.unnest(p.proargtypes) with ordinality as u (t, n))
    from pg_catalog.pg_proc p
    join pg_catalog.pg_namespace s on s.oid = p.pronamespace
   cross join pg_catalog.parse_ident(name) as parts
   cross join lateral (select pg_catalog.string_agg(pg_internal.argument_type(i), ' ' order by n)
                         from pg_catalog.unnest(inputs) with ordinality as u (i, n)) as wanted (types)
   cross join lateral (select pg_catalog.string_agg(t::text, ' ' order by n)
                         from pg_catalog.unnest(p.proargtypes) with ordinality as u (t, n)
                        where n <= p.pronargs - p.pronargdefaults) as going_in (types)
   where p.prokind = 'p' and p.proname = parts[pg_catalog.cardinality(parts)]
     and case when pg_catalog.cardinality(parts) > 1 then s.nspname = parts[pg_catalog.cardinality(parts) - 1]
              else pg_catalog.pg_function_is_visible(p.oid) end
     and (coalesce(going_in.types, '') = coalesce(wanted.types, '') or p.proargtypes::text = wanted.types)
   order by p.proargtypes::text = wanted.types
   limit 1
$$;

-- A question to the endpoint: it sees the notice, and answers in a file, because a session that runs a statement reads
-- nothing that is sent to it. The file tells what it answers.
create or replace function pg_internal.ask(kind text, sql text, told jsonb, patience interval) returns jsonb
language plpgsql volatile security definer
set client_min_messages = notice set search_path = pg_catalog as $$
declare
  request text := pg_catalog.md5(pg_catalog.clock_timestamp()::text || pg_catalog.random()::text);
  file text := 'warehouse_dynamic_' || pg_catalog.pg_backend_pid();
  deadline timestamptz := pg_catalog.clock_timestamp() + patience;
  nap double precision := 0.0003;
  answer jsonb;
begin
  raise notice using errcode = kind, message = sql, detail = request, hint = coalesce(told::text, '');
  loop
    answer := pg_catalog.pg_read_file(file, 0, 1000000000, true)::jsonb;
    if answer ->> 'request' = request then
      return answer;
    end if;
    if pg_catalog.clock_timestamp() > deadline then
      raise exception using message = 'the text of EXECUTE was not translated in time';
    end if;
    perform pg_catalog.pg_sleep(nap);
    nap := least(nap * 1.01, 0.01);
  end loop;
end $$;

create or replace function pg_internal.raise_if_refused(answer jsonb) returns void language plpgsql volatile as $$
begin
  if answer ->> 'error' is not null and answer ->> 'detail' is null then
    raise exception using errcode = answer ->> 'state', message = answer ->> 'error', hint = coalesce(answer ->> 'hint', '');
  elsif answer ->> 'error' is not null then
    raise exception using errcode = answer ->> 'state', message = answer ->> 'error', detail = answer ->> 'detail',
      hint = coalesce(answer ->> 'hint', '');
  end if;
end $$;

-- The text of an EXECUTE, in PostgreSQL's SQL. Where it computes with columns, the first answer is a question: of what
-- types they are. Their tables may be this transaction's own.
create or replace function pg_internal.columns_of(names jsonb) returns jsonb language sql stable as $$
  select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(n, a.attname, a.atttypid::bigint, a.atttypmod)
                                       order by a.attrelid, a.attnum), '[]')
    from pg_catalog.jsonb_array_elements_text(names) as t(n)
    join pg_catalog.pg_attribute a on a.attrelid = pg_catalog.to_regclass(n)
   where a.attnum > 0 and not a.attisdropped
$$;
create or replace function pg_internal.dynamic(sql text) returns text language plpgsql volatile as $$
declare
  answer jsonb;
begin
  perform pg_catalog.set_config('redshift.dynamic_commits', '', false);
  if sql is null or pg_internal.setting('redshift.dynamic') = 'off' then
    return sql;
  end if;
  answer := pg_internal.ask('WHDYN', sql, null, interval '30 seconds');
  if answer -> 'columns_of' is not null then
    answer := pg_internal.ask('WHDYN', sql, pg_internal.columns_of(answer -> 'columns_of'), interval '30 seconds');
  end if;
  perform pg_internal.raise_if_refused(answer);
  if answer ->> 'commits' = 'true' then
    perform pg_catalog.set_config('redshift.dynamic_commits', 'on', false);
  end if;
  return answer ->> 'sql';
end $$;
create or replace function pg_internal.dynamic_commits() returns boolean language sql volatile as
$$ select pg_internal.setting('redshift.dynamic_commits') = 'on' $$;

-- COPY and UNLOAD in a procedure. The endpoint executes them, as it does any other; what it needs of the session it has done
-- here: each of its answers is the next thing to do. Rows come and go by a file. Those of a COPY are read when they are all
-- good; those of an UNLOAD are a temporary table before, so that its query runs with the rights of who calls.
create or replace function pg_internal.load_file(t regclass, columns text[], query bigint) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  loaded bigint;
begin
  execute pg_catalog.format('copy %s (%s) from %L (format binary)', t,
    (select pg_catalog.string_agg(pg_catalog.quote_ident(c), ', ' order by n)
       from pg_catalog.unnest(columns) with ordinality as u (c, n)),
    pg_catalog.current_setting('data_directory') || '/warehouse_copy_' || query);
  get diagnostics loaded = row_count;
  return loaded;
end $$;
-- What is executed is the endpoint's, and stands in its answer: no argument can make the superuser write a file.
create or replace function pg_internal.unload_file() returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  execute pg_catalog.pg_read_file('warehouse_dynamic_' || pg_catalog.pg_backend_pid())::jsonb ->> 'unload';
end $$;
create or replace function pg_internal.result_columns(t regclass) returns jsonb language sql stable as $$
  select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array('', a.attname,
      (case when y.typtype = 'd' then y.typbasetype else y.oid end)::bigint,
      case when y.typtype = 'd' then y.typtypmod else a.atttypmod end) order by a.attnum)
    from pg_catalog.pg_attribute a join pg_catalog.pg_type y on y.oid = a.atttypid
   where a.attrelid = t and a.attnum > 0
$$;
create or replace function pg_internal.run_here(sql text) returns void language plpgsql volatile as $$
declare
  told jsonb;
  answer jsonb;
  message text;
begin
  if pg_internal.setting('redshift.dynamic') = 'off' then
    raise feature_not_supported using message = 'COPY and UNLOAD in a procedure are not executed on a PostgreSQL of others',
      hint = 'run it before or behind the CALL, or on LocalRedshift.temporary()';
  end if;
  loop
    answer := pg_internal.ask('WHRUN', sql, told, null);
    if answer -> 'query' is not null then
      execute 'select coalesce(pg_catalog.jsonb_agg(q::text), ''[]'') from (' || (answer ->> 'query') || ') as q' into told;
    elsif answer -> 'command' is not null then
      execute answer ->> 'command';
      told := '[]';
    elsif answer -> 'columns_of' is not null then
      told := pg_internal.columns_of(answer -> 'columns_of');
    elsif answer -> 'result' is not null then
      execute pg_catalog.format('create temp table %I as %s', answer ->> 'table', answer ->> 'result');
      told := pg_internal.result_columns(('pg_temp.' || (answer ->> 'table'))::regclass);
    elsif answer -> 'unload' is not null then
      perform pg_internal.unload_file();
      told := '[]';
    elsif answer -> 'load' is not null then
      told := pg_catalog.to_jsonb(pg_internal.load_file((answer ->> 'load')::regclass,
        array(select pg_catalog.jsonb_array_elements_text(answer -> 'columns')), (answer ->> 'id')::bigint));
    else
      exit;
    end if;
  end loop;
  perform pg_internal.raise_if_refused(answer);
  for message in select pg_catalog.jsonb_array_elements_text(answer -> 'notices') loop
    raise info '%', message;
  end loop;
  if answer ->> 'table' is not null then
    execute pg_catalog.format('drop table pg_temp.%I', answer ->> 'table');
  end if;
  perform pg_catalog.set_config('redshift.last_' || (answer ->> 'what') || '_id', answer ->> 'id', false),
    pg_catalog.set_config('redshift.last_' || (answer ->> 'what') || '_count', answer ->> 'rows', false),
    pg_catalog.set_config('redshift.traces', (coalesce(nullif(pg_internal.setting('redshift.traces'), ''), '[]')::jsonb
      || (answer -> 'traces'))::text, true);
end $$;
