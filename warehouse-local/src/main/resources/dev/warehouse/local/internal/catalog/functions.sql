-- Redshift's functions that PostgreSQL has not, or has with another result. Run behind catalog.sql, under the same rules:
-- as the superuser, again to the same effect, and without backslashes.
--
-- PostgreSQL looks into pg_catalog before every other schema, so they are made there. A built-in function of the same
-- signature cannot be replaced: PostgreSQL calls built-in functions by their number, whatever the catalogue says of them,
-- and views that it brings along expect their types. It moves to pg_internal with its number, and Redshift's takes over
-- the name.
--
-- Functions in SQL with a constant date part are inlined by the planner, and all but one of their branches fold away:
-- that is why they are written as one CASE, are not STRICT, and are no more volatile than they must be.
--
-- A text form beside the form for timestamps is for literals: PostgreSQL prefers text for a literal without a type, where
-- it would otherwise choose the timestamp with a time zone.

update pg_catalog.pg_proc set pronamespace = 'pg_internal'::regnamespace
 where pronamespace = 'pg_catalog'::regnamespace and oid < 16384 and oid::regprocedure::text in (
   'avg(smallint)', 'avg(integer)', 'avg(bigint)', 'avg(numeric)', 'sum(bigint)', 'sum(real)', 'to_date(text,text)',
   'to_timestamp(text,text)',
   'regexp_replace(text,text,text)', 'regexp_replace(text,text,text,integer)', 'regexp_substr(text,text)',
   'regexp_substr(text,text,integer)', 'regexp_substr(text,text,integer,integer)',
   'regexp_substr(text,text,integer,integer,text)', 'regexp_count(text,text,integer,text)',
   'regexp_instr(text,text,integer,integer,integer,text)');

-- date and time: parts ------------------------------------------------------------------------------------------------

create or replace function pg_internal.no_such_part(part text) returns bigint language plpgsql immutable as $$
begin
  raise feature_not_supported using message = pg_catalog.format('date part "%s" is not supported here', part);
end $$;

-- The functions behind EXTRACT (INTEGER; in pg_internal under the name that Redshift gives the column) and DATE_PART
-- (DOUBLE PRECISION). Milliseconds and microseconds are those of the second alone; a decade begins with its year 0.
do $$
declare
  t text;
  x text;
  volatility text;
begin
  foreach t in array array['timestamp', 'timestamptz', 'date', 'time', 'timetz', 'interval', 'text'] loop
    x := case when t in ('date', 'text') then '$2::timestamp' else '$2' end;
    volatility := case when t in ('timestamptz', 'text') then 'stable' else 'immutable' end;
    execute pg_catalog.format($f$
      create or replace function pg_internal.date_part(part text, x %1$s) returns %3$s language sql %4$s as $b$
        select case $1 when 'decade' then pg_catalog.floor(pg_catalog.date_part('year', %2$s) / 10)::integer + 1
          when 'milliseconds' then pg_catalog.floor(pg_catalog.date_part('milliseconds', %2$s))::integer %% 1000
          when 'microseconds' then pg_catalog.date_part('microseconds', %2$s)::integer %% 1000000
          else pg_catalog.floor(pg_catalog.date_part($1, %2$s))::integer end::%3$s $b$;
      create or replace function pg_internal.date_part(x %1$s) returns bigint language sql %4$s as $b$
        select pg_catalog.floor(pg_catalog.date_part('epoch', %5$s))::bigint $b$;
      create or replace function pg_catalog.pgdate_part(part text, x %1$s) returns double precision
      language sql %4$s as $b$
        select case $1 when 'decade' then pg_catalog.floor(pg_catalog.date_part('year', %2$s) / 10) + 1
          when 'milliseconds' then pg_catalog.floor(pg_catalog.date_part('milliseconds', %2$s))::integer %% 1000
          when 'microseconds' then pg_catalog.date_part('microseconds', %2$s)::integer %% 1000000
          else pg_catalog.date_part($1, %2$s) end $b$ $f$,
      t, x, case when t = 'timestamptz' then 'double precision' else 'integer' end, volatility,
      case when t in ('date', 'text') then '$1::timestamp' else '$1' end);
  end loop;
end $$;

create or replace function pg_catalog.date_part_year(date) returns integer language sql immutable as
$$ select pg_catalog.date_part('year', $1)::integer $$;

create or replace function pg_catalog.date_trunc(text, date) returns timestamp language sql immutable as
$$ select pg_catalog.date_trunc($1, $2::timestamp) $$;
create or replace function pg_catalog.date_trunc(text, text) returns timestamp language sql stable as
$$ select pg_catalog.date_trunc($1, $2::timestamp) $$;

-- date and time: DATEADD, DATEDIFF (under the names that Redshift gives their columns) --------------------------------

-- A year after 29 February is 1 March, unless that year has one; twelve months after it is 28 February.
do $$
declare
  t text;
  years text := 'case when pg_catalog.date_part(''month'', $3) = 2 and pg_catalog.date_part(''day'', $3) = 29 '
    'and pg_catalog.date_part(''day'', $3 + pg_catalog.make_interval(years => ($2 * %s)::integer)) = 28 '
    'then $3 + pg_catalog.make_interval(years => ($2 * %1$s)::integer, days => 1) '
    'else $3 + pg_catalog.make_interval(years => ($2 * %1$s)::integer) end';
  clock text := 'when ''hour'' then $3 + $2::double precision * interval ''1 hour'' '
    'when ''minute'' then $3 + $2::double precision * interval ''1 minute'' '
    'when ''second'' then $3 + $2::double precision * interval ''1 second'' '
    'when ''milliseconds'' then $3 + $2::double precision * interval ''1 millisecond'' '
    'when ''microseconds'' then $3 + $2::double precision * interval ''1 microsecond'' ';
