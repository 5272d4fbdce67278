-- VARCHAR(n) counts bytes and CHAR(n) takes single-byte characters only. Run last of all, under the same rules as
-- catalog.sql: the views in there show texts of any characters in columns of type CHAR, as Redshift's do.
--
-- PostgreSQL brings every value to its column's length by the function that pg_cast names: INSERT, UPDATE, MERGE, ALTER
-- COLUMN TYPE, variables of procedures and explicit casts alike. It is replaced there. A value that has the length by its
-- type is left alone by the planner, so copying from table to table costs nothing; and COPY, which encodes the bytes
-- itself and has counted them, never comes here.

create or replace function pg_internal.cut_varchar(x varchar, typmod integer, is_explicit boolean) returns varchar
language plpgsql immutable as $$
declare
  most integer := typmod - 4;
  bytes bytea := pg_catalog.convert_to(x, 'UTF8');
begin
  if not is_explicit and pg_catalog.btrim(pg_catalog.substring(bytes, most + 1), ' '::bytea) <> ''::bytea then
    raise string_data_right_truncation
      using message = pg_catalog.format('value too long for type character varying(%s)', most);
  end if;
  -- no character is cut in two: the bytes of one but its first begin with the bits 10
  while most > 0 and pg_catalog.get_byte(bytes, most) & 192 = 128 loop
    most := most - 1;
  end loop;
  return pg_catalog.convert_from(pg_catalog.substring(bytes, 1, most), 'UTF8');
end $$;

create or replace function pg_internal.fit_varchar(x varchar, typmod integer, is_explicit boolean) returns varchar
language sql immutable parallel safe support pg_catalog.varchar_support as
$$ select case when pg_catalog.octet_length($1) > $2 - 4 then pg_internal.cut_varchar($1, $2, $3) else $1 end $$;

create or replace function pg_internal.refuse_multibyte(x bpchar) returns bpchar language plpgsql immutable as $$
begin
  raise character_not_in_repertoire using message = 'CHAR string contains invalid ASCII character',
    hint = 'CHAR holds single-byte characters only: use VARCHAR';
end $$;

create or replace function pg_internal.fit_char(x bpchar, typmod integer, is_explicit boolean) returns bpchar
language sql immutable parallel safe as $$
  select case when pg_catalog.octet_length($1::text) > pg_catalog.char_length($1) then pg_internal.refuse_multibyte($1)
              else pg_catalog.bpchar($1, $2, $3) end
$$;

update pg_catalog.pg_cast set castfunc = 'pg_internal.fit_varchar(varchar,integer,boolean)'::regprocedure
 where castsource = 'varchar'::regtype and casttarget = 'varchar'::regtype;
update pg_catalog.pg_cast set castfunc = 'pg_internal.fit_char(bpchar,integer,boolean)'::regprocedure
 where castsource = 'bpchar'::regtype and casttarget = 'bpchar'::regtype;

-- VARBYTE(n) is bytea, which takes a length here, as varchar does, and is brought to it in the same way.
create or replace function pg_internal.cut_varbyte(x bytea, typmod integer, is_explicit boolean) returns bytea
language plpgsql immutable as $$
begin
  if not is_explicit then
    raise string_data_right_truncation
      using message = pg_catalog.format('value too long for type binary varying(%s)', typmod - 4);
  end if;
  return pg_catalog.substring(x, 1, typmod - 4);
end $$;

create or replace function pg_internal.fit_varbyte(x bytea, typmod integer, is_explicit boolean) returns bytea
language sql immutable parallel safe as
$$ select case when pg_catalog.octet_length($1) > $2 - 4 then pg_internal.cut_varbyte($1, $2, $3) else $1 end $$;

update pg_catalog.pg_type
   set typmodin = 'pg_catalog.varchartypmodin'::regproc, typmodout = 'pg_catalog.varchartypmodout'::regproc
 where oid = 'bytea'::regtype;
drop cast if exists (bytea as bytea);
create cast (bytea as bytea) with function pg_internal.fit_varbyte(bytea, integer, boolean) as implicit;
