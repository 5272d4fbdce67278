/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.catalog;

import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.local.internal.wire.Backend;
import dev.warehouse.local.internal.wire.PgConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Redshift's catalogue inside PostgreSQL: puts it there, and knows the databases and users that a start needs. */
public final class Catalog {

    /** Redshift's default database; made with the template, because making a database takes longer than a start. */
    public static final String DEFAULT_DATABASE = "dev";
    /** Redshift's default user, who owns it. */
    public static final String DEFAULT_USER = "awsuser";

    /** What is written down with the name of the database. */
    private static final List<String> TRACES = List.of("loads", "load_errors", "unloads", "queries");

    private static final String SCRIPT = script("catalog.sql") + script("functions.sql") + script("windows.sql")
            + script("super.sql") + script("sketches.sql") + script("explain.sql")
            + script("statements.sql") + script("procedures.sql") + script("lengths.sql");
    private static final String BEFORE_16 = script("before16.sql");
    private static final String BEFORE_18 = script("before18.sql");

    private Catalog() {
    }

    /** Raised when {@link #install} changes otherwise than by the script. */
    private static final int LAYOUT = 5;

    private static String script(String name) {
        try (InputStream in = Catalog.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the artifact warehouse-local");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A text that differs when the catalogue does.
     *
     * @return a short checksum
     */
    public static String version() {
        CRC32 checksum = new CRC32();
        checksum.update(SCRIPT.getBytes(StandardCharsets.UTF_8));
        checksum.update(LAYOUT);
        return Long.toHexString(checksum.getValue());
    }

    /**
     * Puts the catalogue into the template that all databases are copies of.
     *
     * @param backend a new PostgreSQL
     * @throws IOException if PostgreSQL refuses
     */
    public static void install(Backend backend) throws IOException {
        installIn(backend, backend.template());
        ensure(backend, DEFAULT_DATABASE, DEFAULT_USER, null);
        try (PgConnection admin = backend.admin(backend.template())) {
            // a start copies every file there is, so those of databases that nobody needs are not kept
            admin.query("update pg_database set datistemplate = false where datname = 'template0'");
            admin.query("drop database template0");
            admin.query("drop database postgres");
        }
    }

    /**
     * Makes a template of our own on a server that others use too; the catalogue {@linkplain #fillTemplate comes then}.
     *
     * @param backend the server, whose template is not there yet
     * @throws IOException if PostgreSQL refuses
     */
    public static void createTemplate(Backend backend) throws IOException {
        try (PgConnection admin = backend.admin(backend.errands())) {
            int version = admin.majorVersion();
            admin.query("create database " + identifier(backend.template()) + " template template0 encoding 'UTF8' "
                    + locale(admin, version) + " is_template true");
        }
    }

    /** Texts are ordered by their code points, and UPPER and LOWER know the letters of all scripts. */
    private static String locale(PgConnection admin, int version) throws IOException {
        if (version >= 17) {
            return "locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'";
        }
        List<@Nullable String[]> known = admin.query("select collcollate from pg_collation where collprovider = 'c' "
                + "and lower(replace(collcollate, '-', '')) = 'c.utf8' limit 1");
        return "locale_provider libc lc_collate 'C' lc_ctype "
                + (known.isEmpty() ? "'C'" : StringLiterals.quote(String.valueOf(known.get(0)[0])));
    }

    /**
     * Puts the catalogue into a template of our own.
     *
     * @param backend the server, whose template is empty
     * @throws IOException if PostgreSQL refuses
     */
    public static void fillTemplate(Backend backend) throws IOException {
        installIn(backend, backend.template());
    }

    private static void installIn(Backend backend, String database) throws IOException {
        try (PgConnection admin = backend.admin(database)) {
            int version = admin.majorVersion();
            String bridges = (version < 16 ? BEFORE_16 : "") + (version < 18 ? BEFORE_18 : "");
            admin.query("begin;" + SCRIPT + bridges + "; comment on schema pg_internal is '" + version() + "'; commit");
        }
    }

    /**
     * Brings the databases of a kept warehouse to this version of the catalogue.
     *
     * @param backend a PostgreSQL that an earlier version may have used
     * @throws IOException if PostgreSQL refuses
     */
    public static void upgrade(Backend backend) throws IOException {
        List<@Nullable String[]> databases;
        try (PgConnection admin = backend.admin(backend.errands())) {
            databases = admin.query(
                    "select datname from pg_database where datallowconn order by 1");
        }
        for (String[] row : databases) {
            String database = String.valueOf(row[0]);
            boolean current;
            try (PgConnection admin = backend.admin(database)) {
                List<@Nullable String[]> version = admin.query(
                        "select obj_description('pg_internal'::regnamespace, 'pg_namespace')");
                current = version().equals(version.get(0)[0]);
            }
            if (!current) {
                installIn(backend, database);
            }
        }
    }

    /**
     * Makes the user and the database if they are missing, and sets the user's password.
     *
     * @param backend the PostgreSQL underneath
     * @param database the database to have
     * @param user who owns it; may make databases and users, as Redshift's first user may, but is no superuser of
     *     PostgreSQL, who could read the machine's files
     * @param password the user's password, or null for a user who cannot enter yet
     * @throws IOException if PostgreSQL refuses
     */
    public static void ensure(Backend backend, String database, String user, @Nullable String password)
            throws IOException {
        try (PgConnection admin = backend.admin(backend.errands())) {
            String role = identifier(user);
            if (admin.query("select 1 from pg_roles where rolname = " + StringLiterals.quote(user)).isEmpty()) {
                // may vacuum and analyse everything, so that a VACUUM of all tables does not warn of PostgreSQL's own
                admin.query("create role " + role + " login createdb createrole");
                admin.query("do $$ begin if exists (select from pg_roles where rolname = 'pg_maintain') then "
                        + "grant pg_maintain to " + role + "; end if; end $$");
            }
            if (password != null) {
                admin.query("alter role " + role + " password "
                        + StringLiterals.quote(backend.newPassword(password)));
            }
            if (admin.query("select 1 from pg_database where datname = " + StringLiterals.quote(database)).isEmpty()) {
                admin.query("create database " + identifier(database) + " owner " + role + " template "
                        + identifier(backend.template()));
                try (PgConnection inside = backend.admin(database)) {
                    inside.query("alter schema public owner to " + role + "; grant all on schema public to public");
                }
            }
        }
    }

    /**
     * Copies a database that nobody is in.
     *
     * @param backend the PostgreSQL underneath
     * @param template the database to copy
     * @param database the copy's name
     * @param owner who owns the copy
     * @throws IOException if PostgreSQL refuses
     */
    public static void copy(Backend backend, String template, String database, String owner) throws IOException {
        try (PgConnection admin = backend.admin(backend.errands())) {
            admin.query("create database " + identifier(database) + " owner " + identifier(owner) + " template "
                    + identifier(template) + " strategy " + backend.copyStrategy());
        }
    }

    /**
     * Gives a database that nobody is in another name.
     *
     * @param backend the PostgreSQL underneath
     * @param database the database
     * @param name its new name
     * @throws IOException if PostgreSQL refuses
     */
    public static void rename(Backend backend, String database, String name) throws IOException {
        try (PgConnection admin = backend.admin(backend.errands())) {
            admin.query("alter database " + identifier(database) + " rename to " + identifier(name));
        }
    }

    /**
     * Whether loads or queries of a database are written down.
     *
     * @param backend the PostgreSQL underneath
     * @param database the database
     * @return true if its copies must be {@linkplain #renameTraces told} their own name
     * @throws IOException if PostgreSQL refuses
     */
    public static boolean hasTraces(Backend backend, String database) throws IOException {
        try (PgConnection inside = backend.admin(database)) {
            String any = TRACES.stream().map(table -> "exists (select from pg_internal." + table + ")")
                    .collect(Collectors.joining(" or "));
            return "t".equals(inside.query("select " + any).get(0)[0]);
        }
    }

    /**
     * Brings what was written down in another database to a copy's own name.
     *
     * @param backend the PostgreSQL underneath
     * @param database the copy
     * @throws IOException if PostgreSQL refuses
     */
    public static void renameTraces(Backend backend, String database) throws IOException {
        try (PgConnection inside = backend.admin(database)) {
            inside.query(TRACES.stream()
                    .map(table -> "update pg_internal." + table + " set database_name = current_database()")
                    .collect(Collectors.joining(";")));
        }
    }

    /**
     * Drops a database, with all sessions in it.
     *
     * @param backend the PostgreSQL underneath
     * @param database the database's name
     * @throws IOException if PostgreSQL refuses
     */
    public static void drop(Backend backend, String database) throws IOException {
        try (PgConnection admin = backend.admin(backend.errands())) {
            admin.query("update pg_database set datistemplate = false where datname = "
                    + StringLiterals.quote(database));
            admin.query("drop database if exists " + identifier(database) + " with (force)");
        }
    }

    private static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