begin
  foreach t in array array['timestamp', 'timestamptz'] loop
    execute pg_catalog.format($f$
      create or replace function pg_catalog.date_add(part text, n bigint, x %1$s) returns %1$s language sql %2$s as $b$
        select case $1 when 'day' then $3 + pg_catalog.make_interval(days => $2::integer)
          when 'month' then $3 + pg_catalog.make_interval(months => $2::integer)
          when 'week' then $3 + pg_catalog.make_interval(weeks => $2::integer)
          when 'quarter' then $3 + pg_catalog.make_interval(months => ($2 * 3)::integer)
          when 'year' then %3$s when 'decade' then %4$s when 'century' then %5$s when 'millennium' then %6$s
          when 'dow' then $3 + pg_catalog.make_interval(days => $2::integer)
          when 'doy' then $3 + pg_catalog.make_interval(days => $2::integer)
          when 'epoch' then $3 + $2::double precision * interval '1 second'
          %7$s
          else $3 + pg_internal.no_such_part($1) * interval '1 day' end $b$ $f$,
      t, case t when 'timestamp' then 'immutable' else 'stable' end, pg_catalog.format(years, 1),
      pg_catalog.format(years, 10), pg_catalog.format(years, 100), pg_catalog.format(years, 1000), clock);
  end loop;
  foreach t in array array['time', 'timetz'] loop
    execute pg_catalog.format($f$
      create or replace function pg_catalog.date_add(part text, n bigint, x %1$s) returns %1$s language sql immutable as
      $b$ select case $1 %2$s else $3 + pg_internal.no_such_part($1) * interval '1 day' end $b$ $f$, t, clock);
  end loop;
end $$;
create or replace function pg_catalog.date_add(part text, n bigint, x date) returns timestamp language sql immutable as
$$ select pg_catalog.date_add($1, $2, $3::timestamp) $$;
create or replace function pg_catalog.date_add(part text, n bigint, x text) returns timestamp language sql stable as
$$ select pg_catalog.date_add($1, $2, $3::timestamp) $$;

-- Counts the boundaries between the two. A week begins on Monday, as for DATE_TRUNC.
create or replace function pg_catalog.date_diff(part text, a timestamp, b timestamp) returns bigint
language sql immutable as $$
  select case $1 when 'day' then ($3::date - $2::date)::bigint
    when 'month' then ((pg_catalog.date_part('year', $3) - pg_catalog.date_part('year', $2)) * 12
      + pg_catalog.date_part('month', $3) - pg_catalog.date_part('month', $2))::bigint
    when 'year' then (pg_catalog.date_part('year', $3) - pg_catalog.date_part('year', $2))::bigint
    when 'quarter' then ((pg_catalog.date_part('year', $3) - pg_catalog.date_part('year', $2)) * 4
      + pg_catalog.date_part('quarter', $3) - pg_catalog.date_part('quarter', $2))::bigint
    when 'week' then ((pg_catalog.date_trunc('week', $3)::date - pg_catalog.date_trunc('week', $2)::date) / 7)::bigint
    when 'hour' then (pg_catalog.floor(pg_catalog.date_part('epoch', $3) / 3600)
      - pg_catalog.floor(pg_catalog.date_part('epoch', $2) / 3600))::bigint
    when 'minute' then (pg_catalog.floor(pg_catalog.date_part('epoch', $3) / 60)
      - pg_catalog.floor(pg_catalog.date_part('epoch', $2) / 60))::bigint
    when 'second' then (pg_catalog.floor(pg_catalog.date_part('epoch', $3))
      - pg_catalog.floor(pg_catalog.date_part('epoch', $2)))::bigint
    when 'epoch' then (pg_catalog.floor(pg_catalog.date_part('epoch', $3))
      - pg_catalog.floor(pg_catalog.date_part('epoch', $2)))::bigint
    when 'milliseconds' then (pg_catalog.floor(extract(epoch from $3) * 1000)
      - pg_catalog.floor(extract(epoch from $2) * 1000))::bigint
    when 'microseconds' then (extract(epoch from $3) * 1000000 - extract(epoch from $2) * 1000000)::bigint
    when 'dow' then ($3::date - $2::date)::bigint
    when 'doy' then ($3::date - $2::date)::bigint
    when 'decade' then (pg_catalog.floor(pg_catalog.date_part('year', $3) / 10)
      - pg_catalog.floor(pg_catalog.date_part('year', $2) / 10))::bigint
    when 'century' then (pg_catalog.date_part('century', $3) - pg_catalog.date_part('century', $2))::bigint
    when 'millennium' then (pg_catalog.date_part('millennium', $3) - pg_catalog.date_part('millennium', $2))::bigint
    else pg_internal.no_such_part($1) end
$$;
create or replace function pg_catalog.date_diff(part text, a date, b date) returns bigint language sql immutable as
$$ select pg_catalog.date_diff($1, $2::timestamp, $3::timestamp) $$;
create or replace function pg_catalog.date_diff(part text, a timestamptz, b timestamptz) returns bigint
language sql stable as $$ select pg_catalog.date_diff($1, $2::timestamp, $3::timestamp) $$;
create or replace function pg_catalog.date_diff(part text, a text, b text) returns bigint language sql stable as
$$ select pg_catalog.date_diff($1, $2::timestamp, $3::timestamp) $$;
create or replace function pg_catalog.date_diff(part text, a text, b timestamp) returns bigint language sql stable as
$$ select pg_catalog.date_diff($1, $2::timestamp, $3) $$;
create or replace function pg_catalog.date_diff(part text, a timestamp, b text) returns bigint language sql stable as
$$ select pg_catalog.date_diff($1, $2, $3::timestamp) $$;
create or replace function pg_catalog.date_diff(part text, a time, b time) returns bigint language sql immutable as
$$ select pg_catalog.date_diff($1, timestamp '2000-01-01' + $2::interval, timestamp '2000-01-01' + $3::interval) $$;

-- date and time: the others ------------------------------------------------------------------------------------------

-- The last day of a month stays the last day.
create or replace function pg_catalog.add_months(x timestamp, n bigint) returns timestamp language sql immutable as $$
  select case when $1::date = (pg_catalog.date_trunc('month', $1) + interval '1 month - 1 day')::date
    then pg_catalog.date_trunc('month', $1) + pg_catalog.make_interval(months => $2::integer + 1) - interval '1 day'
      + ($1 - pg_catalog.date_trunc('day', $1))
    else $1 + pg_catalog.make_interval(months => $2::integer) end
$$;

create or replace function pg_catalog.last_day(x timestamp) returns date language sql immutable as
$$ select (pg_catalog.date_trunc('month', $1) + interval '1 month - 1 day')::date $$;

