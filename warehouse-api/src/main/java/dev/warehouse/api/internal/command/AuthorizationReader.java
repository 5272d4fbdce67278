/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import dev.warehouse.api.internal.sql.RedshiftError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects the words of an authorization wherever they stand, and tells what they make together. */
final class AuthorizationReader {

    private static final List<String> KINDS = List.of("iam_role", "access_key_id", "credentials");
    private static final List<String> KEYS = List.of("access_key_id", "secret_access_key", "session_token");

    private final String command;
    private final Map<String, Integer> positions = new LinkedHashMap<>();
    private final Map<String, Secret> keys = new LinkedHashMap<>();
    private @Nullable Authorization authorization;
    private @Nullable Secret masterSymmetricKey;
    private int masterPosition;

    AuthorizationReader(String command) {
        this.command = command;
    }

    /** Reads what stands behind a word of authorization that was just read; false if it is none. */
    boolean read(String word, TokenReader tokens) {
        if (!KINDS.contains(word) && !KEYS.contains(word)) {
            return false;
        }
        positions.put(word, tokens.before());
        tokens.noise();
        if (word.equals("iam_role")) {
            authorization = tokens.word("default") ? Authorization.DEFAULT : ofRole(
                    tokens.string("IAM_ROLE", "the word default or a role's ARN in single quotes"),
                    tokens.before());
        } else if (word.equals("credentials")) {
            String text = tokens.string("CREDENTIALS", "a credential string in single quotes");
            Credentials credentials = Credentials.parse(text, tokens.before());
            authorization = credentials.authorization();
            masterSymmetricKey = credentials.masterSymmetricKey();
            masterPosition = tokens.before();
        } else {
            String name = word.toUpperCase(Locale.ROOT);
            String value = tokens.string(name, "a string in single quotes");
            if (value.isBlank()) {
                throw RedshiftError.syntax(name + " must not be empty", null, tokens.before());
            }
            keys.put(word, new Secret(value));
        }
        return true;
    }

    /** Whether keys or a role stand in a string of CREDENTIALS. */
    boolean isCredentials() {
        return positions.containsKey("credentials");
    }

    @Nullable Secret masterSymmetricKey() {
        return masterSymmetricKey;
    }

    int masterPosition() {
        return masterPosition;
    }

    /** What was given; no authorization, two kinds of it, or half of one, is an error. */
    Authorization result(int end) {
        List<String> kinds = new ArrayList<>(KINDS);
        kinds.retainAll(positions.keySet());
        if (kinds.size() > 1) {
            throw RedshiftError.syntax("conflicting authorization: " + upper(kinds.get(0)) + " and "
                    + upper(kinds.get(1)), "Keep one of them, best IAM_ROLE.", positions.get(kinds.get(1)));
        }
        if (kinds.isEmpty()) {
            throw RedshiftError.syntax(command + " needs an authorization",
                    "Add IAM_ROLE default or IAM_ROLE 'arn:aws:iam::<account>:role/<name>'.",
                    positions.getOrDefault("secret_access_key", end));
        }
        Secret id = keys.get("access_key_id");
        Secret secret = keys.get("secret_access_key");
        Secret token = keys.get("session_token");
        if ((id == null) != (secret == null) || token != null && id == null) {
            throw RedshiftError.syntax("ACCESS_KEY_ID and SECRET_ACCESS_KEY belong together",
                    "Give both, and SESSION_TOKEN only beside them; better, give IAM_ROLE.",
                    positions.get(kinds.get(0)));
        }
        return id != null && secret != null ? new Authorization.Keys(id, secret, token)
                : Objects.requireNonNull(authorization);
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    /** The string of IAM_ROLE: a role, a chain of roles, or the words that stand for one. */
    private static Authorization ofRole(String role, int position) {
        if (role.equals("SESSION")) {
            return new Authorization.Session();
        }
        return role.equalsIgnoreCase("default") ? Authorization.DEFAULT : roles(role, position);
    }

    private static Authorization.Roles roles(String chain, int position) {
        try {
            return new Authorization.Roles(List.of(chain.split(",", -1)));
        } catch (IllegalArgumentException e) {
            throw new RedshiftError(RedshiftError.INTERNAL_ERROR,
                    "not authorized to assume IAM Role: the role is no ARN (code 8001)", null,
                    "Write IAM_ROLE default or IAM_ROLE 'arn:aws:iam::<account>:role/<name>'; "
                            + "a chain of roles is separated by commas without blanks.", position);
        }
    }

    /**
     * What a string of CREDENTIALS gives.
     *
     * @param authorization a role, or keys
     * @param masterSymmetricKey the key of client-side encryption, or null
     */
    private record Credentials(Authorization authorization, @Nullable Secret masterSymmetricKey) {

        static Credentials parse(String credentials, int position) {
            Map<String, Secret> given = new LinkedHashMap<>();
            for (String part : credentials.split(";", -1)) {
                int equals = part.indexOf('=');
                String key = equals < 0 ? "" : part.substring(0, equals);
                String value = part.substring(equals + 1);
                if (part.isEmpty() && !given.isEmpty()) {
                    continue;
                }
                boolean blank = value.isEmpty() || value.chars().anyMatch(Character::isWhitespace);
                if (blank || given.put(key, new Secret(value)) != null) {
                    throw invalid(position);
                }
            }
            Secret role = given.remove("aws_iam_role");
            Secret id = given.remove("aws_access_key_id");
            Secret secret = given.remove("aws_secret_access_key");
            Secret token = given.remove("token");
            Secret master = given.remove("master_symmetric_key");
            boolean keys = id != null || secret != null || token != null;
            if (!given.isEmpty() || (role != null) == keys) {
                throw invalid(position);
            }
            if (role != null) {
                return new Credentials(roles(role.value(), position), master);
            }
            if (id == null || secret == null) {
                throw invalid(position);
            }
            return new Credentials(new Authorization.Keys(id, secret, token), master);
        }

        private static RedshiftError invalid(int position) {
            return RedshiftError.syntax("Invalid credentials. Must be of the format: credentials "
                    + "'aws_access_key_id=<access-key-id>;aws_secret_access_key=<secret-access-key>"
                    + "[;token=<temporary-session-token>]'",
                    "A role is written as credentials 'aws_iam_role=arn:aws:iam::<account>:role/<name>', "
                            + "without blanks.", position);
        }
    }
}
