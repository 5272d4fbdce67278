/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.local.internal.copy.CopyPipeline.Failure;
import dev.warehouse.local.internal.copy.LoadLog.LoadError;
import dev.warehouse.local.internal.copy.LoadLog.LoadedFile;
import dev.warehouse.local.internal.copy.LoadLog.Replacement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one file on their way from the thread that encoded them to the session's, with what was found out about them.
 * The session's thread judges it when the file has its turn. Reused.
 */
final class Batch {

    static final int TUPLES = 1 << 17;
    private static final int LARGEST_KEPT = TUPLES * 2;
    /** A file of nothing but bad rows fills no tuples: so many are told before the next batch. */
    private static final int MOST_FOUND = 256;
    /** With a raw line and a raw value. */
    private static final int FINDING_KILOBYTES = 4;

    /** Something that a row gave cause to tell. */
    sealed interface Finding permits Rejected, Replaced {
    }

    /** The row cannot be loaded. */
    record Rejected(LoadError error) implements Finding {
    }

    /** The row was loaded with other characters than it has. */
    record Replaced(Replacement replacement) implements Finding {
    }

    final TupleBuffer tuples = new TupleBuffer(TUPLES);
    /** In the order of the rows. */
    final List<Finding> findings = new ArrayList<>();
    long replacedRows;
    /** The clause that the file seems to want, if this is its first batch and there is one; else empty. */
    String compressedFile = "";
    /** What it takes of the room of its lane, in kilobytes. */
    int share;
    /** The file, if this is its last batch. */
    @Nullable LoadedFile loaded;
    /** Why nothing comes behind this batch. */
    @Nullable Failure failure;

    boolean isFull() {
        return tuples.size() > TUPLES - 2048 || findings.size() >= MOST_FOUND;
    }

    /** Whether it tells something that the session's thread could not know from a later batch alone. */
    boolean tells() {
        return !findings.isEmpty() || !compressedFile.isEmpty();
    }

    /** Kilobytes of memory that it takes. */
    int kilobytes() {
        return (tuples.capacity() >> 10) + findings.size() * FINDING_KILOBYTES;
    }

    boolean isReusable() {
        return tuples.capacity() <= LARGEST_KEPT;
    }

    void clear() {
        tuples.truncate(0);
        findings.clear();
        replacedRows = 0;
        compressedFile = "";
        loaded = null;
        failure = null;
    }
}