create or replace function pg_catalog.next_day(x timestamp, day text) returns date
language plpgsql immutable strict as $$
declare
  wanted integer := pg_catalog.array_position(
    array['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'], pg_catalog.lower(pg_catalog.left(day, 2))) - 1;
begin
  if wanted is null then
    raise invalid_parameter_value using message = pg_catalog.format('"%s" is no day of the week', day);
  end if;
  return x::date + 1 + (wanted - pg_catalog.date_part('dow', x::date + 1)::integer + 7) % 7;
end $$;

-- Whole months between the same days, and between last days; otherwise a month has 31 days.
create or replace function pg_catalog.months_between(a timestamp, b timestamp) returns double precision
language sql immutable as $$
  select (pg_catalog.date_part('year', $1) - pg_catalog.date_part('year', $2)) * 12
    + pg_catalog.date_part('month', $1) - pg_catalog.date_part('month', $2)
    + case when pg_catalog.date_part('day', $1) = pg_catalog.date_part('day', $2)
             or $1::date = pg_catalog.last_day($1) and $2::date = pg_catalog.last_day($2) then 0
           else (pg_catalog.date_part('epoch', $1 - pg_catalog.date_trunc('month', $1))
                 - pg_catalog.date_part('epoch', $2 - pg_catalog.date_trunc('month', $2))) / (31 * 86400) end
$$;

create or replace function pg_catalog.convert_timezone(target text, x timestamp) returns timestamp
language sql stable as $$ select $2 at time zone 'UTC' at time zone $1 $$;
create or replace function pg_catalog.convert_timezone(target text, x timestamptz) returns timestamp
language sql stable as $$ select $2 at time zone $1 $$;
create or replace function pg_catalog.convert_timezone(source text, target text, x timestamp) returns timestamp
language sql stable as $$ select $3 at time zone $1 at time zone $2 $$;

create or replace function pg_catalog.trunc(x timestamp) returns date language sql immutable as $$ select $1::date $$;
create or replace function pg_catalog.trunc(x timestamptz) returns date language sql stable as $$ select $1::date $$;

-- A day behind the end of a month rolls over into the next. Only the failing case pays for it.
-- Which digits are the day, the format alone does not tell simply: they are those that make the text valid as a 28.
create or replace function pg_internal.roll_over(x text, format text, failure text) returns timestamptz
language plpgsql stable as $$
declare
  day text;
begin
  for place in 1 .. pg_catalog.length(x) - 1 loop
    day := pg_catalog.substr(x, place, 2);
    if day in ('29', '30', '31') then
      begin
        return pg_internal.to_timestamp(overlay(x placing '28' from place), format)
          + pg_catalog.make_interval(days => day::integer - 28);
      exception when datetime_field_overflow then
        null;
      end;
    end if;
  end loop;
  raise datetime_field_overflow using message = failure;
end $$;

create or replace function pg_catalog.to_timestamp(text, text) returns timestamptz language plpgsql stable strict as $$
begin
  return pg_internal.to_timestamp($1, $2);
exception when datetime_field_overflow then
  return pg_internal.roll_over($1, $2, sqlerrm);
end $$;
create or replace function pg_catalog.to_date(text, text) returns date language plpgsql stable strict as $$
begin
  return pg_internal.to_date($1, $2);
exception when datetime_field_overflow then
  return pg_internal.roll_over($1, $2, sqlerrm)::date;
end $$;
create or replace function pg_catalog.to_date(text, text, is_strict boolean) returns date language sql stable as
$$ select case when $3 then pg_internal.to_date($1, $2) else pg_catalog.to_date($1, $2) end $$;
create or replace function pg_catalog.to_timestamp(text, text, is_strict boolean) returns timestamptz
language sql stable as
$$ select case when $3 then pg_internal.to_timestamp($1, $2) else pg_catalog.to_timestamp($1, $2) end $$;

-- strings ------------------------------------------------------------------------------------------------------------

create or replace function pg_catalog.len(text) returns integer language sql immutable as
$$ select pg_catalog.length($1) $$;
create or replace function pg_catalog.len(bytea) returns integer language sql immutable as
$$ select pg_catalog.length($1) $$;
create or replace function pg_catalog.textlen(text) returns integer language sql immutable as
$$ select pg_catalog.length($1) $$;
create or replace function pg_catalog.charindex(wanted text, string text) returns integer language sql immutable as
$$ select pg_catalog.strpos($2, $1) $$;
create or replace function pg_catalog.replicate(text, integer) returns text language sql immutable as
$$ select pg_catalog.repeat($1, $2) $$;

-- CONCAT takes two arguments and is NULL if one is. PostgreSQL's own, for any number, stays for tools that ask its
-- catalogue.
create or replace function pg_catalog.concat(text, text) returns text language sql immutable as $$ select $1 || $2 $$;
create or replace function pg_catalog.concat(text, anynonarray) returns text language sql stable as
$$ select $1 || $2::text $$;
create or replace function pg_catalog.concat(anynonarray, text) returns text language sql stable as
$$ select $1::text || $2 $$;

do $$ begin
  if to_regoperator('pg_catalog.+(text,text)') is null then
    create operator pg_catalog.+ (leftarg = text, rightarg = text, function = pg_catalog.textcat);
  end if;
end $$;

create or replace function pg_catalog.strtol(string text, base integer) returns bigint
language plpgsql immutable strict as $$
declare
  digits text := pg_catalog.lower(pg_catalog.btrim(string));
  negative boolean := pg_catalog.left(digits, 1) = '-';
  digit integer;
  value numeric := 0;
begin
  if base < 2 or base > 36 then
    raise invalid_parameter_value using message = pg_catalog.format('base %s is out of range: 2 to 36', base);
  end if;
  digits := pg_catalog.ltrim(digits, '+-');
  if base = 16 and pg_catalog.left(digits, 2) = '0x' then
    digits := pg_catalog.substr(digits, 3);
  end if;
  for i in 1 .. pg_catalog.length(digits) loop
    digit := pg_catalog.strpos('0123456789abcdefghijklmnopqrstuvwxyz', pg_catalog.substr(digits, i, 1)) - 1;
    if digit < 0 or digit >= base then
      raise invalid_parameter_value using message =
        pg_catalog.format('The input %s is not valid to be converted to base %s', string, base);
    end if;
    value := value * base + digit;
  end loop;
  return case when negative then -value else value end;
