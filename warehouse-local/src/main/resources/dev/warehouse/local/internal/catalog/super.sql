-- SUPER: how it is navigated, cast, compared and taken apart. Run behind functions.sql, under the same rules.
--
-- SUPER is a domain over json, so that its text keeps its order and its digits. Casts, operators and the order of values
-- belong to json, because PostgreSQL looks through a domain. Everything is lax, as in Redshift: a wrong path, a wrong type
-- and a comparison of different types give NULL.

-- json and text are kept alike, so these only change the type; the second does not check.
create or replace function pg_internal.json_text(json) returns text language internal immutable strict parallel safe
as 'xmltotext';
create or replace function pg_internal.text_json(text) returns json language internal immutable strict parallel safe
as 'xmltotext';

-- navigation ---------------------------------------------------------------------------------------------------------

-- Written so that the planner inlines them: each argument stands once. JSON's null is NULL.
create or replace function pg_internal.super_get(json, key text) returns super language sql immutable parallel safe as
$$ select pg_internal.text_json(nullif(pg_internal.json_text($1 -> $2), 'null'))::super $$;
-- Places that are negative count from the end in PostgreSQL, and lead nowhere in Redshift.
create or replace function pg_internal.super_get(json, place integer) returns super language sql immutable parallel safe as $$
  select pg_internal.text_json(nullif(pg_internal.json_text(
    $1 -> case when $2 < 0 then 2147483647 else $2 end), 'null'))::super
$$;
-- A key in double quotes keeps its case if the session is told so.
create or replace function pg_internal.super_get(json, folded text, exact text) returns super language sql stable as $$
  select pg_internal.super_get($1, case when 'on' in (
    pg_internal.parameter('enable_case_sensitive_identifier'),
    pg_internal.parameter('enable_case_sensitive_super_attribute')) then $3 else $2 end)
$$;

create or replace function pg_internal.parameter(name text) returns text language sql stable as $$
  select case when pg_catalog.lower(pg_catalog.current_setting('redshift.' || $1, true)) in ('on', 'true', 't', 'yes', '1')
    then 'on' else 'off' end
$$;

-- FROM t, t.c AS x AT i: the elements of an array; nothing else has any.
create or replace function pg_internal.unnest(json, out value super, out place bigint) returns setof record
language sql immutable as $$
  select element::super, ordinality - 1
    from pg_catalog.json_array_elements(case when pg_catalog.json_typeof($1) = 'array' then $1 end)
         with ordinality as e (element, ordinality)
$$;
-- FROM t, UNPIVOT t.c AS v AT k: the attributes of an object.
create or replace function pg_internal.unpivot(json, out value super, out key varchar) returns setof record
language sql immutable as $$
  select e.value::super, e.key::varchar
    from pg_catalog.json_each(case when pg_catalog.json_typeof($1) = 'object' then $1 end) as e
$$;

-- casts --------------------------------------------------------------------------------------------------------------

-- A scalar as text; NULL for null, arrays and objects.
create or replace function pg_internal.super_scalar(value json) returns text
language plpgsql immutable strict parallel safe as $$
begin
  return case when pg_catalog.json_typeof(value) in ('string', 'number', 'boolean') then value #>> '{}' end;
