/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.postgres;

import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.local.internal.catalog.Catalog;
import dev.warehouse.local.internal.wire.Backend;
import dev.warehouse.local.internal.wire.PgConnection;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one start has made in a server that others use too. All of it can be found there: names end in a suffix that
 * nobody else has, a comment on the template lists the users that clients made under other names, and as long as the
 * start lives, one of its sessions has the suffix for its application's name. What has the comment and no such session
 * was left by a process that was killed, and a later start drops it.
 */
final class Claim implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Claim.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SUFFIX_CHARACTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int SUFFIX_LENGTH = 6;
    private static final String TEMPLATE = "warehouse_template";
    private static final String SESSION = "warehouse_";
    private static final String COMMENT = "local Redshift: dropped by the next one that starts here when no session is named ";
    private static final String USERS = "; users:";

    private final Backend backend;
    private final String suffix = newSuffix();
    private final Set<String> users = new LinkedHashSet<>();
    private @Nullable PgConnection session;

    Claim(Backend backend) {
        this.backend = backend;
    }

    private static String newSuffix() {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            suffix.append(SUFFIX_CHARACTERS.charAt(RANDOM.nextInt(SUFFIX_CHARACTERS.length())));
        }
        return suffix.toString();
    }

    String suffix() {
        return suffix;
    }

    String ownName(String wished) {
        return wished + "_" + suffix;
    }

    String template() {
        return ownName(TEMPLATE);
    }

    /** Shows that this start lives, before there is anything to find. */
    synchronized void open() throws IOException {
        PgConnection opened = backend.admin(backend.errands());
        session = opened;
        opened.query("set application_name = '" + SESSION + suffix + "'; set idle_session_timeout = 0");
    }

    /** Makes the template be found as one of ours. The template must be there. */
    synchronized void mark() throws IOException {
        query(commentOn(template(), COMMENT + SESSION + suffix
                + users.stream().map(name -> " " + URLEncoder.encode(name, StandardCharsets.UTF_8))
                        .collect(Collectors.joining("", USERS, ""))));
    }

    /** Makes nothing of this start be dropped, ever, but by hand. */
    synchronized void renounce() throws IOException {
        query(commentOn(template(), "local Redshift: kept for somebody to look at"));
    }

    private static String commentOn(String database, String comment) {
        return "comment on database \"" + database + "\" is " + StringLiterals.quote(comment);
    }

    /** A client is about to make a user, a group or a role: ours, unless there is one of this name already. */
    synchronized void makes(String user) {
        try {
            if (!users.contains(user)
                    && query("select 1 from pg_roles where rolname = " + StringLiterals.quote(user)).isEmpty()) {
                users.add(user);
                mark();
            }
        } catch (IOException e) {
            LOG.warn("provision: user {} will have to be dropped by hand: {}", user, e.getMessage());
        }
    }

    /** By the session that shows life; by a new one, should it have ended with a restart of the server. */
    private List<@Nullable String[]> query(String sql) throws IOException {
        if (session != null) {
            try {
                return session.query(sql);
            } catch (IOException e) {
                session.close();
                LOG.debug("provision: the session {} has ended: {}", SESSION + suffix, e.getMessage());
            }
        }
        open();
        return session.query(sql);
    }

    /** Drops what was made. */
    synchronized void drop() throws IOException {
        drop(suffix, users);
    }

    /**
     * Drops what starts before this one could not drop, because their processes were killed. Of the living, nothing.
     */
    void dropOrphans() {
        try (PgConnection admin = backend.admin(backend.errands())) {
            // first what is there, then who lives: whoever made it in between was there before
            List<@Nullable String[]> templates = admin.query("select datname, shobj_description(oid, 'pg_database') "
                    + "from pg_database where datname ~ '^" + TEMPLATE + "_[a-z2-9]{" + SUFFIX_LENGTH + "}$' "
                    + "and shobj_description(oid, 'pg_database') like " + StringLiterals.quote(COMMENT + "%"));
            for (@Nullable String[] template : templates) {
                String orphan = String.valueOf(template[0]).substring(TEMPLATE.length() + 1);
                if (admin.query("select 1 from pg_stat_activity where application_name = '" + SESSION + orphan
                        + "' or datname like '%!_" + orphan + "' escape '!'").isEmpty()) {
                    LOG.info("provision: drops what ends in _{}, whose process ended without closing it", orphan);
                    drop(orphan, users(String.valueOf(template[1])));
                }
            }
        } catch (IOException e) {
            LOG.warn("provision: what a process before this one left could not be dropped: {}", e.getMessage());
        }
    }

    private static Set<String> users(String comment) {
        int users = comment.indexOf(USERS);
        return users < 0 ? Set.of() : Stream.of(comment.substring(users + USERS.length()).split(" "))
                .filter(name -> !name.isEmpty()).map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
                .collect(Collectors.toSet());
    }

    private void drop(String ending, Set<String> made) throws IOException {
        try (PgConnection admin = backend.admin(backend.errands())) {
            // who has the suffix, or was made by one who has it: others may have made one of the same name since
            String names = Stream.concat(Stream.of(""), made.stream()).map(StringLiterals::quote)
                    .collect(Collectors.joining(", "));
            String own = "with recursive own(id) as (select oid from pg_roles where not rolsuper and rolname like '%!_"
                    + ending
                    + "' escape '!' union select m.roleid from own join pg_auth_members m on m.member = own.id "
                    + "and m.admin_option join pg_roles r on r.oid = m.roleid where r.rolname in (" + names
                    + ") and not r.rolsuper) ";
            List<@Nullable String[]> owners = admin.query(
                    own + "select rolname from pg_roles where oid in (select id from own) order by 1");
            String template = TEMPLATE + "_" + ending;
            String all = own + "select datname from pg_database where datname <> '" + template
                    + "' and (datname like '%!_"
                    + ending + "' escape '!' or datdba in (select id from own))";
            // a copy that is being made is not seen, but dropping what it is made from waits for it
            List<@Nullable String[]> databases = admin.query(all);
            while (!databases.isEmpty()) {
                for (@Nullable String[] database : databases) {
                    Catalog.drop(backend, String.valueOf(database[0]));
                }
                databases = admin.query(all);
            }
            for (@Nullable String[] owner : owners) {
                dropRole(admin, String.valueOf(owner[0]));
            }
            // at last: as long as it is there, what is left is found again
            Catalog.drop(backend, template);
        }
    }

    private static void dropRole(PgConnection admin, String role) {
        String name = '"' + role.replace("\"", "\"\"") + '"';
        try {
            admin.query("drop owned by " + name + " cascade");
            admin.query("drop role " + name);
        } catch (IOException e) {
            LOG.warn("provision: user {} could not be dropped: {}", role, e.getMessage());
        }
    }

    /** Ends the session that shows life. Twice is fine. */
    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