end $$;

create or replace function pg_catalog.octetindex(wanted text, string text) returns integer language sql immutable as
$$ select pg_catalog."position"(pg_catalog.convert_to($2, 'UTF8'), pg_catalog.convert_to($1, 'UTF8')) $$;

-- The blanks at the end of a text do not count where it is compared, sorted or grouped: the functions of CHAR(n), which
-- leave them out, serve text and VARCHAR too. They are the same in memory. LIKE and LEN still count them.
update pg_catalog.pg_operator set oprcode = replacement::regproc
  from (values ('=', 'bpchareq'), ('<>', 'bpcharne'), ('<', 'bpcharlt'), ('<=', 'bpcharle'), ('>', 'bpchargt'),
               ('>=', 'bpcharge')) as functions (name, replacement)
 where oprname = name and oprnamespace = 'pg_catalog'::regnamespace and oprleft = 'text'::regtype
   and oprright = 'text'::regtype;
update pg_catalog.pg_amproc set amproc = replacement::regproc
  from (values ('bttextcmp', 'bpcharcmp'), ('bttextsortsupport', 'bpchar_sortsupport'), ('hashtext', 'hashbpchar'),
               ('hashtextextended', 'hashbpcharextended')) as functions (name, replacement)
 where amproc = name::regproc and amproclefttype = 'text'::regtype and amprocrighttype = 'text'::regtype;

do $$ begin
  if pg_catalog.to_regcollation('pg_internal.case_insensitive') is null then
    create collation pg_internal.case_insensitive (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
  end if;
end $$;

-- regular expressions ------------------------------------------------------------------------------------------------

-- Redshift's flags that PostgreSQL takes: p (PCRE) is what its expressions are anyway, e is told by another argument.
create or replace function pg_internal.regexp_flags(text) returns text language sql immutable as
$$ select pg_catalog.translate($1, 'ep', '') $$;

create or replace function pg_catalog.regexp_replace(string text, pattern text, replacement text) returns text
language sql immutable as
$$ select pg_catalog.regexp_replace($1, $2, $3, 1, 0, '') $$;
create or replace function pg_catalog.regexp_replace(text, text) returns text language sql immutable as
$$ select pg_catalog.regexp_replace($1, $2, '', 1, 0, '') $$;
create or replace function pg_catalog.regexp_replace(string text, pattern text, replacement text, start integer)
returns text language sql immutable as
$$ select pg_catalog.regexp_replace($1, $2, $3, $4, 0, '') $$;
create or replace function pg_catalog.regexp_replace(text, text, text, integer, text) returns text
language sql immutable as
$$ select pg_catalog.regexp_replace($1, $2, $3, $4, 0, pg_internal.regexp_flags($5)) $$;

-- No match is the empty string.
create or replace function pg_catalog.regexp_substr(
  string text, pattern text, start integer, "N" integer, flags text) returns text
language sql immutable as $$
  select case when $1 is null or $2 is null or $3 is null or $4 is null or $5 is null then null
    else coalesce(pg_catalog.regexp_substr($1, $2, $3, $4, pg_internal.regexp_flags($5),
      case when pg_catalog.strpos($5, 'e') > 0 then 1 else 0 end), '') end
$$;
create or replace function pg_catalog.regexp_substr(string text, pattern text, start integer, "N" integer) returns text
language sql immutable as $$ select pg_catalog.regexp_substr($1, $2, $3, $4, 'c') $$;
create or replace function pg_catalog.regexp_substr(string text, pattern text, start integer) returns text
language sql immutable as
$$ select pg_catalog.regexp_substr($1, $2, $3, 1, 'c') $$;
create or replace function pg_catalog.regexp_substr(string text, pattern text) returns text language sql immutable as
$$ select pg_catalog.regexp_substr($1, $2, 1, 1, 'c') $$;

create or replace function pg_catalog.regexp_count(string text, pattern text, start integer, flags text)
returns integer language sql immutable as
$$ select pg_internal.regexp_count($1, $2, $3, pg_internal.regexp_flags($4)) $$;
create or replace function pg_catalog.regexp_instr(
  string text, pattern text, start integer, "N" integer, endoption integer, flags text) returns integer
language sql immutable as $$
  select pg_catalog.regexp_instr($1, $2, $3, $4, $5, pg_internal.regexp_flags($6),
    case when pg_catalog.strpos($6, 'e') > 0 then 1 else 0 end)
$$;

-- Functions of strings take numbers.
do $$
declare
  t text;
begin
  foreach t in array array['integer', 'bigint', 'numeric'] loop
    execute pg_catalog.format($f$
      create or replace function pg_catalog.len(%1$s) returns integer language sql immutable as
      $b$ select pg_catalog.length($1::text) $b$;
      create or replace function pg_catalog.substring(%1$s, integer, integer) returns text language sql immutable as
      $b$ select pg_catalog.substring($1::text, $2, $3) $b$;
      create or replace function pg_catalog.substring(%1$s, integer) returns text language sql immutable as
      $b$ select pg_catalog.substring($1::text, $2) $b$ $f$, t);
  end loop;
end $$;
do $$ begin
  if not exists (select from pg_catalog.pg_extension where extname = 'fuzzystrmatch') then
    create extension fuzzystrmatch schema pg_catalog;
  end if;
end $$;

-- numbers ------------------------------------------------------------------------------------------------------------

create or replace function pg_catalog.round(double precision, integer) returns double precision language sql immutable as
$$ select pg_catalog.round($1::numeric, $2)::double precision $$;
create or replace function pg_catalog.trunc(double precision, integer) returns double precision language sql immutable as
$$ select pg_catalog.trunc($1::numeric, $2)::double precision $$;

-- binary values ------------------------------------------------------------------------------------------------------

create or replace function pg_catalog.to_varbyte(text, format text) returns bytea language sql immutable as $$
  select case pg_catalog.lower($2) when 'hex' then pg_catalog.decode($1, 'hex') when 'base64' then
    pg_catalog.decode($1, 'base64') else pg_catalog.convert_to($1, 'UTF8') end
$$;
create or replace function pg_catalog.from_varbyte(bytea, format text) returns text language sql immutable as $$
  select case pg_catalog.lower($2) when 'hex' then pg_catalog.encode($1, 'hex') when 'base64' then
    pg_catalog.encode($1, 'base64') else pg_catalog.convert_from($1, 'UTF8') end
$$;
create or replace function pg_catalog.from_hex(text) returns bytea language sql immutable as
$$ select pg_catalog.decode($1, 'hex') $$;
create or replace function pg_catalog.to_hex(bytea) returns text language sql immutable as
$$ select pg_catalog.encode($1, 'hex') $$;

-- hashes -------------------------------------------------------------------------------------------------------------

do $$ begin
  if not exists (select from pg_catalog.pg_extension where extname = 'pgcrypto') then
    create extension pgcrypto schema pg_internal;
  end if;
end $$;

create or replace function pg_catalog.sha1(text) returns text language sql immutable as
$$ select pg_catalog.encode(pg_internal.digest($1, 'sha1'), 'hex') $$;
create or replace function pg_catalog.func_sha1(text) returns text language sql immutable as
$$ select pg_catalog.encode(pg_internal.digest($1, 'sha1'), 'hex') $$;
create or replace function pg_catalog.sha(text) returns text language sql immutable as
$$ select pg_catalog.encode(pg_internal.digest($1, 'sha1'), 'hex') $$;
create or replace function pg_catalog.sha2(text, bits integer) returns text language sql immutable as $$
  select case when $1 is null or $2 is null then null else case $2
    when 0 then pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to($1, 'UTF8')), 'hex')
    when 256 then pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to($1, 'UTF8')), 'hex')
    when 224 then pg_catalog.encode(pg_catalog.sha224(pg_catalog.convert_to($1, 'UTF8')), 'hex')
    when 384 then pg_catalog.encode(pg_catalog.sha384(pg_catalog.convert_to($1, 'UTF8')), 'hex')
    when 512 then pg_catalog.encode(pg_catalog.sha512(pg_catalog.convert_to($1, 'UTF8')), 'hex') else '' end end
