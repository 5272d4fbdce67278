-- What PostgreSQL 15 lacks of 16: run behind the others, where it is missing.

create or replace function pg_internal.json_kind(x text) returns text language plpgsql immutable as $$
begin
  return pg_catalog.json_typeof(pg_catalog.json_in(pg_catalog.textout(x)));
exception when invalid_text_representation or untranslatable_character then
  return null;
end $$;

create or replace function pg_internal.has_unique_keys(x json) returns boolean language plpgsql immutable as $$
begin
  case pg_catalog.json_typeof(x)
    when 'object' then
      return (select pg_catalog.count(*) = pg_catalog.count(distinct e.key)
                     and coalesce(pg_catalog.bool_and(pg_internal.has_unique_keys(e.value)), true)
                from pg_catalog.json_each(x) e);
    when 'array' then
      return (select coalesce(pg_catalog.bool_and(pg_internal.has_unique_keys(e.value)), true)
                from pg_catalog.json_array_elements(x) e);
    else
      return true;
  end case;
end $$;

create or replace function pg_catalog.is_valid_json(text) returns boolean language sql immutable as
$$ select case when $1 is not null then coalesce(pg_internal.json_kind($1) = 'object', false) end $$;
create or replace function pg_catalog.is_valid_json_array(text) returns boolean language sql immutable as
$$ select case when $1 is not null then coalesce(pg_internal.json_kind($1) = 'array', false) end $$;
create or replace function pg_catalog.can_json_parse(text) returns boolean language sql immutable as
$$ select case when $1 is not null then pg_internal.json_kind($1) is not null end $$;

create or replace function pg_internal.json_of(x text, null_if_invalid boolean) returns json
language plpgsql immutable as $$
begin
  if x is null or pg_internal.json_kind(x) is not null then
    return pg_catalog.json_in(pg_catalog.textout(x));
  elsif null_if_invalid then
    return null;
  end if;
  raise internal_error using message = 'JSON parsing error', detail = pg_catalog.format('invalid json: %s',
    pg_catalog.left(x, 200)), hint = 'pass true as the last argument to get NULL for text that is no JSON';
end $$;

create or replace function pg_catalog.json_array_length(text, null_if_invalid boolean default false) returns integer
language sql immutable as $$
  select case when $2 and pg_internal.json_kind($1) is distinct from 'array' then null
    else pg_catalog.json_array_length(pg_internal.json_of($1, $2)) end
$$;

create or replace function pg_catalog.json_parse(text) returns super language plpgsql stable as $$
declare
  parsed json := pg_internal.json_of($1, false);
begin
  if $1 is not null and not pg_internal.has_unique_keys(parsed) then
    if pg_internal.parameter('json_parse_dedup_attributes') = 'off' then
      raise internal_error using message = 'JSON parsing error', detail = 'an object has an attribute twice',
        hint = 'set json_parse_dedup_attributes to true to keep the last of them';
    end if;
    parsed := parsed::jsonb::json;
  end if;
  return pg_internal.text_json(pg_internal.compact_json(pg_internal.json_text(parsed)))::super;
end $$;

create or replace function pg_internal.first_of_two(anyelement, anyelement) returns anyelement
language sql immutable strict parallel safe as $$ select $1 $$;
create or replace aggregate pg_catalog.any_value(anyelement) (
  sfunc = pg_internal.first_of_two, stype = anyelement, combinefunc = pg_internal.first_of_two, parallel = safe);

create or replace function pg_catalog.pg_input_is_valid(value text, type text) returns boolean language plpgsql stable as $$
begin
  execute pg_catalog.format('select %L::%s', value, type);
  return true;
exception when data_exception or datetime_field_overflow then
  return false;
end $$;
