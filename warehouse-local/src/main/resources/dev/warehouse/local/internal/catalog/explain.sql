-- EXPLAIN in Redshift's words: PostgreSQL's plan, with the nodes that Redshift has, its names for them, and how the rows of
-- a join would travel, by the declared distributions. Costs and rows are PostgreSQL's. Run behind catalog.sql, under the
-- same rules.

-- The tables below a node: the alias, the distribution, its key.
create or replace function pg_internal.plan_tables(node jsonb) returns table (alias text, diststyle text, distkey text)
language sql stable as $$
  with recursive nodes (node) as (
    select $1
    union all
    select child from nodes, pg_catalog.jsonb_array_elements(nodes.node -> 'Plans') child)
  select n.node ->> 'Alias', coalesce(nullif(d.diststyle, 'AUTO'), 'ALL'), d.distkey
    from nodes n
    left join pg_internal.table_design d
      on d.table_oid = pg_catalog.to_regclass(pg_catalog.format('%I.%I', n.node ->> 'Schema', n.node ->> 'Relation Name'))
   where n.node ? 'Relation Name'
$$;

-- A small table without a declared distribution is on all nodes, as SVV_TABLE_INFO tells of it.
create or replace function pg_internal.plan_distribution(outer_side jsonb, inner_side jsonb, condition text) returns text
language plpgsql stable as $$
declare
  by_outer_key boolean;
  by_inner_key boolean;
begin
  if not exists (select from pg_internal.plan_tables(inner_side) t where t.diststyle <> 'ALL') then
    return 'DS_DIST_ALL_NONE';
  elsif not exists (select from pg_internal.plan_tables(outer_side) t where t.diststyle <> 'ALL') then
    return 'DS_DIST_ALL_INNER';
  elsif condition is null then
    return 'DS_BCAST_INNER';
  end if;
  by_outer_key := exists (select from pg_internal.plan_tables(outer_side) t where t.diststyle = 'KEY'
    and pg_catalog.strpos(condition, pg_catalog.format('%I.%I', t.alias, t.distkey)) > 0);
  by_inner_key := exists (select from pg_internal.plan_tables(inner_side) t where t.diststyle = 'KEY'
    and pg_catalog.strpos(condition, pg_catalog.format('%I.%I', t.alias, t.distkey)) > 0);
  return case when by_outer_key and by_inner_key then 'DS_DIST_NONE' when by_outer_key then 'DS_DIST_INNER'
    when by_inner_key then 'DS_DIST_OUTER' when (inner_side ->> 'Plan Rows')::float8 <= (outer_side ->> 'Plan Rows')::float8
    then 'DS_BCAST_INNER' else 'DS_DIST_BOTH' end;
end $$;

-- The tables of one side of a join by the name of the side.
create or replace function pg_internal.plan_condition(condition text, side jsonb, name text) returns text
language plpgsql stable as $$
declare
  t record;
begin
  for t in select * from pg_internal.plan_tables(side) loop
    condition := pg_catalog.replace(condition, '(' || pg_catalog.quote_ident(t.alias) || '.', '("' || name || '".');
    condition := pg_catalog.replace(condition, ' ' || pg_catalog.quote_ident(t.alias) || '.', ' "' || name || '".');
  end loop;
  return condition;
end $$;

create or replace function pg_internal.plan_lines(node jsonb, depth integer, leads boolean) returns setof text language plpgsql stable as $$
declare
  type text := node ->> 'Node Type';
  children jsonb := coalesce(node -> 'Plans', '[]');
  child jsonb;
  outer_side jsonb;
  inner_side jsonb;
  name text;
  costs text := pg_catalog.format('  (cost=%s..%s rows=%s width=%s)', node ->> 'Startup Cost', node ->> 'Total Cost',
                                  node ->> 'Plan Rows', node ->> 'Plan Width');
  arrow text := case when depth = 0 then '' else pg_catalog.repeat(' ', depth * 6 - 4) || '->  ' end;
  margin text := pg_catalog.repeat(' ', depth * 6 + 2);
  condition text := coalesce(node ->> 'Hash Cond', node ->> 'Merge Cond');
  kind text := case node ->> 'Join Type' when 'Left' then 'Left ' when 'Right' then 'Right ' when 'Full' then 'Full '
    when 'Semi' then 'IN ' when 'Anti' then 'NOT IN ' else '' end;
  keys text;
