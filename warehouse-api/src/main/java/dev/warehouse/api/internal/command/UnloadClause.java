/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import java.util.Map;

/**
 * The clauses of UNLOAD behind its authorization, in the order in which they are rendered, as UNLOAD in the Amazon
 * Redshift Database Developer Guide has them.
 */
public enum UnloadClause implements Clause {
    /** A format. */
    CSV("FORMAT AS CSV", Arguments.nothing()),
    /** A format. */
    JSON("FORMAT AS JSON", Arguments.nothing()),
    /** A format. */
    PARQUET("FORMAT AS PARQUET", Arguments.nothing()),
    /** A format. */
    FIXEDWIDTH("FIXEDWIDTH AS", Arguments.widths()),
    /** What separates fields. */
    DELIMITER("DELIMITER AS", Arguments.unloadDelimiter()),
    /** The names of the columns come first. */
    HEADER("HEADER", Arguments.nothing()),
    /** Quotation marks around every field. */
    ADDQUOTES("ADDQUOTES", Arguments.nothing()),
    /** Backslashes before what would be read as something else. */
    ESCAPE("ESCAPE", Arguments.nothing()),
    /** What stands for NULL. */
    NULL_AS("NULL AS", Arguments.unloadNull()),
    /** A compression. */
    GZIP("GZIP", Arguments.nothing()),
    /** A compression. */
    BZIP2("BZIP2", Arguments.nothing()),
    /** A compression. */
    ZSTD("ZSTD", Arguments.nothing()),
    /** The end of the files' names. */
    EXTENSION("EXTENSION", Arguments.extension()),
    /** Folders by the values of columns. */
    PARTITION_BY("PARTITION BY", Arguments.partitionBy()),
    /** A list of the files; VERBOSE, also of the columns. */
    MANIFEST("MANIFEST", Arguments.words("", Map.of("verbose", "VERBOSE"))),
    /** Several files at once. */
    PARALLEL("PARALLEL", Arguments.onOff()),
    /** How large a file may be, in bytes. */
    MAXFILESIZE("MAXFILESIZE AS",
            Arguments.size(false, UnloadCommand.LEAST_FILE, UnloadCommand.LARGEST_FILE, "5 MB", "6.2 GB")),
    /** How large a row group of PARQUET may be, in bytes. */
    ROWGROUPSIZE("ROWGROUPSIZE AS", Arguments.size(true, 32L << 20, 128L << 20, "32 MB", "128 MB")),
    /** Objects of the same names are replaced. */
    ALLOWOVERWRITE("ALLOWOVERWRITE", Arguments.nothing()),
    /** Objects under the prefix are removed. */
    CLEANPATH("CLEANPATH", Arguments.nothing()),
    /** Files are encrypted; AUTO, by the bucket's key. */
    ENCRYPTED("ENCRYPTED", Arguments.words("", Map.of("auto", "AUTO"))),
    /** The key of ENCRYPTED on the server's side. */
    KMS_KEY_ID("KMS_KEY_ID", Arguments.keyId()),
    /** The key of ENCRYPTED on the client's side. */
    MASTER_SYMMETRIC_KEY("MASTER_SYMMETRIC_KEY", Arguments.secret()),
    /** The bucket's region. */
    REGION("REGION AS", Arguments.region());

    private final String lead;
    private final Argument<?> argument;

    UnloadClause(String lead, Argument<?> argument) {
        this.lead = lead;
        this.argument = argument;
    }

    @Override
    public String lead() {
        return lead;
    }

    @Override
    public Argument<?> argument() {
        return argument;
    }

    @Override
    public boolean isAttached() {
        return false;
    }
}
