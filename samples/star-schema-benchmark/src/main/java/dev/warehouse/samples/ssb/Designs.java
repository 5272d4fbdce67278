/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import static dev.warehouse.samples.ssb.schema.Tables.CUSTOMER;
import static dev.warehouse.samples.ssb.schema.Tables.DWDATE;
import static dev.warehouse.samples.ssb.schema.Tables.LINEORDER;
import static dev.warehouse.samples.ssb.schema.Tables.PART;
import static dev.warehouse.samples.ssb.schema.Tables.SUPPLIER;

import dev.warehouse.etl.design.DesignComparison;
import dev.warehouse.etl.design.DesignQuery;
import dev.warehouse.schema.migrate.FlywayMigrations;

/** The two designs of the star, and what is asked of both. */
final class Designs {

    private Designs() {
    }

    // tag::comparison[]
    /** The same star without keys and with keys, loaded from the same files, asked the same questions. */
    static DesignComparison compare(Source source) {
        return DesignComparison.named("Star Schema Benchmark")
                .design("nodist", FlywayMigrations.at("classpath:db/ssb/nodist").schema("nodist"))
                .design("dist", FlywayMigrations.at("classpath:db/ssb/dist").schema("dist"))
                .copy(source.into(CUSTOMER), source.into(DWDATE), source.into(SUPPLIER), source.into(PART),
                        source.into(LINEORDER))
                .queries(Queries.all().toArray(DesignQuery[]::new));
    }
    // end::comparison[]
}