$$;

-- The polynomial of CRC-32C, eight hexadecimal digits. PostgreSQL's own function of that name takes binary values.
create or replace function pg_catalog.crc32(text) returns text language sql immutable as
$$ select pg_catalog.lpad(pg_catalog.to_hex(pg_catalog.crc32c(pg_catalog.convert_to($1, 'UTF8'))), 8, '0') $$;

-- FNV-1a of 64 bits, in halves of 32, because a product of more than 64 bits is an error here. The prime is 2^40 + 435.
create or replace function pg_internal.fnv(value bytea, seed bigint, backwards boolean) returns bigint
language plpgsql immutable strict as $$
declare
  low bigint := seed & 4294967295;
  high bigint := (seed >> 32) & 4294967295;
  size integer := pg_catalog.length(value);
  product bigint;
begin
  for i in 0 .. size - 1 loop
    low := low # pg_catalog.get_byte(value, case when backwards then size - 1 - i else i end);
    product := low * 435;
    high := (high * 435 + (low << 8) + (product >> 32)) & 4294967295;
    low := product & 4294967295;
  end loop;
  return (high << 32) | low;
end $$;
create or replace function pg_catalog.fnv_hash(text, seed bigint default -3750763034362895579) returns bigint
language sql immutable as $$ select pg_internal.fnv(pg_catalog.convert_to($1, 'UTF8'), $2, false) $$;
create or replace function pg_catalog.fnv_hash(smallint, seed bigint default -3750763034362895579) returns bigint
language sql immutable as $$ select pg_internal.fnv(pg_catalog.int2send($1), $2, true) $$;
create or replace function pg_catalog.fnv_hash(integer, seed bigint default -3750763034362895579) returns bigint
language sql immutable as $$ select pg_internal.fnv(pg_catalog.int4send($1), $2, true) $$;
create or replace function pg_catalog.fnv_hash(bigint, seed bigint default -3750763034362895579) returns bigint
language sql immutable as $$ select pg_internal.fnv(pg_catalog.int8send($1), $2, true) $$;

-- JSON ---------------------------------------------------------------------------------------------------------------

create or replace function pg_catalog.is_valid_json(text) returns boolean language sql immutable as
$$ select $1 is json object $$;
create or replace function pg_catalog.is_valid_json_array(text) returns boolean language sql immutable as
$$ select $1 is json array $$;
create or replace function pg_catalog.can_json_parse(text) returns boolean language sql immutable as
$$ select $1 is json $$;

create or replace function pg_internal.json_of(x text, null_if_invalid boolean) returns json
language plpgsql immutable as $$
begin
  if x is null or x is json then
    return pg_catalog.json_in(pg_catalog.textout(x));
  elsif null_if_invalid then
    return null;
  end if;
  raise internal_error using message = 'JSON parsing error', detail = pg_catalog.format('invalid json: %s',
    pg_catalog.left(x, 200)), hint = 'pass true as the last argument to get NULL for text that is no JSON';
end $$;

create or replace function pg_catalog.json_extract_path_text(text, variadic path text[]) returns text
language sql immutable as
$$ select pg_catalog.json_extract_path_text(pg_internal.json_of($1, false), variadic $2) $$;
do $$
begin
  for n in 1 .. 5 loop
    execute pg_catalog.format(
      'create or replace function pg_catalog.json_extract_path_text(text, %s, null_if_invalid boolean) returns text '
      'language sql immutable as $b$ select pg_catalog.json_extract_path_text(pg_internal.json_of($1, $%s), %s) $b$',
      pg_catalog.array_to_string(pg_catalog.array_fill('text'::text, array[n]), ', '), n + 2,
      (select pg_catalog.string_agg('$' || i + 1, ', ' order by i) from pg_catalog.generate_series(1, n) i));
  end loop;
end $$;
create or replace function pg_catalog.json_extract_array_element_text(
  text, place integer, null_if_invalid boolean default false) returns text language sql immutable as
$$ select case when $2 >= 0 then pg_internal.json_of($1, $3) ->> $2 end $$;
create or replace function pg_catalog.json_array_length(text, null_if_invalid boolean default false) returns integer
language sql immutable as $$
  select case when $2 and not $1 is json array then null
    else pg_catalog.json_array_length(pg_internal.json_of($1, $2)) end
$$;

