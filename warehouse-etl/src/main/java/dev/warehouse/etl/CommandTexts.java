/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import dev.warehouse.api.internal.RolePropagation;
import dev.warehouse.api.internal.command.Authorization;
import dev.warehouse.api.internal.command.Secret;
import dev.warehouse.api.internal.command.Widths;
import dev.warehouse.api.internal.sql.RedshiftError;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** What the builders of COPY and UNLOAD have in common. */
final class CommandTexts {

    private static final Pattern S3 = Pattern.compile("s3://[^/\\s]+/.*", Pattern.DOTALL);
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d+");

    private CommandTexts() {
    }

    static String s3(String address, String name) {
        Objects.requireNonNull(address, () -> name + " must not be null");
        if (!S3.matcher(address).matches()) {
            throw new IllegalArgumentException(name + " must be an address in S3 such as s3://bucket/folder/, was \""
                    + address + "\"");
        }
        if (address.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(name + " must not hold the character NUL");
        }
        return address;
    }

    static String region(String region) {
        Objects.requireNonNull(region, "region must not be null");
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("region must be the code of an AWS region such as us-west-2, was \""
                    + region + "\"");
        }
        return region;
    }

    static Authorization roles(String arn, String... chain) {
        Objects.requireNonNull(arn, "arn must not be null");
        List<String> roles = new ArrayList<>(List.of(arn.split(",(?=arn:)", -1)));
        roles.addAll(Arrays.asList(chain));
        for (String role : roles) {
            // a comma inside a name would begin another role of the chain
            if (!ROLE.matcher(role).matches() || role.indexOf(',') >= 0) {
                throw new IllegalArgumentException("arn must be the ARN of a role such as "
                        + "arn:aws:iam::123456789012:role/dwhRole, without blanks, was \""
                        + String.join(",", roles) + "\"");
            }
        }
        return new Authorization.Roles(roles);
    }

    static Authorization keys(AccessKeys keys) {
        String token = keys.sessionToken();
        return new Authorization.Keys(new Secret(keys.accessKeyId()), new Secret(keys.secretAccessKey()),
                token == null ? null : new Secret(token));
    }

    static Widths widths(FixedWidth... columns) {
        if (columns.length == 0) {
            throw new IllegalArgumentException("columns must not be empty");
        }
        return new Widths(Arrays.stream(columns)
                .map(column -> FixedWidth.column(column.label(), column.characters())).toList());
    }

    /** Runs a statement outside a pipeline. In a transaction it is not repeated: a failed statement ends that. */
    static void execute(Statement statement, String sql, String target) throws SQLException {
        if (statement.getConnection().getAutoCommit()) {
            RolePropagation.OF_IAM.retry(target, () -> statement.execute(sql), message -> { });
        } else {
            statement.execute(sql);
        }
    }

    /** Refuses a statement with problems, naming all of them. */
    static void requireNone(List<String> problems, String statement) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(statement + " cannot run:\n  - " + String.join("\n  - ", problems));
        }
    }

    /** The error of a text that is no such command, with its place. */
    static IllegalArgumentException unreadable(String command, String sql, RedshiftError e) {
        int at = Math.min(Math.max(e.position(), 0), sql.length());
        String before = sql.substring(0, at);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = at - before.lastIndexOf('\n');
        StringBuilder message = new StringBuilder(command).append(" at ").append(line).append(':').append(column)
                .append(": ").append(e.getMessage());
        if (e.detail() != null) {
            message.append(". ").append(e.detail());
        }
        if (e.hint() != null) {
            message.append(message.charAt(message.length() - 1) == '.' ? " " : ". ").append(e.hint());
        }
        return new IllegalArgumentException(message.toString(), e);
    }
}
