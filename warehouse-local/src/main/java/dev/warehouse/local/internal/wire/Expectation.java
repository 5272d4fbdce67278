/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.internal.catalog.QueryLog;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An answer that PostgreSQL still owes: one for each message sent to it that is answered. The order of the answers is
 * the order of the messages, so the queue of these tells whose answer comes in.
 */
final class Expectation {

    /** What was sent, and so what ends the answer. */
    enum Kind {
        /** Parse, ended by ParseComplete. */
        PARSE,
        /** Bind, ended by BindComplete. */
        BIND,
        /** Describe, ended by RowDescription or NoData. */
        DESCRIBE,
        /** Execute, ended by CommandComplete, EmptyQueryResponse or PortalSuspended. */
        EXECUTE,
        /** Close, ended by CloseComplete. */
        CLOSE,
        /** Sync, ended by ReadyForQuery. */
        SYNC,
        /** A simple query or a function call, ended by ReadyForQuery. */
        QUERY
    }

    final Kind kind;
    /** The client did not send this message and shall not see its answer. */
    boolean hidden;
    /** Notices that come with the answer are not for the client. */
    boolean silent;
    /** The client sees what is described, but not that nothing is. */
    boolean hideNoData;
    /** What the client gets instead of PostgreSQL's error; with a text that PostgreSQL must refuse. */
    @Nullable RedshiftError replacement;
    /** The client's text that positions refer to. */
    String clientSql = "";
    /** From a position in PostgreSQL's text to the one in the client's. */
    @Nullable IntUnaryOperator toClientPosition;
    /** The command tag that the client gets instead of PostgreSQL's. */
    @Nullable String tag;
    /** The id of the client's statement that it ends, or -1. */
    long queryId = -1;
    /** What the log of queries says of the statement that it ends. */
    QueryLog.@Nullable Entry entry;
    /** Where the answer of a hidden message goes. */
    @Nullable Exchange exchange;

    /** How many statements that may change a table were sent before. */
    long tableChanges;

    Expectation(Kind kind) {
        this.kind = kind;
    }

    static Expectation visible(Kind kind) {
        return new Expectation(kind);
    }

    static Expectation hidden(Kind kind, @Nullable Exchange exchange) {
        Expectation expectation = new Expectation(kind);
        expectation.hidden = true;
        expectation.exchange = exchange;
        return expectation;
    }

    boolean isEndedBy(int type) {
        return switch (kind) {
            case PARSE -> type == '1';
            case BIND -> type == '2';
            case DESCRIBE -> type == 'T' || type == 'n';
            case EXECUTE -> type == 'C' || type == 'I' || type == 's';
            case CLOSE -> type == '3';
            case SYNC, QUERY -> type == 'Z';
        };
    }

    /** PostgreSQL will not answer: it skips everything until the next Sync. */
    void skipped(String error) {
        if (entry != null) {
            entry.failed(error);
        }
        if (exchange != null) {
            exchange.skipped();
        }
    }
}