-- SUPER is kept without the blanks between its parts, in the order of its parts.
create or replace function pg_internal.compact_json(text) returns text language sql immutable as $$
  select case when $1 !~ '[[:space:]]' then $1 else pg_catalog.regexp_replace($1,
    '("([^"' || pg_catalog.repeat(pg_catalog.chr(92), 2) || ']|' || pg_catalog.repeat(pg_catalog.chr(92), 2)
      || '.)*")|[[:space:]]+', pg_catalog.chr(92) || '1', 1, 0, '') end
$$;
create or replace function pg_catalog.json_parse(text) returns super language plpgsql stable as $$
declare
  parsed json := pg_internal.json_of($1, false);
begin
  if $1 is not null and not $1 is json with unique keys then
    if pg_internal.parameter('json_parse_dedup_attributes') = 'off' then
      raise internal_error using message = 'JSON parsing error', detail = 'an object has an attribute twice',
        hint = 'set json_parse_dedup_attributes to true to keep the last of them';
    end if;
    parsed := parsed::jsonb::json;
  end if;
  return pg_internal.text_json(pg_internal.compact_json(pg_internal.json_text(parsed)))::super;
end $$;
create or replace function pg_internal.json_serialize(super) returns text language sql immutable as
$$ select pg_internal.compact_json(pg_internal.json_text($1)) $$;

-- Redshift takes a DEFAULT of nextval('…') though it has no sequences.
create or replace function pg_internal.no_sequence(name text) returns bigint language plpgsql volatile as $$
begin
  raise feature_not_supported using message = pg_catalog.format('there is no sequence "%s": Redshift has no sequences', name),
    hint = 'use an IDENTITY column';
end $$;

-- conversions --------------------------------------------------------------------------------------------------------

create or replace function pg_internal.to_smallint(boolean) returns smallint language sql immutable as
$$ select $1::integer::smallint $$;
create or replace function pg_internal.to_bigint(boolean) returns bigint language sql immutable as
$$ select $1::integer::bigint $$;
create or replace function pg_internal.to_boolean(smallint) returns boolean language sql immutable as $$ select $1 <> 0 $$;
create or replace function pg_internal.to_boolean(bigint) returns boolean language sql immutable as $$ select $1 <> 0 $$;
do $$
declare
  t text;
begin
  foreach t in array array['smallint', 'bigint'] loop
    if not exists (select from pg_catalog.pg_cast where castsource = 'boolean'::regtype and casttarget = t::regtype) then
      execute pg_catalog.format('create cast (boolean as %s) with function pg_internal.to_%1$s(boolean)', t);
      execute pg_catalog.format('create cast (%s as boolean) with function pg_internal.to_boolean(%1$s)', t);
    end if;
  end loop;
end $$;

-- a text to BOOLEAN: PostgreSQL reads on, off and the beginnings of the words too
create or replace function pg_internal.no_boolean(x text) returns boolean language plpgsql immutable parallel safe as $$
begin
  raise invalid_text_representation using message = pg_catalog.format('invalid input syntax for type boolean: "%s"', x);
end $$;
create or replace function pg_internal.to_boolean(x text) returns boolean language sql immutable parallel safe as $$
  select case when x is null then null
    when pg_catalog.lower(pg_catalog.btrim(x)) in ('t', 'true', 'y', 'yes', '1') then true
    when pg_catalog.lower(pg_catalog.btrim(x)) in ('f', 'false', 'n', 'no', '0') then false
    else pg_internal.no_boolean(x) end
$$;
create or replace function pg_internal.to_boolean(x bpchar) returns boolean language sql immutable parallel safe as
$$ select pg_internal.to_boolean(x::text) $$;
do $$
declare
  t text;
begin
  foreach t in array array['text', 'varchar', 'bpchar'] loop
    if not exists (select from pg_catalog.pg_cast where castsource = t::regtype and casttarget = 'boolean'::regtype) then
      execute pg_catalog.format('create cast (%s as boolean) with function pg_internal.to_boolean(%s)', t,
        case t when 'bpchar' then t else 'text' end);
    end if;
  end loop;
end $$;

-- TRY_CAST: the value as text, and a NULL of the type that is wanted.
create or replace function pg_internal.try_cast(value text, wanted anyelement, out result anyelement)
language plpgsql stable as $$
begin
  execute pg_catalog.format('select $1::%s', pg_catalog.pg_typeof(wanted)) into result using value;
exception when data_exception then
  result := null;
end $$;

-- aggregates ---------------------------------------------------------------------------------------------------------

create or replace function pg_internal.truncated_average(bigint[]) returns bigint language sql immutable as
$$ select case when $1[1] > 0 then $1[2] / $1[1] end $$;
create or replace function pg_internal.average_step(state anyarray, value anyelement) returns anyarray
language plpgsql immutable as $$
begin
  if value is not null then
    state[1] := state[1] + 1;
    state[2] := state[2] + value;
  end if;
  return state;
end $$;
create or replace function pg_internal.average_back(state anyarray, value anyelement) returns anyarray
language plpgsql immutable as $$
begin
  if value is not null then
    state[1] := state[1] - 1;
    state[2] := state[2] - value;
  end if;
  return state;
end $$;

create or replace aggregate pg_catalog.sum(bigint) (
  sfunc = pg_catalog.int8pl, stype = bigint, combinefunc = pg_catalog.int8pl,
  msfunc = pg_catalog.int8pl, minvfunc = pg_catalog.int8mi, mstype = bigint, parallel = safe);
create or replace function pg_internal.sum_of_floats(double precision[]) returns double precision language sql immutable as
$$ select case when $1[1] > 0 then $1[2] end $$;
create or replace aggregate pg_catalog.sum(real) (
  sfunc = pg_catalog.float4_accum, stype = double precision[], initcond = '{0,0,0}', finalfunc = pg_internal.sum_of_floats,
  combinefunc = pg_catalog.float8_combine, parallel = safe);
create or replace aggregate pg_catalog.avg(smallint) (
  sfunc = pg_catalog.int2_avg_accum, stype = bigint[], initcond = '{0,0}', finalfunc = pg_internal.truncated_average,
  combinefunc = pg_catalog.int4_avg_combine, msfunc = pg_catalog.int2_avg_accum,
  minvfunc = pg_catalog.int2_avg_accum_inv, mstype = bigint[], minitcond = '{0,0}',
  mfinalfunc = pg_internal.truncated_average, parallel = safe);
