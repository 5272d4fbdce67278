-- Window functions in forms that PostgreSQL has not. Run behind functions.sql, under the same rules.

-- PERCENTILE_DISC … DESC with OVER: as functions.sql does it in ascending order, with types of its own, so that the
-- aggregate has the name that Redshift gives the column.
do $$
declare
  t text;
begin
  foreach t in array array['smallint', 'integer', 'bigint', 'numeric', 'real', 'float8', 'text', 'date', 'timestamp',
      'timestamptz', 'time', 'boolean'] loop
    if pg_catalog.to_regtype('pg_internal.descending_share_of_' || t) is null then
      execute pg_catalog.format('create type pg_internal.descending_share_of_%s as (value %1$s, share double precision)', t);
    end if;
    execute pg_catalog.format($f$
      create or replace function pg_internal.with_descending_share(%1$s, double precision)
      returns pg_internal.descending_share_of_%1$s language sql immutable as
      $b$ select row($1, $2)::pg_internal.descending_share_of_%1$s $b$;
      create or replace function pg_internal.percentile_disc(pg_internal.descending_share_of_%1$s[]) returns %1$s
      language sql stable as $b$
        select percentile_disc(($1[1]).share) within group (order by e.value desc) from pg_catalog.unnest($1) as e $b$;
      create or replace aggregate pg_internal.percentile_disc(pg_internal.descending_share_of_%1$s) (
        sfunc = pg_internal.median_step, stype = pg_internal.descending_share_of_%1$s[], initcond = '{}',
        finalfunc = pg_internal.percentile_disc) $f$, t);
  end loop;
end $$;
