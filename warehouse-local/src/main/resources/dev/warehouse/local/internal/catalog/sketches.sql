-- HyperLogLog. Run behind functions.sql, under the same rules.
--
-- A sketch is what Redshift prints of one: {"version":1,"logm":15,"sparse":{"indices":[…],"values":[…]}}. Each value has a
-- place, by the last 15 bits of its hash, and a rank, one more than the zeros that the others begin with; a place keeps its
-- greatest rank. The hash is PostgreSQL's: sketches of Redshift and of this one are not to be mixed.

do $$ begin
  if to_regtype('pg_catalog.hllsketch') is null then
    create domain pg_catalog.hllsketch as json;
  end if;
end $$;

-- A place and a rank as one number.
create or replace function pg_internal.hll_rank(value anyelement) returns integer language sql immutable as $$
  select ((h & 32767) * 64 + case when h >> 15 & 562949953421311 = 0 then 50
            else 49 - pg_catalog.floor(pg_catalog.log(2, (h >> 15 & 562949953421311)::numeric))::integer end)::integer
    from pg_catalog.hashtextextended($1::text, 0) h
$$;
create or replace function pg_internal.hll_step(state integer[], value anyelement) returns integer[]
language plpgsql immutable as $$
begin
  return case when value is null then state else pg_catalog.array_append(state, pg_internal.hll_rank(value)) end;
end $$;

create or replace function pg_internal.hll_sketch(ranks integer[]) returns hllsketch language sql immutable as $$
  select pg_internal.text_json(pg_catalog.format('{"version":1,"logm":15,"sparse":{"indices":[%s],"values":[%s]}}',
           pg_catalog.string_agg(place::text, ',' order by place), pg_catalog.string_agg(rank::text, ',' order by place)))
         ::hllsketch
    from (select r / 64 as place, max(r % 64) as rank from pg_catalog.unnest($1) r group by 1) places
$$;
create or replace function pg_internal.hll_ranks(hllsketch) returns integer[] language sql immutable as $$
  select coalesce(pg_catalog.array_agg(place::integer * 64 + rank::integer), '{}')
    from rows from (pg_catalog.json_array_elements_text($1 -> 'sparse' -> 'indices'),
                    pg_catalog.json_array_elements_text($1 -> 'sparse' -> 'values')) as p (place, rank)
$$;
-- The estimate of Flajolet and others, with linear counting while few places are taken.
create or replace function pg_internal.hll_estimate(ranks integer[]) returns bigint language sql immutable as $$
  select pg_catalog.round((case when raw <= 2.5 * 32768 and empty > 0 then 32768 * pg_catalog.ln(32768.0::float8 / empty)
                                else raw end)::numeric)::bigint
    from (select 32768 - pg_catalog.count(*) as empty,
                 0.7213 / (1 + 1.079 / 32768) * 32768.0::float8 * 32768
                   / (32768 - pg_catalog.count(*) + coalesce(sum(pg_catalog.power(2::float8, -rank)), 0)) as raw
            from (select r / 64 as place, max(r % 64) as rank from pg_catalog.unnest($1) r group by 1) places) estimates
$$;
create or replace function pg_internal.hll_merge(state integer[], sketch hllsketch) returns integer[]
language sql immutable as $$
  select case when $2 is null then $1 else $1 || pg_internal.hll_ranks($2) end
$$;

create or replace aggregate pg_catalog.hll(anyelement) (
  sfunc = pg_internal.hll_step, stype = integer[], initcond = '{}', finalfunc = pg_internal.hll_estimate);
create or replace aggregate pg_catalog.hll_create_sketch(anyelement) (
  sfunc = pg_internal.hll_step, stype = integer[], initcond = '{}', finalfunc = pg_internal.hll_sketch);
create or replace aggregate pg_catalog.hll_combine(hllsketch) (
  sfunc = pg_internal.hll_merge, stype = integer[], initcond = '{}', finalfunc = pg_internal.hll_sketch);
create or replace function pg_catalog.hll_cardinality(hllsketch) returns bigint language sql immutable strict as
$$ select pg_internal.hll_estimate(pg_internal.hll_ranks($1)) $$;
create or replace function pg_catalog.hll_combine_sketches(hllsketch, hllsketch) returns hllsketch language sql immutable as $$
  select case when $1 is null then $2 when $2 is null then $1
              else pg_internal.hll_sketch(pg_internal.hll_ranks($1) || pg_internal.hll_ranks($2)) end
$$;