end $$;
create or replace function pg_internal.super_number(value json) returns numeric
language plpgsql immutable strict parallel safe as $$
begin
  return case when pg_catalog.json_typeof(value) = 'number' or pg_catalog.json_typeof(value) = 'string'
    and pg_catalog.pg_input_is_valid(value #>> '{}', 'numeric') then value #>> '{}' end;
end $$;
create or replace function pg_internal.only_number(value json) returns numeric
language plpgsql immutable strict parallel safe as $$
begin
  return case when pg_catalog.json_typeof(value) = 'number' then value #>> '{}' end;
end $$;
create or replace function pg_internal.only_text(value json) returns text
language plpgsql immutable strict parallel safe as $$
begin
  return case when pg_catalog.json_typeof(value) = 'string' then value #>> '{}' end;
end $$;
create or replace function pg_internal.only_boolean(value json) returns boolean
language plpgsql immutable strict parallel safe as $$
begin
  return case when pg_catalog.json_typeof(value) = 'boolean' then value #>> '{}' end;
end $$;
create or replace function pg_internal.number_within(value numeric, most numeric) returns numeric
language plpgsql immutable strict parallel safe as $$
begin
  return case when pg_catalog.round(value) between -most - 1 and most then value end;
end $$;
create or replace function pg_internal.super_to_varchar(json) returns varchar language sql immutable strict parallel safe as
$$ select pg_internal.super_scalar($1)::varchar $$;
create or replace function pg_internal.super_to_char(json) returns char language sql immutable strict parallel safe as
$$ select pg_internal.super_scalar($1)::bpchar $$;
create or replace function pg_internal.super_to_boolean(value json) returns boolean
language plpgsql immutable strict parallel safe as $$
begin
  return case when pg_catalog.json_typeof(value) in ('string', 'boolean')
    and value #>> '{}' ~* '^(t|true|y|yes|1|f|false|n|no|0)$' then value #>> '{}' end;
end $$;
do $$
declare
  t text;
begin
  -- numbers that do not fit are NULL, as all that cannot be cast
  foreach t in array array['smallint:32767', 'integer:2147483647', 'bigint:9223372036854775807'] loop
    execute pg_catalog.format('create or replace function pg_internal.super_to_%1$s(json) returns %1$s language sql '
      'immutable strict parallel safe as $b$ select pg_internal.number_within(pg_internal.super_number($1), %2$s)::%1$s $b$',
      pg_catalog.split_part(t, ':', 1), pg_catalog.split_part(t, ':', 2));
  end loop;
  foreach t in array array['real', 'float8'] loop
    execute pg_catalog.format('create or replace function pg_internal.super_to_%1$s(json) returns %1$s language sql '
      'immutable strict parallel safe as $b$ select pg_internal.super_number($1)::%1$s $b$', t);
  end loop;
  foreach t in array array['date', 'timestamp', 'timestamptz', 'time', 'timetz'] loop
    execute pg_catalog.format('create or replace function pg_internal.super_to_%1$s(json) returns %1$s language sql '
      'stable strict as $b$ select case when pg_catalog.json_typeof($1) = ''string'' and '
      'pg_catalog.pg_input_is_valid($1 #>> ''{}'', ''%1$s'') then ($1 #>> ''{}'')::%1$s end $b$', t);
  end loop;
  foreach t in array array['smallint', 'integer', 'bigint', 'numeric', 'real', 'float8', 'boolean', 'varchar', 'text',
      'date', 'timestamp', 'timestamptz', 'time'] loop
    execute pg_catalog.format('create or replace function pg_internal.to_super(%s) returns json language sql %s strict '
      'as $b$ select pg_catalog.to_json($1) $b$', t, case when t = 'timestamptz' then 'stable' else 'immutable' end);
  end loop;
end $$;

do $$
declare
  pair text;
begin
  foreach pair in array array['smallint:super_to_smallint', 'integer:super_to_integer', 'bigint:super_to_bigint',
      'numeric:super_number', 'real:super_to_real', 'float8:super_to_float8', 'boolean:super_to_boolean',
      'varchar:super_to_varchar', 'bpchar:super_to_char', 'text:super_scalar', 'date:super_to_date',
      'timestamp:super_to_timestamp', 'timestamptz:super_to_timestamptz', 'time:super_to_time', 'timetz:super_to_timetz']
  loop
    if not exists (select from pg_catalog.pg_cast where castsource = 'json'::regtype
        and casttarget = pg_catalog.split_part(pair, ':', 1)::regtype) then
      execute pg_catalog.format('create cast (json as %s) with function pg_internal.%s(json) as assignment',
        pg_catalog.split_part(pair, ':', 1), pg_catalog.split_part(pair, ':', 2));
    end if;
  end loop;
  foreach pair in array array['smallint', 'integer', 'bigint', 'numeric', 'real', 'float8', 'boolean', 'varchar', 'text',
      'date', 'timestamp', 'timestamptz', 'time'] loop
    if not exists (select from pg_catalog.pg_cast where casttarget = 'json'::regtype and castsource = pair::regtype) then
      execute pg_catalog.format('create cast (%s as json) with function pg_internal.to_super(%1$s) as assignment', pair);
    end if;
  end loop;
end $$;

-- comparisons and arithmetic -----------------------------------------------------------------------------------------

create or replace function pg_internal.super_rank(json) returns integer language sql immutable strict parallel safe as $$
  select case pg_catalog.json_typeof($1) when 'null' then 0 when 'boolean' then 1 when 'number' then 2 when 'string' then 3
    when 'array' then 4 else 5 end
$$;
-- The order of all values: boolean, number, string, array, object.
create or replace function pg_internal.super_compare(a json, b json) returns integer
language plpgsql immutable strict parallel safe as $$
declare
  rank integer := pg_internal.super_rank(a);
  other integer := pg_internal.super_rank(b);
begin
  if rank <> other then
    return pg_catalog.sign((rank - other)::float8)::integer;
  end if;
  return case rank
    when 0 then 0
    when 1 then (a #>> '{}')::boolean::integer - (b #>> '{}')::boolean::integer
    when 2 then pg_catalog.sign((a #>> '{}')::numeric - (b #>> '{}')::numeric)::integer
    when 3 then pg_catalog.bttextcmp((a #>> '{}') collate "C", (b #>> '{}') collate "C")
    else pg_catalog.jsonb_cmp(a::jsonb, b::jsonb) end;
end $$;

do $$
declare
  names text[] := array['lt', 'le', 'eq', 'ne', 'ge', 'gt'];
  signs text[] := array['<', '<=', '=', '<>', '>=', '>'];
  mirror text[] := array['>', '>=', '=', '<>', '<=', '<'];
  negation text[] := array['>=', '>', '<>', '=', '<', '<='];
  t text;
  kind text;
  other text;
begin
  for i in 1 .. 6 loop
    execute pg_catalog.format('create or replace function pg_internal.super_%s(json, json) returns boolean language sql '
      'immutable strict parallel safe as $b$ select case when pg_internal.super_rank($1) = pg_internal.super_rank($2) and '
      'pg_internal.super_rank($1) > 0 then pg_internal.super_compare($1, $2) %s 0 end $b$', names[i], signs[i]);
    if not exists (select from pg_catalog.pg_operator where oprname = signs[i] and oprleft = 'json'::regtype
        and oprright = 'json'::regtype and oprcode <> 0) then
      execute pg_catalog.format('create operator pg_catalog.%s (leftarg = json, rightarg = json, function = '
        'pg_internal.super_%s, commutator = operator(pg_catalog.%s), negator = operator(pg_catalog.%s)%s)', signs[i],
        names[i], mirror[i], negation[i], case when signs[i] = '=' then ', merges' else '' end);
    end if;
    foreach t in array array['integer', 'bigint', 'numeric', 'double precision', 'text', 'boolean'] loop
      kind := case t when 'text' then 'text' when 'boolean' then 'boolean' else 'number' end;
      other := case when kind = 'number' then '%s::numeric' when kind = 'text' then '%s collate "C"' else '%s' end;
      execute pg_catalog.format('create or replace function pg_internal.super_%s(json, %s) returns boolean language sql '
        'immutable strict as $b$ select pg_internal.only_%s($1) %s %s $b$', names[i], t, kind, signs[i],
        pg_catalog.format(other, '$2'));
      execute pg_catalog.format('create or replace function pg_internal.super_%s(%s, json) returns boolean language sql '
        'immutable strict as $b$ select %s %s pg_internal.only_%s($2) $b$', names[i], t, pg_catalog.format(other, '$1'),
        signs[i], kind);
      if not exists (select from pg_catalog.pg_operator where oprname = signs[i] and oprleft = 'json'::regtype
          and oprright = t::regtype) then
        execute pg_catalog.format('create operator pg_catalog.%s (leftarg = json, rightarg = %s, function = '
          'pg_internal.super_%s)', signs[i], t, names[i]);
        execute pg_catalog.format('create operator pg_catalog.%s (leftarg = %s, rightarg = json, function = '
          'pg_internal.super_%s)', signs[i], t, names[i]);
      end if;
    end loop;
  end loop;
  if not exists (select from pg_catalog.pg_opclass where opcname = 'super_ops') then
    create operator class pg_catalog.super_ops default for type json using btree as
      operator 1 pg_catalog.<, operator 2 pg_catalog.<=, operator 3 pg_catalog.=, operator 4 pg_catalog.>=,
      operator 5 pg_catalog.>, function 1 pg_internal.super_compare(json, json);
  end if;
end $$;

-- Numbers only; the result of two integers is an integer.
create or replace function pg_internal.super_calculate(operator text, a json, b json) returns super
language plpgsql immutable strict as $$
declare
  x numeric;
  y numeric;
  whole boolean;
begin
  if operator = '+' and pg_catalog.json_typeof(a) = 'string' and pg_catalog.json_typeof(b) = 'string' then
    return pg_catalog.to_json((a #>> '{}') || (b #>> '{}'))::super;
  elsif pg_catalog.json_typeof(a) <> 'number' or pg_catalog.json_typeof(b) <> 'number' then
    return null;
  end if;
  x := a #>> '{}';
  y := b #>> '{}';
  whole := pg_catalog.scale(x) = 0 and pg_catalog.scale(y) = 0;
  x := case operator when '+' then x + y when '-' then x - y when '*' then x * y when '%' then x % y else x / y end;
  return pg_catalog.to_json(case when whole then pg_catalog.trunc(x) else x end)::super;
end $$;
do $$
declare
  sign text;
  name text;
  t text;
begin
  foreach sign in array array['+', '-', '*', '/', '%'] loop
    name := 'super_' || case sign when '+' then 'plus' when '-' then 'minus' when '*' then 'times' when '/' then 'over'
      else 'modulo' end;
    foreach t in array array['json', 'integer', 'bigint', 'numeric', 'double precision'] loop
      execute pg_catalog.format('create or replace function pg_internal.%1$s(json, %2$s) returns super language sql '
        'immutable strict as $b$ select pg_internal.super_calculate(%3$L, $1, $2::json) $b$', name, t, sign);
      if not exists (select from pg_catalog.pg_operator where oprname = sign and oprleft = 'json'::regtype
          and oprright = t::regtype) then
        execute pg_catalog.format('create operator pg_catalog.%s (leftarg = json, rightarg = %s, function = '
          'pg_internal.%s)', sign, t, name);
      end if;
      if t <> 'json' then
        execute pg_catalog.format('create or replace function pg_internal.%1$s(%2$s, json) returns super language sql '
          'immutable strict as $b$ select pg_internal.super_calculate(%3$L, $1::json, $2) $b$', name, t, sign);
        if not exists (select from pg_catalog.pg_operator where oprname = sign and oprright = 'json'::regtype
            and oprleft = t::regtype) then
          execute pg_catalog.format('create operator pg_catalog.%s (leftarg = %s, rightarg = json, function = '
            'pg_internal.%s)', sign, t, name);
        end if;
      end if;
    end loop;
  end loop;
end $$;

-- functions ----------------------------------------------------------------------------------------------------------

do $$
declare
  test text[];
begin
  foreach test slice 1 in array array[
      ['is_array', 'pg_catalog.json_typeof($1) = ''array'''],
      ['is_object', 'pg_catalog.json_typeof($1) = ''object'''],
      ['is_scalar', 'pg_catalog.json_typeof($1) in (''string'', ''number'', ''boolean'')'],
      ['is_varchar', 'pg_catalog.json_typeof($1) = ''string'''],
      ['is_char', 'pg_catalog.json_typeof($1) = ''string'''],
      ['is_boolean', 'pg_catalog.json_typeof($1) = ''boolean'''],
      ['is_smallint', 'pg_internal.is_whole($1, 32767)'],
      ['is_integer', 'pg_internal.is_whole($1, 2147483647)'],
      ['is_bigint', 'pg_internal.is_whole($1, 9223372036854775807)'],
      ['is_decimal', 'pg_catalog.json_typeof($1) = ''number'' and pg_internal.json_text($1) !~ ''[eE]'''],
      ['is_float', 'pg_catalog.json_typeof($1) = ''number''']] loop
    execute pg_catalog.format('create or replace function pg_catalog.%s(super) returns boolean language sql immutable '
      'as $b$ select %s $b$', test[1], test[2]);
  end loop;
end $$;
create or replace function pg_internal.is_whole(json, most numeric) returns boolean language sql immutable as $$
  select case when pg_catalog.json_typeof($1) <> 'number' then false
    else pg_catalog.scale(($1 #>> '{}')::numeric) = 0 and ($1 #>> '{}')::numeric between -$2 - 1 and $2 end
$$;
create or replace function pg_catalog.get_array_length(super) returns bigint language sql immutable as
$$ select case when pg_catalog.json_typeof($1) = 'array' then pg_catalog.json_array_length($1) end $$;
create or replace function pg_internal.json_of_elements(text[]) returns super language sql immutable as
$$ select pg_internal.text_json('[' || pg_catalog.array_to_string($1, ',') || ']')::super $$;
create or replace function pg_internal.elements(json) returns setof text language sql immutable as $$
  select pg_internal.json_text(value) from pg_catalog.json_array_elements(
    case when pg_catalog.json_typeof($1) = 'array' then $1 end)
$$;
-- ARRAY(…) and OBJECT(…); their arguments are put together by PostgreSQL's functions, which take any type.
create or replace function pg_catalog."array"(json) returns super language sql immutable as
$$ select pg_internal.text_json(pg_internal.compact_json(pg_internal.json_text($1)))::super $$;
create or replace function pg_catalog."object"(json) returns super language sql immutable as
$$ select pg_internal.text_json(pg_internal.compact_json(pg_internal.json_text($1)))::super $$;
create or replace function pg_catalog.array_concat(super, super) returns super language sql immutable as $$
  select case when pg_catalog.json_typeof($1) = 'array' and pg_catalog.json_typeof($2) = 'array' then
    pg_internal.json_of_elements(array(select pg_internal.elements($1)) || array(select pg_internal.elements($2))) end
$$;
create or replace function pg_catalog.array_flatten(super) returns super language sql immutable as $$
  select case when pg_catalog.json_typeof($1) = 'array' then pg_internal.json_of_elements(array(
    select part from pg_catalog.json_array_elements($1) with ordinality as e (value, place),
      lateral (select pg_internal.elements(value) as part where pg_catalog.json_typeof(value) = 'array'
               union all select pg_internal.json_text(value) where pg_catalog.json_typeof(value) <> 'array') as parts
     order by place)) end
$$;
create or replace function pg_catalog.subarray(super, start integer, length integer) returns super
language sql immutable as $$
  select case when pg_catalog.json_typeof($1) = 'array' and $2 >= 0 and $3 >= 0 then
    pg_internal.json_of_elements((array(select pg_internal.elements($1)))[$2 + 1 : $2 + $3]) end
$$;
create or replace function pg_catalog.subarray(super, start integer) returns super language sql immutable as $$
  select pg_catalog.subarray($1, $2, greatest(pg_catalog.get_array_length($1)::integer - $2, 0))
$$;
create or replace function pg_catalog.split_to_array(text, delimiter text default ',') returns super
language sql immutable as $$
  select pg_internal.json_of_elements(array(select pg_internal.json_text(pg_catalog.to_json(part))
    from pg_catalog.unnest(pg_catalog.string_to_array($1, $2)) with ordinality as p (part, place) order by place))
   where $1 is not null
$$;

-- OBJECT_TRANSFORM: paths are names in double quotes with points between them. The order of the names stays.
create or replace function pg_internal.path_of(text) returns text[] language sql immutable as $$
  select pg_catalog.array_agg(pg_catalog.replace(part[1], '""', '"'))
    from pg_catalog.regexp_matches($1, '"((?:[^"]|"")+)"', 'g') as part
$$;
create or replace function pg_internal.object_keep(value json, paths json) returns text language plpgsql immutable as $$
declare
  kept text;
begin
  if pg_catalog.json_typeof(value) <> 'object' then
    return null;
  end if;
  select pg_catalog.string_agg(pg_internal.json_text(pg_catalog.to_json(e.key)) || ':' || e.part, ',' order by e.place)
    into kept
    from (select m.key, m.place, case
            when exists (select from pg_catalog.json_array_elements(paths) p
                          where p ->> 0 = m.key and pg_catalog.json_array_length(p) = 1)
            then pg_internal.json_text(m.value)
            else pg_internal.object_keep(m.value, (
              select pg_catalog.json_agg((select pg_catalog.json_agg(n.name order by n.place)
                       from pg_catalog.json_array_elements_text(p) with ordinality as n (name, place) where n.place > 1))
                from pg_catalog.json_array_elements(paths) p where p ->> 0 = m.key)) end as part
            from pg_catalog.json_each(value) with ordinality as m (key, value, place)
           where exists (select from pg_catalog.json_array_elements(paths) p where p ->> 0 = m.key)) as e
   where e.part is not null;
  return '{' || coalesce(kept, '') || '}';
end $$;
create or replace function pg_internal.object_set(value json, path text[], new json) returns text
language plpgsql immutable as $$
declare
  members text;
  given json := case when pg_catalog.json_typeof(value) = 'object' then value end;
  part text;
begin
  if pg_catalog.cardinality(path) = 0 then
    return pg_internal.json_text(new);
  end if;
  part := pg_internal.json_text(pg_catalog.to_json(path[1])) || ':'
    || pg_internal.object_set(given -> path[1], path[2:], new);
  select pg_catalog.string_agg(case when m.key = path[1] then part
           else pg_internal.json_text(pg_catalog.to_json(m.key)) || ':' || pg_internal.json_text(m.value) end, ','
           order by m.place)
    into members from pg_catalog.json_each(given) with ordinality as m (key, value, place);
  if given -> path[1] is null then
    members := pg_catalog.concat_ws(',', members, part);
  end if;
  return '{' || members || '}';
end $$;
create or replace function pg_internal.object_transform(value super, keep text[], assignments json) returns super
language plpgsql immutable as $$
declare
  result json := value;
begin
  if pg_catalog.json_typeof(value) is distinct from 'object' then
    return value;
  end if;
  if keep is not null then
    result := pg_internal.text_json(pg_internal.object_keep(value,
      (select pg_catalog.json_agg(pg_internal.path_of(path)) from pg_catalog.unnest(keep) as path)));
  end if;
  for i in 0 .. coalesce(pg_catalog.json_array_length(assignments), 0) / 2 - 1 loop
    result := pg_internal.text_json(pg_internal.object_set(result, pg_internal.path_of(assignments ->> (2 * i)),
      assignments -> (2 * i + 1)));
  end loop;
  return pg_internal.text_json(pg_internal.compact_json(pg_internal.json_text(result)))::super;
end $$;

-- How many bytes Redshift keeps a value in is not documented.
create or replace function pg_catalog.size(super) returns integer language plpgsql immutable as $$
begin
  raise feature_not_supported using
    message = 'the local Redshift does not know how many bytes Redshift needs for a SUPER',
    hint = 'for a measure of its own: OCTET_LENGTH(JSON_SERIALIZE(value))';
end $$;