create or replace aggregate pg_catalog.avg(integer) (
  sfunc = pg_catalog.int4_avg_accum, stype = bigint[], initcond = '{0,0}', finalfunc = pg_internal.truncated_average,
  combinefunc = pg_catalog.int4_avg_combine, msfunc = pg_catalog.int4_avg_accum,
  minvfunc = pg_catalog.int4_avg_accum_inv, mstype = bigint[], minitcond = '{0,0}',
  mfinalfunc = pg_internal.truncated_average, parallel = safe);
create or replace aggregate pg_catalog.avg(bigint) (
  sfunc = pg_internal.average_step, stype = bigint[], initcond = '{0,0}', finalfunc = pg_internal.truncated_average,
  combinefunc = pg_catalog.int4_avg_combine, msfunc = pg_internal.average_step, minvfunc = pg_internal.average_back,
  mstype = bigint[], minitcond = '{0,0}', mfinalfunc = pg_internal.truncated_average, parallel = safe);

-- The sum has the scale of its numbers, and the quotient keeps it.
create or replace function pg_internal.average_combine(a numeric[], b numeric[]) returns numeric[] language sql immutable as
$$ select array[a[1] + b[1], a[2] + b[2]] $$;
create or replace function pg_internal.truncated_average(numeric[]) returns numeric language sql immutable as
$$ select case when $1[1] > 0 then pg_catalog.trunc($1[2] / $1[1], pg_catalog.scale($1[2])) end $$;
create or replace aggregate pg_catalog.avg(numeric) (
  sfunc = pg_internal.average_step, stype = numeric[], initcond = '{0,0}', finalfunc = pg_internal.truncated_average,
  combinefunc = pg_internal.average_combine, msfunc = pg_internal.average_step, minvfunc = pg_internal.average_back,
  mstype = numeric[], minitcond = '{0,0}', mfinalfunc = pg_internal.truncated_average, parallel = safe);

create or replace aggregate pg_catalog.listagg(text, text) (
  sfunc = pg_catalog.string_agg_transfn, stype = internal, finalfunc = pg_catalog.string_agg_finalfn);
-- The aggregate above gives its result to this function, which keeps the limit.
create or replace function pg_catalog.listagg(text) returns text language plpgsql immutable strict as $$
begin
  if pg_catalog.octet_length($1) > 65535 then
    raise string_data_right_truncation using message = 'Result size exceeds LISTAGG limit',
      detail = pg_catalog.format('LISTAGG limit is 65535 bytes, the result has %s.', pg_catalog.octet_length($1));
  end if;
  return $1;
end $$;

-- IGNORE NULLS: aggregates in the place of PostgreSQL's window functions, over a frame of the rows that count.
create or replace function pg_internal.first_of(a anyelement, b anyelement) returns anyelement
language plpgsql immutable strict as $$ begin return a; end $$;
create or replace function pg_internal.last_of(a anyelement, b anyelement) returns anyelement
language plpgsql immutable strict as $$ begin return b; end $$;
create or replace function pg_internal.first_step(state anyarray, value anyelement, most integer) returns anyarray
language plpgsql immutable as $$
begin
  return case when value is null or pg_catalog.cardinality(state) >= most then state
    else pg_catalog.array_append(state, value) end;
end $$;
create or replace function pg_internal.last_step(state anyarray, value anyelement, most integer) returns anyarray
language plpgsql immutable as $$
begin
  if value is null then
    return state;
  elsif pg_catalog.cardinality(state) < most then
    return pg_catalog.array_append(state, value);
  end if;
  return pg_catalog.array_append(state[2 : most], value);
end $$;
do $$
declare
  name text;
begin
  foreach name in array array['first_value', 'last_value', 'lag', 'lead'] loop
    execute pg_catalog.format('create or replace aggregate pg_internal.%s(anyelement) (sfunc = pg_internal.%s, '
      'stype = anyelement)', name, case name when 'first_value' then 'first_of' else 'last_of' end);
    if name like 'l%d' or name = 'lag' then
      -- the element that is n back, if there are as many
      execute pg_catalog.format('create or replace function pg_internal.%s(anyarray, n integer) returns anyelement '
        'language sql immutable as $b$ select case when pg_catalog.cardinality($1) = $2 then $1[1] end $b$', name);
    end if;
  end loop;
end $$;
create or replace function pg_internal.nth_value(anyarray, n integer) returns anyelement language sql immutable as
$$ select $1[$2] $$;
create or replace aggregate pg_internal.first_values(anyelement, integer) (
  sfunc = pg_internal.first_step, stype = anyarray, initcond = '{}');
create or replace aggregate pg_internal.last_values(anyelement, integer) (
  sfunc = pg_internal.last_step, stype = anyarray, initcond = '{}');

create or replace function pg_internal.median_step(state anycompatiblearray, value anycompatible)
returns anycompatiblearray language internal immutable as 'array_append';
-- PERCENTILE_CONT and PERCENTILE_DISC, also as window functions. A value comes with the percentile, in one type, so that
-- array_append can be the step: it is the only one that does not copy the array.
create or replace function pg_internal.percentile(values_ numeric[], share double precision) returns numeric
language sql immutable as $$
  with sorted as (
    select v, pg_catalog.row_number() over (order by v) - 1 as place, $2::numeric * (pg_catalog.count(*) over () - 1) as wanted
      from pg_catalog.unnest($1) v where v is not null)
  select pg_catalog.min(v) + (pg_catalog.max(v) - pg_catalog.min(v))
      * (pg_catalog.min(wanted) - pg_catalog.floor(pg_catalog.min(wanted)))
    from sorted where place in (pg_catalog.floor(wanted), pg_catalog.ceil(wanted))
$$;
do $$
declare
  t text;
  result text;