begin
  -- what Redshift has not stands for what is below it
  if type in ('ModifyTable', 'LockRows', 'Gather', 'Gather Merge', 'Materialize', 'Memoize', 'ProjectSet')
     and pg_catalog.jsonb_array_length(children) > 0 then
    for child in select * from pg_catalog.jsonb_array_elements(children) loop
      return query select pg_internal.plan_lines(child, depth, leads);
    end loop;
    return;
  end if;
  if type in ('Sort', 'Incremental Sort') then
    -- the nodes sort what they have, the leader merges
    keys := (select pg_catalog.string_agg(k, ', ') from pg_catalog.jsonb_array_elements_text(node -> 'Sort Key') k);
    if leads then
      return next arrow || 'XN Merge' || costs;
      return next margin || 'Merge Key: ' || keys;
      return next pg_catalog.repeat(' ', depth * 6 + 2) || '->  XN Network' || costs;
      return next pg_catalog.repeat(' ', depth * 6 + 8) || 'Send to leader';
      depth := depth + 2;
      arrow := pg_catalog.repeat(' ', depth * 6 - 4) || '->  ';
      margin := pg_catalog.repeat(' ', depth * 6 + 2);
    end if;
    return next arrow || 'XN Sort' || costs;
    return next margin || 'Sort Key: ' || keys;
  else
    name := case type
      when 'Seq Scan' then 'XN Seq Scan' when 'Index Scan' then 'XN Seq Scan' when 'Index Only Scan' then 'XN Seq Scan'
      when 'Bitmap Heap Scan' then 'XN Seq Scan'
      when 'Hash Join' then 'XN Hash ' || kind || 'Join'
      when 'Merge Join' then 'XN Merge ' || kind || 'Join'
      when 'Nested Loop' then 'XN Nested Loop ' || kind
      when 'Aggregate' then case node ->> 'Strategy' when 'Hashed' then 'XN HashAggregate' when 'Mixed' then 'XN HashAggregate'
                            when 'Sorted' then 'XN GroupAggregate' else 'XN Aggregate' end
      when 'WindowAgg' then 'XN Window' when 'SetOp' then 'XN SetOp ' || coalesce(node ->> 'Command', '')
      when 'Result' then 'Result' when 'Function Scan' then 'Function Scan' else 'XN ' || type end;
    name := pg_catalog.rtrim(name);
    if type in ('Hash Join', 'Merge Join', 'Nested Loop') then
      select c into outer_side from pg_catalog.jsonb_array_elements(children) c where c ->> 'Parent Relationship' = 'Outer';
      select c into inner_side from pg_catalog.jsonb_array_elements(children) c where c ->> 'Parent Relationship' = 'Inner';
      name := name || ' ' || pg_internal.plan_distribution(outer_side, inner_side, condition);
    elsif node ? 'Relation Name' then
      name := name || ' on ' || pg_catalog.quote_ident(node ->> 'Relation Name')
        || case when node ->> 'Alias' <> node ->> 'Relation Name' then ' ' || pg_catalog.quote_ident(node ->> 'Alias') else '' end;
    elsif node ? 'Alias' and type = 'Subquery Scan' then
      name := name || ' ' || pg_catalog.quote_ident(node ->> 'Alias');
    end if;
    return next arrow || name || costs;
  end if;
  if condition is not null then
    return next margin || case type when 'Hash Join' then 'Hash Cond: ' else 'Merge Cond: ' end
      || pg_internal.plan_condition(
           pg_internal.plan_condition(condition, outer_side, 'outer'), inner_side, 'inner');
  end if;
  if node ? 'Join Filter' then
    return next margin || 'Join Filter: ' || (node ->> 'Join Filter');
  end if;
  if node ? 'Filter' or node ? 'Index Cond' then
    return next margin || 'Filter: ' || pg_catalog.replace(pg_catalog.concat_ws(' AND ', node ->> 'Index Cond',
      node ->> 'Filter'), coalesce(pg_catalog.quote_ident(node ->> 'Alias') || '.', '?.'), '');
  end if;
  if type <> 'Bitmap Heap Scan' then
    for child in select * from pg_catalog.jsonb_array_elements(children) loop
      if child ? 'Subplan Name' then
        return next margin || (child ->> 'Subplan Name');
      end if;
      return query select pg_internal.plan_lines(child, depth + 1, leads and type = 'Limit');
    end loop;
  end if;
end $$;

-- Plans that Redshift makes too: no memory of a loop's inner side, no sort of what is half sorted, no merge without sort keys.
create or replace function pg_internal.explain(query text) returns table ("QUERY PLAN" text) language plpgsql volatile
set enable_memoize = off set enable_incremental_sort = off set enable_material = off set enable_mergejoin = off
set max_parallel_workers_per_gather = 0 as $$
declare
  plan json;
begin
  begin
    execute 'explain (format json, verbose) ' || query into plan;
  exception when others then
    -- without the place in a text that the client has not written
    raise exception using errcode = sqlstate, message = sqlerrm;
  end;
  return query select pg_internal.plan_lines(plan::jsonb -> 0 -> 'Plan', 0, true);
end $$;
