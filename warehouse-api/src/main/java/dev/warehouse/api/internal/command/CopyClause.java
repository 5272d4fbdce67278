/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import java.util.List;
import java.util.Map;

/**
 * The clauses of COPY behind its authorization, in the order in which they are rendered, as COPY and its parameter
 * pages in the Amazon Redshift Database Developer Guide have them.
 */
public enum CopyClause implements Clause {
    /** A format. */
    JSON("FORMAT AS JSON", Arguments.mapping(List.of("auto", "auto ignorecase", "noshred"))),
    /** A format. */
    AVRO("FORMAT AS AVRO", Arguments.mapping(List.of("auto", "auto ignorecase"))),
    /** A format. */
    CSV("FORMAT AS CSV", Arguments.nothing()),
    /** The quotation mark of CSV. */
    QUOTE("QUOTE AS", Arguments.character()),
    /** A format. */
    PARQUET("FORMAT AS PARQUET", Arguments.nothing()),
    /** A format. */
    ORC("FORMAT AS ORC", Arguments.nothing()),
    /** Nested columns of PARQUET and ORC go into SUPER. */
    SERIALIZETOJSON("SERIALIZETOJSON", Arguments.nothing()),
    /** A format. */
    SHAPEFILE("FORMAT AS SHAPEFILE", Arguments.simplify()),
    /** A format. */
    FIXEDWIDTH("FIXEDWIDTH AS", Arguments.widths()),
    /** What separates fields. */
    DELIMITER("DELIMITER AS", Arguments.copyDelimiter()),
    /** A compression. */
    GZIP("GZIP", Arguments.nothing()),
    /** A compression. */
    BZIP2("BZIP2", Arguments.nothing()),
    /** A compression. */
    LZOP("LZOP", Arguments.nothing()),
    /** A compression. */
    ZSTD("ZSTD", Arguments.nothing()),
    /** The source is a list of objects. */
    MANIFEST("MANIFEST", Arguments.nothing()),
    /** The source lists hosts. */
    SSH("SSH", Arguments.nothing()),
    /** Objects are encrypted by the client. */
    ENCRYPTED("ENCRYPTED", Arguments.nothing()),
    /** The key of ENCRYPTED. */
    MASTER_SYMMETRIC_KEY("MASTER_SYMMETRIC_KEY", Arguments.secret()),
    /** The bucket's region. */
    REGION("REGION AS", Arguments.region()),
    /** How much of a DynamoDB table's throughput is used. */
    READRATIO("READRATIO", Arguments.number(1, 200)),
    /** A conversion. */
    ENCODING("ENCODING AS", Arguments.encoding()),
    /** A conversion. */
    DATEFORMAT("DATEFORMAT AS", Arguments.dateTime(List.of("auto"))),
    /** A conversion. */
    TIMEFORMAT("TIMEFORMAT AS", Arguments.dateTime(List.of("auto", "epochsecs", "epochmillisecs"))),
    /** A conversion. */
    NULL_AS("NULL AS", Arguments.copyNull()),
    /** A conversion. */
    EMPTYASNULL("EMPTYASNULL", Arguments.nothing()),
    /** A conversion. */
    BLANKSASNULL("BLANKSASNULL", Arguments.nothing()),
    /** A conversion. */
    TRIMBLANKS("TRIMBLANKS", Arguments.nothing()),
    /** A conversion. */
    TRUNCATECOLUMNS("TRUNCATECOLUMNS", Arguments.nothing()),
    /** A conversion. */
    ACCEPTINVCHARS("ACCEPTINVCHARS", Arguments.character("?")),
    /** A conversion. */
    ACCEPTANYDATE("ACCEPTANYDATE", Arguments.nothing()),
    /** A conversion. */
    ROUNDEC("ROUNDEC", Arguments.nothing()),
    /** A conversion. */
    EXPLICIT_IDS("EXPLICIT_IDS", Arguments.nothing()),
    /** A conversion. */
    ESCAPE("ESCAPE", Arguments.nothing()),
    /** A conversion. */
    REMOVEQUOTES("REMOVEQUOTES", Arguments.nothing()),
    /** A conversion. */
    FILLRECORD("FILLRECORD", Arguments.nothing()),
    /** A conversion. */
    IGNOREBLANKLINES("IGNOREBLANKLINES", Arguments.nothing()),
    /** A conversion. */
    IGNOREHEADER("IGNOREHEADER AS", Arguments.number(0, Integer.MAX_VALUE)),
    /** How many errors make the load fail. */
    MAXERROR("MAXERROR AS", Arguments.number(0, 100_000)),
    /** No number of errors makes the load fail. */
    IGNOREALLERRORS("IGNOREALLERRORS", Arguments.nothing()),
    /** Nothing is loaded. */
    NOLOAD("NOLOAD", Arguments.nothing()),
    /** How many rows the choice of encodings looks at. */
    COMPROWS("COMPROWS", Arguments.number(1000, Integer.MAX_VALUE)),
    /** Whether encodings are chosen. */
    COMPUPDATE("COMPUPDATE", Arguments.words("ON",
            Map.of("on", "ON", "true", "ON", "off", "OFF", "false", "OFF", "preset", "PRESET"))),
    /** Whether the planner's statistics are updated. */
    STATUPDATE("STATUPDATE", Arguments.onOff());

    private final String lead;
    private final Argument<?> argument;

    CopyClause(String lead, Argument<?> argument) {
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
        return this == QUOTE || this == SERIALIZETOJSON;
    }
}
