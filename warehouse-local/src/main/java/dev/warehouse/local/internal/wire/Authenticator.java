/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks every client for its password, by MD5 with a salt: what the Redshift driver, pgjdbc, psql and psycopg2 all
 * speak. Where PostgreSQL will ask for it again, the client is asked for the password as it is; it comes over the
 * loopback address. The hashes are PostgreSQL's own, so users made with CREATE USER may enter too.
 */
final class Authenticator {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Backend backend;

    Authenticator(Backend backend) {
        this.backend = backend;
    }

    /**
     * Asks.
     *
     * @return the password if PostgreSQL will ask for it too, the empty string if it will not; null if it was wrong
     */
    @Nullable String authenticate(PgChannel client, String user) throws IOException {
        return backend.asksForPasswords() ? byPassword(client, user) : byHash(client, user);
    }

    private @Nullable String byPassword(PgChannel client, String user) throws IOException {
        client.write(new MessageBuilder('R').int32(3));
        client.flush();
        if (client.read() != 'p') {
            return null;
        }
        String password = MessageReader.of(client).cstring();
        String stored = storedHash(user);
        return stored != null && PasswordLogin.matches(stored, user, password) ? password : null;
    }

    private @Nullable String byHash(PgChannel client, String user) throws IOException {
        byte[] salt = new byte[4];
        RANDOM.nextBytes(salt);
        client.write(new MessageBuilder('R').int32(5).raw(salt));
        client.flush();
        if (client.read() != 'p') {
            return null;
        }
        String answer = MessageReader.of(client).cstring();
        String stored = storedHash(user);
        boolean right = stored != null && stored.startsWith("md5")
                && MessageDigest.isEqual(utf8(answer(stored, salt)), utf8(answer));
        return right ? "" : null;
    }

    /** What a client answers who has been given a salt. */
    static String answer(String hash, byte[] salt) {
        return "md5" + md5(utf8(hash.substring(3)), salt);
    }

    private @Nullable String storedHash(String user) throws IOException {
        StringBuilder hex = new StringBuilder();
        for (byte b : utf8(user)) {
            hex.append(String.format("%02x", b));
        }
        try (PgConnection admin = backend.admin(backend.errands())) {
            List<@Nullable String[]> rows = admin.query(
                    "select rolpassword from pg_authid where rolcanlogin and not rolsuper"
                            + " and (rolvaliduntil is null or rolvaliduntil > now())"
                            + " and rolname = convert_from(decode('" + hex + "', 'hex'), 'UTF8')");
            return rows.isEmpty() ? null : rows.get(0)[0];
        }
    }

    /** The hash that PostgreSQL keeps of a password. */
    static String hash(String user, String password) {
        return "md5" + md5(utf8(password), utf8(user));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String md5(byte[] first, byte[] second) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(first);
            digest.update(second);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
