/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import dev.warehouse.local.internal.copy.StatementSession;
import java.io.IOException;
import java.util.List;

/** What UNLOAD needs of the session it runs in. */
public interface UnloadSession extends StatementSession {

    /**
     * The columns of a query, without running it.
     *
     * @param sql a query in PostgreSQL's SQL
     * @return its columns; none if it is no query
     * @throws StatementFailedException if PostgreSQL refused it: the client has been told already
     * @throws IOException if the connection to PostgreSQL or the client is gone
     */
    List<ResultColumn> describe(String sql) throws IOException;

    /**
     * What stands for a query after it was {@linkplain #describe described}: where it had to run for that, its result.
     *
     * @param sql the query
     * @return a query that gives the same rows
     */
    default String result(String sql) {
        return sql;
    }

    /**
     * Opens the way out of a query. Does not wait for PostgreSQL.
     *
     * @param sql a {@code COPY (…) TO STDOUT} in PostgreSQL's SQL, as text or binary
     * @return the open way; the caller reads it to its end or calls {@link CopyOut#abort()}
     * @throws IOException if the connection to PostgreSQL or the client is gone
     */
    CopyOut copyOut(String sql) throws IOException;

    /** The open way out of a query. What PostgreSQL sends ahead of its reader is bounded. */
    interface CopyOut {

        /**
         * Goes on to the next bytes; those before are no longer to be read.
         *
         * @return false at the end
         * @throws StatementFailedException if PostgreSQL failed: the client has been told already
         * @throws dev.warehouse.api.internal.sql.RedshiftError if the client cancelled or left while rows were awaited
         * @throws IOException if the connection to PostgreSQL is gone
         */
        boolean next() throws IOException;

        /**
         * The bytes: whole rows, in the format that the statement asked for.
         *
         * @return the buffer, filled up to {@link #length()}
         */
        byte[] bytes();

        /**
         * How many bytes there are.
         *
         * @return the number
         */
        int length();

        /**
         * Gives up before the end: PostgreSQL stops and the transaction is aborted. The client is told nothing: the
         * caller throws what the client shall see, a {@link dev.warehouse.api.internal.sql.RedshiftError}.
         *
         * @throws IOException if the connection to PostgreSQL is gone
         */
        void abort() throws IOException;
    }
}
