package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.sql.RedshiftError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The form of COPY's and UNLOAD's authorization. It is checked and then forgotten; no value is ever repeated, because it
 * may be a secret. Defined by the authorization parameters of COPY in the Amazon Redshift Database Developer Guide.
 */
public final class Authorization {

    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::[^:,\\s]*:role/[^,\\s]+");

    private Authorization() {
    }

    /**
     * Checks the string of IAM_ROLE: a role, a chain of roles, or the words that stand for one.
     *
     * @param role the string's value
     * @param position where it stands in the statement
     * @throws RedshiftError if it is none
     */
    public static void checkIamRole(String role, int position) {
        if (!role.equals("SESSION") && !role.equalsIgnoreCase("default")) {
            checkRoles(role, position);
        }
    }

    private static void checkRoles(String chain, int position) {
        for (String role : chain.split(",", -1)) {
            if (!ROLE.matcher(role).matches()) {
                throw new RedshiftError(RedshiftError.INTERNAL_ERROR,
                        "not authorized to assume IAM Role: the role is no ARN (code 8001)", null,
                        "Write IAM_ROLE default or IAM_ROLE 'arn:aws:iam::<account>:role/<name>'; "
                                + "a chain of roles is separated by commas without blanks.", position);
            }
        }
    }

    /**
     * Checks the string of CREDENTIALS.
     *
     * @param credentials the string's value
     * @param position where it stands in the statement
     * @return the names of what it gives, without the values
     * @throws RedshiftError if it has not the documented form
     */
    public static List<String> checkCredentials(String credentials, int position) {
        List<String> keys = new ArrayList<>();
        for (String part : credentials.split(";", -1)) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? "" : part.substring(0, equals);
            String value = part.substring(equals + 1);
            if (part.isEmpty() && !keys.isEmpty()) {
                continue;
            }
            if (value.isBlank() || keys.contains(key)) {
                throw invalidCredentials(position);
            }
            keys.add(key);
            if (key.equals("aws_iam_role")) {
                checkRoles(value, position);
            }
        }
        boolean role = keys.contains("aws_iam_role");
        boolean keyPair = keys.contains("aws_access_key_id") && keys.contains("aws_secret_access_key");
        List<String> allowed = role
                ? List.of("aws_iam_role", "master_symmetric_key")
                : List.of("aws_access_key_id", "aws_secret_access_key", "token", "master_symmetric_key");
        if (role == keyPair || !allowed.containsAll(keys)) {
            throw invalidCredentials(position);
        }
        return keys;
    }

    private static RedshiftError invalidCredentials(int position) {
        return RedshiftError.syntax("Invalid credentials. Must be of the format: credentials "
                + "'aws_access_key_id=<access-key-id>;aws_secret_access_key=<secret-access-key>"
                + "[;token=<temporary-session-token>]'",
                "A role is written as credentials 'aws_iam_role=arn:aws:iam::<account>:role/<name>', without blanks.",
                position);
    }
}
