/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a statement that the endpoint executes itself (COPY, UNLOAD) needs of the session it runs in. Everything happens
 * in the client's own PostgreSQL session and transaction, unseen by the client. One thread at a time.
 */
public interface StatementSession {

    /**
     * Runs a query and gives its rows, each value as PostgreSQL's text, null for NULL.
     *
     * @param sql one statement in PostgreSQL's SQL
     * @return the rows
     * @throws StatementFailedException if PostgreSQL refused it: the client has been told already
     * @throws IOException if the connection to PostgreSQL or the client is gone
     */
    List<@Nullable String[]> query(String sql) throws IOException;

    /**
     * Opens the way into a table.
     *
     * @param target the table
     * @return the open way; the caller calls {@link CopyIn#finish()} or {@link CopyIn#abort(String)}
     * @throws StatementFailedException if PostgreSQL refused it: the client has been told already
     * @throws IOException if the connection to PostgreSQL or the client is gone
     */
    CopyIn copyIn(Target target) throws IOException;

    /**
     * Sends the client a notice.
     *
     * @param message the text, with severity INFO
     * @throws IOException if the client is gone
     */
    void notice(String message) throws IOException;

    /**
     * Fails if the client asked to cancel the statement, or is gone. Cheap; called every few thousand rows.
     *
     * @throws dev.warehouse.api.internal.sql.RedshiftError with SQLSTATE 57014 if it did
     */
    void checkCancelled();

    /**
     * The process id of the session, as {@code pg_backend_pid()} gives it.
     *
     * @return the id
     */
    int pid();

    /**
     * The id of the statement, as {@code pg_last_query_id()} gives it.
     *
     * @return the id
     */
    long queryId();

    /**
     * The database that the session is in.
     *
     * @return its name
     */
    String database();

    /**
     * A table that is to be filled.
     *
     * @param table its name with its schema, as PostgreSQL takes it
     * @param columns the columns that get values, in their order
     */
    record Target(String table, List<String> columns) {

        /**
         * The way into it.
         *
         * @return PostgreSQL's SQL
         */
        public String sql() {
            return "COPY " + table + " (" + columns.stream().map(TargetTable::identifier)
                    .collect(Collectors.joining(", "))
                    + ") FROM STDIN (FORMAT binary)";
        }
    }

    /** The open way into a table, as PostgreSQL's binary COPY format. */
    interface CopyIn {

        /**
         * Sends bytes of the stream, cut anywhere.
         *
         * @param buffer where they are
         * @param offset the first one
         * @param length how many
         * @throws StatementFailedException if PostgreSQL failed in the meantime: the client has been told already
         * @throws IOException if the connection to PostgreSQL is gone
         */
        void write(byte[] buffer, int offset, int length) throws IOException;

        /**
         * Ends the stream; the rows are then in the table, in the client's transaction.
         *
         * @return how many rows PostgreSQL took
         * @throws StatementFailedException if PostgreSQL failed: the client has been told already
         * @throws IOException if the connection to PostgreSQL is gone
         */
        long finish() throws IOException;

        /**
         * Gives up: PostgreSQL drops the rows and the transaction is aborted. The client is told nothing: the caller
         * throws what the client shall see, a {@link dev.warehouse.api.internal.sql.RedshiftError}.
         *
         * @param reason for PostgreSQL's log
         * @throws IOException if the connection to PostgreSQL is gone
         */
        void abort(String reason) throws IOException;
    }

    /** PostgreSQL refused something on the way, and the client has been told: nothing is left to say. */
    final class StatementFailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /**
         * What PostgreSQL said.
         *
         * @param message its message
         */
        public StatementFailedException(String message) {
            super(message);
        }
    }
}