begin
  foreach t in array array['smallint', 'integer', 'bigint', 'numeric', 'real', 'float8', 'text', 'date', 'timestamp',
      'timestamptz', 'time', 'boolean'] loop
    if pg_catalog.to_regtype('pg_internal.share_of_' || t) is null then
      execute pg_catalog.format('create type pg_internal.share_of_%s as (value %1$s, share double precision)', t);
    end if;
    execute pg_catalog.format($f$
      create or replace function pg_internal.with_share(%1$s, double precision) returns pg_internal.share_of_%1$s
      language sql immutable as $b$ select row($1, $2)::pg_internal.share_of_%1$s $b$;
      create or replace function pg_internal.percentile_disc(pg_internal.share_of_%1$s[]) returns %1$s
      language sql stable as $b$
        select percentile_disc(($1[1]).share) within group (order by e.value) from pg_catalog.unnest($1) as e $b$;
      create or replace aggregate pg_internal.percentile_disc(pg_internal.share_of_%1$s) (
        sfunc = pg_internal.median_step, stype = pg_internal.share_of_%1$s[], initcond = '{}',
        finalfunc = pg_internal.percentile_disc) $f$, t);
    continue when t in ('text', 'time', 'boolean');
    result := case t when 'real' then 'float8' when 'smallint' then 'numeric' when 'integer' then 'numeric'
      when 'bigint' then 'numeric' else t end;
    execute pg_catalog.format($f$
      create or replace function pg_internal.percentile_cont(pg_internal.share_of_%1$s[]) returns %2$s
      language sql stable as $b$ select %3$s $b$;
      create or replace aggregate pg_internal.percentile_cont(pg_internal.share_of_%1$s) (
        sfunc = pg_internal.median_step, stype = pg_internal.share_of_%1$s[], initcond = '{}',
        finalfunc = pg_internal.percentile_cont) $f$, t, result, case
      when result = 'float8' then 'percentile_cont(($1[1]).share) within group (order by e.value::float8) '
        'from pg_catalog.unnest($1) as e'
      when result = 'numeric' then 'pg_internal.percentile(array(select e.value::numeric from pg_catalog.unnest($1) as e), '
        '($1[1]).share)'
      when result = 'date' then 'date ''1970-01-01'' + pg_catalog.floor(pg_internal.percentile(array(select '
        '(e.value - date ''1970-01-01'')::numeric from pg_catalog.unnest($1) as e), ($1[1]).share))::integer'
      else '(timestamp ''epoch'' + pg_catalog.trunc(pg_internal.percentile(array(select pg_catalog.extract(''epoch'', e.value) '
        'from pg_catalog.unnest($1) as e), ($1[1]).share), 6)::float8 * interval ''1 second'')' || case t when 'timestamptz'
        then ' at time zone ''UTC''' else '' end end);
  end loop;
end $$;

create or replace function pg_internal.median(double precision[]) returns double precision language sql immutable as
$$ select percentile_cont(0.5) within group (order by v) from pg_catalog.unnest($1) v $$;
create or replace function pg_internal.median(numeric[]) returns numeric language sql immutable as $$
  select case when pg_catalog.count(*) = 1 then pg_catalog.min(v)
              else (pg_catalog.min(v) + pg_catalog.max(v)) * 0.5 end from (
    select v, pg_catalog.row_number() over (order by v) as place, pg_catalog.count(*) over () as n
      from pg_catalog.unnest($1) v where v is not null) as numbered
   where place in ((n + 1) / 2, n / 2 + 1)
$$;
create or replace function pg_internal.median(timestamp[]) returns timestamp language sql immutable as $$
  select timestamp 'epoch' + percentile_cont(0.5) within group (order by v - timestamp 'epoch')
    from pg_catalog.unnest($1) v
$$;
do $$
declare
  t text;
begin
  foreach t in array array['smallint', 'integer', 'bigint', 'numeric'] loop
    if t <> 'numeric' then
      execute pg_catalog.format('create or replace function pg_internal.median(%s[]) returns numeric language sql '
        'immutable as $b$ select pg_internal.median($1::numeric[]) $b$', t);
    end if;
    execute pg_catalog.format('create or replace aggregate pg_catalog.median(%s) (sfunc = pg_internal.median_step, '
      'stype = %1$s[], initcond = ''{}'', finalfunc = pg_internal.median)', t);
  end loop;
end $$;
create or replace aggregate pg_catalog.median(double precision) (
  sfunc = pg_internal.median_step, stype = double precision[], initcond = '{}', finalfunc = pg_internal.median);
create or replace aggregate pg_catalog.median(timestamp) (
  sfunc = pg_internal.median_step, stype = timestamp[], initcond = '{}', finalfunc = pg_internal.median);

-- what commands and drivers ask for ----------------------------------------------------------------------------------

-- ANALYZE COMPRESSION: nothing is compressed here, so each column's encoding is proposed, and no gain.
create or replace function pg_internal.analyze_compression(
  wanted text, out "Table" text, out "Column" text, out "Encoding" text, out "Est_reduction_pct" numeric(5,2))
returns setof record language sql stable as $$
  select tablename::text, "column"::text, pg_catalog.btrim(encoding::text), 0.00::numeric(5,2)
    from pg_catalog.pg_table_def
   where wanted is null or pg_catalog.to_regclass(
     pg_catalog.quote_ident(schemaname::text) || '.' || pg_catalog.quote_ident(tablename::text)) = wanted::regclass
$$;

-- Flyway's clean and DatabaseMetaData ask for it
drop view if exists pg_catalog.pg_proc_info;
create view pg_catalog.pg_proc_info as
select p.oid as prooid, p.proname, p.pronamespace, p.proowner, p.prolang, p.prokind = 'a' as proisagg, p.prosecdef,
       p.proisstrict, p.proretset, p.provolatile, p.pronargs, p.prorettype, p.proargtypes, p.proargnames, p.prosrc,
       null::bytea as probin, p.proacl, p.prokind, p.proargmodes, p.proallargtypes
  from pg_catalog.pg_proc p;
grant select on pg_catalog.pg_proc_info to public;

-- what an operation on DECIMAL gives whose digits may be more than 38: what is behind its scale is cut off
create or replace function pg_internal.fit_decimal(x numeric, scale integer, operator text) returns numeric
  language plpgsql immutable parallel safe as $$
declare
  cut numeric := pg_catalog.trunc(x, scale);
begin
  if pg_catalog.abs(cut) >= 10::numeric ^ (38 - scale) then
    raise numeric_value_out_of_range using message = '128 bit numeric data overflow ('
      || case operator when '+' then 'addition' when '-' then 'subtraction' else 'multiplication' end || ')';
  end if;
  return cut;
end $$;
