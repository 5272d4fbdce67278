/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * The client's side of PostgreSQL's ways to ask for a password: as it is, MD5, and SCRAM-SHA-256 (PostgreSQL's manual,
 * "SASL Authentication"; RFC 5802 and 7677). One login; not for several threads.
 */
final class PasswordLogin {

    private static final int CLEAR_TEXT = 3;
    private static final int MD5 = 5;
    private static final int SASL = 10;
    private static final int SASL_CONTINUE = 11;
    private static final int SASL_FINAL = 12;
    private static final String NO_CHANNEL_BINDING = "n,,";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String user;
    private final String password;
    private String clientFirst = "";
    private byte[] serverSignature = new byte[0];

    PasswordLogin(String user, String password) {
        this.user = user;
        this.password = password;
    }

    /** Answers a message of type R whose code is not 0. */
    void answer(PgChannel channel, MessageReader message, int code) throws IOException {
        switch (code) {
            case CLEAR_TEXT -> send(channel, new MessageBuilder('p').cstring(password));
            case MD5 -> {
                byte[] salt = message.bytes(4);
                send(channel, new MessageBuilder('p').cstring(Authenticator.answer(
                        Authenticator.hash(user, password), salt)));
            }
            case SASL -> {
                requireScram(message);
                byte[] nonce = new byte[18];
                RANDOM.nextBytes(nonce);
                // the user's name is in the start-up packet
                clientFirst = "n=,r=" + Base64.getEncoder().encodeToString(nonce);
                byte[] first = utf8(NO_CHANNEL_BINDING + clientFirst);
                send(channel, new MessageBuilder('p').cstring(Scram.MECHANISM).int32(first.length).raw(first));
            }
            case SASL_CONTINUE -> send(channel, new MessageBuilder('p').raw(utf8(clientFinal(rest(channel, message)))));
            case SASL_FINAL -> {
                String proof = attributes(rest(channel, message)).getOrDefault("v", "");
                if (!MessageDigest.isEqual(Base64.getDecoder().decode(proof), serverSignature)) {
                    throw new IOException("PostgreSQL could not prove that it knows the password of " + user);
                }
            }
            default -> throw new IOException("PostgreSQL asks user " + user + " for something else than a password"
                    + " (authentication code " + code + "): let it ask for one, by scram-sha-256 in pg_hba.conf");
        }
    }

    /** Whether a password is the one that PostgreSQL keeps a hash of, MD5 or SCRAM. */
    static boolean matches(String stored, String user, String password) throws IOException {
        if (stored.startsWith("md5")) {
            return MessageDigest.isEqual(utf8(stored), utf8(Authenticator.hash(user, password)));
        }
        // SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>
        String[] parts = stored.split("[$:]");
        if (parts.length != 5 || !parts[0].equals(Scram.MECHANISM)) {
            return false;
        }
        byte[] salted = Scram.salted(password, Base64.getDecoder().decode(parts[2]), Integer.parseInt(parts[1]));
        return MessageDigest.isEqual(Base64.getDecoder().decode(parts[3]), Scram.storedKey(salted));
    }

    private static void requireScram(MessageReader message) throws IOException {
        while (message.hasMore()) {
            String mechanism = message.cstring();
            if (mechanism.equals(Scram.MECHANISM)) {
                return;
            }
            if (mechanism.isEmpty()) {
                break;
            }
        }
        throw new IOException("PostgreSQL does not offer " + Scram.MECHANISM);
    }

    private String clientFinal(String serverFirst) throws IOException {
        Map<String, String> attributes = attributes(serverFirst);
        String nonce = attributes.getOrDefault("r", "");
        if (!nonce.startsWith(clientFirst.substring("n=,r=".length()))) {
            throw new IOException("PostgreSQL answered another login than this one");
        }
        byte[] salt = Base64.getDecoder().decode(attributes.getOrDefault("s", ""));
        byte[] salted = Scram.salted(password, salt, Integer.parseInt(attributes.getOrDefault("i", "0")));
        String withoutProof = "c=" + Base64.getEncoder().encodeToString(utf8(NO_CHANNEL_BINDING)) + ",r=" + nonce;
        String whole = clientFirst + "," + serverFirst + "," + withoutProof;
        byte[] clientKey = Scram.clientKey(salted);
        byte[] signature = Scram.hmac(Scram.storedKey(salted), whole);
        byte[] proof = new byte[clientKey.length];
        for (int i = 0; i < proof.length; i++) {
            proof[i] = (byte) (clientKey[i] ^ signature[i]);
        }
        serverSignature = Scram.hmac(Scram.serverKey(salted), whole);
        return withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof);
    }

    private static Map<String, String> attributes(String message) {
        Map<String, String> attributes = new HashMap<>();
        for (String attribute : message.split(",")) {
            int equals = attribute.indexOf('=');
            if (equals > 0) {
                attributes.put(attribute.substring(0, equals), attribute.substring(equals + 1));
            }
        }
        return attributes;
    }

    private static String rest(PgChannel channel, MessageReader message) throws IOException {
        return new String(message.bytes(channel.length() - message.position()), StandardCharsets.UTF_8);
    }

    private static void send(PgChannel channel, MessageBuilder message) throws IOException {
        channel.write(message);
        channel.flush();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "login of " + user;
    }
}
