/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Failures of statements as JDBC tells them. The Data API gives the server's words without its SQLSTATE, so that is
 * found from the words.
 */
final class DataApiErrors {

    static final String CANCELLED = "57014";
    static final String NO_CONNECTION = "08006";

    private static final String OTHER = "XX000";

    private static final Map<Pattern, String> STATES = new LinkedHashMap<>();

    static {
        state("current transaction is aborted", "25P02");
        state("cannot run inside a transaction block", "25001");
        state("permission denied|must be owner", "42501");
        state("syntax error", "42601");
        state("column \\S+ does not exist|column .* of relation .* does not exist", "42703");
        state("relation \\S+ does not exist", "42P01");
        state("function .* does not exist|operator does not exist", "42883");
        state("schema \\S+ does not exist", "3F000");
        state("database \\S+ does not exist", "3D000");
        state("relation \\S+ already exists", "42P07");
        state("schema \\S+ already exists", "42P06");
        state("is not supported|not implemented", "0A000");
        state("could not serialize|serializable isolation violation", "40001");
        state("division by zero|divide by zero", "22012");
        state("value too long", "22001");
        state("out of range", "22003");
        state("invalid input syntax|invalid digit", "22P02");
        state("canceling statement|cancelled on user|cancell?ed", CANCELLED);
    }

    private static final Map<String, String> WAYS_OUT = Map.of(
            "ActiveStatementsExceededException", "as many statements run or wait in the Data API as may: try again once"
                    + " some are done",
            "ActiveSessionsExceededException", "as many sessions of the Data API are open as may: close some"
                    + " connections, or wait for sessions of before to end",
            "DatabaseConnectionException", "the Data API does not get into the database: check the secret, or the user,"
                    + " and that the warehouse is available",
            "QueryTimeoutException", "the Data API gave up waiting: try again",
            "InternalServerException", "AWS failed: try again",
            "ValidationException", "the Data API refuses it, or its session has ended: statements have 200 KB at most,"
                    + " and sessions end when they are idle for long; open another connection",
            "ResourceNotFoundException", "the Data API does not know it any more: results are kept for 24 hours, and"
                    + " the warehouse must exist in this region");

    private DataApiErrors() {
    }

    private static void state(String words, String state) {
        STATES.put(Pattern.compile("(?is).*(?:" + words + ").*"), state);
    }

    /** A statement that the server refused, in its words. */
    static SQLException refused(String said) {
        String state = STATES.entrySet().stream().filter(entry -> entry.getKey().matcher(said).matches())
                .map(Map.Entry::getValue).findFirst().orElse(OTHER);
        return new SQLException(said, state);
    }

    static SQLException aborted(String said) {
        return new SQLException(said.isEmpty() ? "the statement was cancelled" : said, CANCELLED);
    }

    /** A call that the Data API itself refused. */
    static SQLException failed(String action, DataApiTarget target, SdkException failure) {
        String code = failure instanceof AwsServiceException told ? AwsErrors.code(told) : "";
        String wayOut = WAYS_OUT.get(code);
        String message = wayOut == null
                ? AwsErrors.failure(action, target.toString(), failure).summary()
                : action + " on " + target + " failed with " + code + ": " + wayOut + ". AWS said: "
                        + ((AwsServiceException) failure).awsErrorDetails().errorMessage();
        return new SQLException(message, stateOf(code, message), failure);
    }

    // what leaves the session as it was must not look like a lost connection
    private static String stateOf(String code, String message) {
        return switch (code) {
            case "ActiveStatementsExceededException", "ActiveSessionsExceededException" -> "53300";
            case "ValidationException" -> message.matches("(?is).*AWS said: .*session.*") ? NO_CONNECTION : "42000";
            default -> NO_CONNECTION;
        };
    }
}
