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

-- The text of an EXECUTE, in PostgreSQL's SQL. The endpoint translates it: it sees the notice, and answers in a file, because
-- a session that runs a statement reads nothing that is sent to it. The file tells what it answers. Where the text computes
-- with columns, the first answer is a question: of what types they are. Their tables may be this transaction's own.
create or replace function pg_internal.columns_of(names jsonb) returns jsonb language sql stable as $$
  select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(n, a.attname, a.atttypid::bigint, a.atttypmod)
                                       order by a.attrelid, a.attnum), '[]')
    from pg_catalog.jsonb_array_elements_text(names) as t(n)
    join pg_catalog.pg_attribute a on a.attrelid = pg_catalog.to_regclass(n)
   where a.attnum > 0 and not a.attisdropped
$$;
create or replace function pg_internal.translation(sql text, columns jsonb) returns jsonb
language plpgsql volatile security definer
set client_min_messages = notice set search_path = pg_catalog as $$
declare
  request text := pg_catalog.md5(pg_catalog.clock_timestamp()::text || pg_catalog.random()::text);
  file text := 'warehouse_dynamic_' || pg_catalog.pg_backend_pid();
  deadline timestamptz := pg_catalog.clock_timestamp() + interval '30 seconds';
  answer jsonb;
begin
  raise notice using errcode = 'WHDYN', message = sql, detail = request, hint = coalesce(columns::text, '');
  loop
    answer := pg_catalog.pg_read_file(file, 0, 1000000000, true)::jsonb;
    if answer ->> 'request' = request then
      return answer;
    end if;
    if pg_catalog.clock_timestamp() > deadline then
      raise exception using message = 'the text of EXECUTE was not translated within 30 seconds';
    end if;
    perform pg_catalog.pg_sleep(0.0003);
  end loop;
end $$;
create or replace function pg_internal.dynamic(sql text) returns text language plpgsql volatile as $$
declare
  answer jsonb;
begin
  perform pg_catalog.set_config('redshift.dynamic_commits', '', false);
  if sql is null or pg_internal.setting('redshift.dynamic') = 'off' then
    return sql;
  end if;
  answer := pg_internal.translation(sql, null);
  if answer -> 'columns_of' is not null then
    answer := pg_internal.translation(sql, pg_internal.columns_of(answer -> 'columns_of'));
  end if;
  if answer ->> 'error' is not null then
    raise exception using errcode = answer ->> 'state', message = answer ->> 'error', hint = answer ->> 'hint';
  end if;
  if answer ->> 'commits' = 'true' then
    perform pg_catalog.set_config('redshift.dynamic_commits', 'on', false);
  end if;
  return answer ->> 'sql';
end $$;
create or replace function pg_internal.dynamic_commits() returns boolean language sql volatile as
$$ select pg_internal.setting('redshift.dynamic_commits') = 'on' $$;
