/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import dev.warehouse.local.internal.copy.StatementSession.StatementFailedException;
import dev.warehouse.local.internal.unload.ResultColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A hidden question to PostgreSQL and its answer, handed from the thread that reads it to the one that asked. */
final class Exchange {

    private final List<@Nullable String[]> rows = new ArrayList<>();
    private boolean copyStarted;
    private boolean done;
    private boolean errorIsExpected;
    private boolean told;
    private List<ResultColumn> columns = List.of();
    private final CopyOutPipe rowsOut = new CopyOutPipe();
    private String tag = "";
    private @Nullable String failure;
    private @Nullable IOException lost;

    synchronized void row(@Nullable String[] row) {
        rows.add(row);
    }

    private void end() {
        done = true;
        rowsOut.end();
        notifyAll();
    }

    synchronized void described(List<ResultColumn> found) {
        columns = found;
        end();
    }

    synchronized List<ResultColumn> awaitColumns() throws IOException {
        awaitDone();
        return columns;
    }

    /** The way of the rows of a COPY out of PostgreSQL. Its own lock: a full one makes only its writer wait. */
    CopyOutPipe rowsOut() {
        return rowsOut;
    }

    /** Whether the client has heard of the failure. */
    synchronized boolean wasTold() {
        return told;
    }

    synchronized void copyStarted() {
        copyStarted = true;
        notifyAll();
    }

    synchronized void done(String commandTag) {
        tag = commandTag;
        end();
    }

    /** Gives whether the client shall hear of it. */
    synchronized boolean failed(String message) {
        failure = message;
        told = !errorIsExpected;
        end();
        return told;
    }

    synchronized void skipped() {
        if (!done) {
            failure = "skipped because an earlier statement failed";
            told = true;
            end();
        }
    }

    synchronized void lost(IOException cause) {
        lost = cause;
        end();
    }

    synchronized void expectError() {
        errorIsExpected = true;
    }

    synchronized boolean isDone() {
        return done;
    }

    synchronized List<@Nullable String[]> awaitRows() throws IOException {
        awaitDone();
        return rows;
    }

    synchronized void awaitCopyStarted() throws IOException {
        while (!copyStarted && !done) {
            pause();
        }
        check();
    }

    /** The number at the end of the command tag: rows taken. */
    synchronized long awaitCount() throws IOException {
        awaitDone();
        return Long.parseLong(tag.substring(tag.lastIndexOf(' ') + 1));
    }

    /** Waits for the end, whatever it is. */
    synchronized void awaitEnd() throws IOException {
        while (!done) {
            pause();
        }
        if (lost != null) {
            throw new IOException(lost.getMessage(), lost);
        }
    }

    synchronized void check() throws IOException {
        if (lost != null) {
            throw new IOException(lost.getMessage(), lost);
        }
        if (failure != null) {
            throw new StatementFailedException(failure);
        }
    }

    private void awaitDone() throws IOException {
        awaitEnd();
        check();
    }

    private void pause() throws IOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL answered", e);
        }
    }
}
