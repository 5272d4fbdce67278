/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import java.time.Instant;
import java.util.List;

/**
 * Where unloads leave their traces, for {@code stl_unload_log} and {@code sys_unload_history}. Written over a
 * connection of its own, so that the traces survive the rollback of the client's transaction.
 */
public interface UnloadLog {

    /**
     * Writes the traces of one unload. Called once, at its end, before the client hears of it.
     *
     * @param unload what happened
     */
    void write(Unload unload);

    /**
     * One UNLOAD that began.
     *
     * @param queryId the statement's id
     * @param pid the session's process id
     * @param userName who ran it
     * @param database where
     * @param location the target as it stands in the UNLOAD
     * @param fileFormat {@code Text}, {@code CSV}, {@code JSON}, {@code Parquet}
     * @param compression {@code GZIP} and its like, or empty
     * @param started when it began
     * @param ended when it ended
     * @param rows how many rows were written
     * @param files the files, none if it failed
     * @param error why it failed, empty if it did not
     */
    record Unload(
            long queryId, int pid, String userName, String database, String location, String fileFormat,
            String compression, Instant started, Instant ended, long rows, List<UnloadedFile> files, String error) {
    }

    /**
     * One file of an unload.
     *
     * @param path its full name, {@code s3://bucket/key}
     * @param slice the slice that wrote it
     * @param rows its rows, without the header
     * @param lines its lines: the rows, and the header if there is one
     * @param bytes its size as stored
     */
    record UnloadedFile(String path, int slice, long rows, long lines, long bytes) {
    }
}
