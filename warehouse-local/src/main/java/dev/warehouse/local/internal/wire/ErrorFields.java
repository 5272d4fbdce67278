/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import dev.warehouse.api.internal.sql.LongNames;
import dev.warehouse.api.internal.sql.RedshiftError;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/** The fields of an ErrorResponse or a NoticeResponse. */
final class ErrorFields {

    private final Map<Character, String> fields = new LinkedHashMap<>();

    private ErrorFields() {
    }

    static ErrorFields parse(byte[] body, int length) throws IOException {
        ErrorFields parsed = new ErrorFields();
        MessageReader reader = new MessageReader(body, length);
        for (int code = reader.int8(); code != 0; code = reader.int8()) {
            parsed.fields.put((char) code, reader.cstring());
        }
        return parsed;
    }

    static ErrorFields of(String severity, String sqlState, String message) {
        ErrorFields made = new ErrorFields();
        made.fields.put('S', severity);
        made.fields.put('V', severity);
        made.fields.put('C', sqlState);
        made.fields.put('M', message);
        return made;
    }

    /** The error as a client gets it; positions in the statement count from 1. */
    static ErrorFields of(RedshiftError error, String statement) {
        ErrorFields made = of("ERROR", error.sqlState(), String.valueOf(error.getMessage()));
        String detail = error.detail();
        if (detail != null) {
            made.fields.put('D', detail);
        }
        String hint = error.hint();
        if (hint != null) {
            made.fields.put('H', hint);
        }
        if (error.position() >= 0 && error.position() <= statement.length()) {
            made.fields.put('P', Integer.toString(statement.codePointCount(0, error.position()) + 1));
        }
        return made;
    }

    private static final String SERIALIZATION_FAILURE = "40001";

    /** PostgreSQL's messages where Redshift has others. */
    private static final Map<String, String> MESSAGES = Map.of(
            "MERGE command cannot affect row a second time", "Found multiple matches to update the same tuple.");

    /** How PostgreSQL refuses a COMMIT or ROLLBACK of a procedure that was called in a transaction block. */
    private static final String IN_BLOCK = "invalid transaction termination";

    /**
     * Says it as Redshift does, and keeps the functions that stand in for Redshift out of the context.
     *
     * @param clientSql the client's statement; empty if it is not known
     */
    ErrorFields inRedshiftsWords(String clientSql) {
        fields.computeIfPresent('M', (code, message) -> MESSAGES.getOrDefault(message, message));
        if (LongNames.any()) {
            fields.computeIfPresent('M', (code, message) -> LongNames.lengthenAll(message));
        }
        NumberErrors number = NumberErrors.of(message());
        if (number != null && !fields.containsKey('P') && NumberErrors.isComputed(clientSql)) {
            String limits = fields.get('D');
            if (limits != null) {
                fields.put('H', limits);
            }
            fields.put('M', number.message());
            fields.put('C', NumberErrors.SQL_STATE);
            fields.put('D', number.detail());
        } else if (number != null) {
            fields.put('M', NumberErrors.onLeader(message()));
        }
        if (sqlState().equals(SERIALIZATION_FAILURE)) {
            fields.put('D', "Serializable isolation violation on a table: " + message());
            fields.put('M', "1023");
            fields.put('H', "roll back, and run the transaction again");
        }
        if (message().equals(IN_BLOCK)) {
            fields.put('M',
                    "COMMIT, ROLLBACK and TRUNCATE cannot be invoked from a procedure that is executing in an atomic "
                    + "context.");
            fields.put('H',
                    "Try calling the procedure as a top-level call i.e. not from within an explicit transaction block. "
                    + "Or, if this procedure (or one of its ancestors in the call chain) was created with SET config options, "
                    + "recreate the procedure without them.");
        }
        fields.computeIfPresent('W', (code, context) -> {
            String others = context.lines().filter(line -> !line.contains("pg_internal.")
                    && !line.startsWith("SQL function \"fit_")).collect(Collectors.joining("\n"));
            return others.isEmpty() ? null : others;
        });
        return this;
    }

    String message() {
        return fields.getOrDefault('M', "");
    }

    String detail() {
        return fields.getOrDefault('D', "");
    }

    String hint() {
        return fields.getOrDefault('H', "");
    }

    String sqlState() {
        return fields.getOrDefault('C', "");
    }

    /** The place in the statement, in characters from 0; or -1. */
    int position() {
        return Integer.parseInt(fields.getOrDefault('P', "0")) - 1;
    }

    /** Points to the same place in the client's own text. */
    ErrorFields movePosition(IntUnaryOperator toOriginal) {
        String position = fields.get('P');
        if (position != null) {
            int moved = toOriginal.applyAsInt(Integer.parseInt(position) - 1);
            if (moved >= 0) {
                fields.put('P', Integer.toString(moved + 1));
            } else {
                fields.remove('P');
            }
        }
        return this;
    }

    MessageBuilder toMessage(char type) {
        MessageBuilder message = new MessageBuilder(type);
        fields.forEach((code, text) -> message.int8(code).cstring(text));
        return message.int8(0);
    }
}
