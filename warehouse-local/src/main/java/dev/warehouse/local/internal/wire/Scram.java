/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.KeySpec;
import java.text.Normalizer;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The keys of SCRAM-SHA-256 (RFC 5802 and 7677), and what PostgreSQL keeps of a password. */
public final class Scram {

    static final String MECHANISM = "SCRAM-SHA-256";
    private static final int KEY_BITS = 256;
    private static final int SALT_BYTES = 16;
    private static final int ITERATIONS = 4096;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Scram() {
    }

    /**
     * What PostgreSQL keeps in place of a password, and takes as one: so the password itself is in no statement, and in
     * no log of statements.
     *
     * @param password the password
     * @return {@code SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>}
     * @throws IOException if this Java lacks the algorithms
     */
    public static String verifier(String password) throws IOException {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        byte[] salted = salted(password, salt, ITERATIONS);
        Base64.Encoder base64 = Base64.getEncoder();
        return MECHANISM + "$" + ITERATIONS + ":" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(storedKey(salted)) + ":" + base64.encodeToString(serverKey(salted));
    }

    static byte[] salted(String password, byte[] salt, int iterations) throws IOException {
        try {
            KeySpec key = new PBEKeySpec(prepared(password).toCharArray(), salt, iterations, KEY_BITS);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("PostgreSQL's way to ask for the password is not understood", e);
        }
    }

    /**
     * The form of a password that is hashed: SASLprep (RFC 4013). PostgreSQL takes one that has forbidden characters as
     * it is, and so do we.
     */
    private static String prepared(String password) {
        StringBuilder mapped = new StringBuilder(password.length());
        password.codePoints().filter(c -> !isMappedToNothing(c))
                .forEach(c -> mapped.appendCodePoint(c > 0x7f && Character.isSpaceChar(c) ? ' ' : c));
        String prepared = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        return prepared.isEmpty() || prepared.codePoints().anyMatch(Scram::isForbidden) ? password : prepared;
    }

    /** RFC 3454, table B.1. */
    private static boolean isMappedToNothing(int c) {
        return c == 0xad || c == 0x34f || c == 0x1806 || c >= 0x180b && c <= 0x180d || c >= 0x200b && c <= 0x200d
                || c == 0x2060 || c >= 0xfe00 && c <= 0xfe0f || c == 0xfeff;
    }

    private static boolean isForbidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> c >= 0xfff9 && c <= 0xfffd;
        };
    }

    static byte[] clientKey(byte[] salted) throws IOException {
        return hmac(salted, "Client Key");
    }

    static byte[] storedKey(byte[] salted) throws IOException {
        try {
            return MessageDigest.getInstance("SHA-256").digest(clientKey(salted));
        } catch (GeneralSecurityException e) {
            throw new IOException("every Java has SHA-256", e);
        }
    }

    static byte[] serverKey(byte[] salted) throws IOException {
        return hmac(salted, "Server Key");
    }

    static byte[] hmac(byte[] key, String text) throws IOException {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IOException("every Java has HmacSHA256", e);
        }
    }
}
