/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.tickets;

import static dev.warehouse.samples.tickets.schema.Tables.SPORTING_EVENT_TICKET;
import static dev.warehouse.samples.tickets.schema.Tables.SPORTING_EVENT_TICKET_FULL;
import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.select;

import dev.warehouse.api.CopyResult;
import dev.warehouse.api.S3Location;
import dev.warehouse.api.Warehouse;
import dev.warehouse.etl.Copy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Table;

/** Loads the one file and the parts, in turn. */
final class TicketLoads {

    static final String FULL = "one file";
    static final String SPLIT = "parts";
    static final String FULL_NOLOAD = "one file, only read (NOLOAD)";
    static final String SPLIT_NOLOAD = "parts, only read (NOLOAD)";

    /**
     * What the runs of one load gave.
     *
     * @param last the result of the last one
     * @param times how long each took, in order of time
     */
    record Load(CopyResult last, List<Duration> times) {

        Load {
            times = times.stream().sorted().toList();
        }

        Duration median() {
            return times.get((times.size() - 1) / 2);
        }
    }

    private final Warehouse warehouse;
    private final Copy full;
    private final Copy split;

    TicketLoads(Warehouse warehouse, S3Location full, S3Location split, String region) {
        this.warehouse = warehouse;
        this.full = copy(SPORTING_EVENT_TICKET_FULL, full.append("full.csv.gz"), region);
        this.split = copy(SPORTING_EVENT_TICKET, split.append("part"), region);
    }

    // tag::copy[]
    /** One file if the location names one; all parts if it is what their names begin with. */
    static Copy copy(Table<?> table, S3Location location, String region) {
        return Copy.into(table).from(location).gzip().delimiter(";").compUpdate(false).region(region);
    }
    // end::copy[]

    /** The statements, as they are sent. */
    List<String> statements() {
        return List.of(full.sql(), split.sql());
    }

    /** Loads each so many times into its table, emptied before, and each as often without storing the rows. */
    Map<String, Load> run(int runs) {
        Map<String, List<CopyResult>> results = new LinkedHashMap<>();
        // what comes first pays for classes that are loaded and code that is compiled
        full.noLoad().execute(warehouse);
        split.noLoad().execute(warehouse);
        for (int run = 0; run < runs; run++) {
            // another one goes first each time, so that drift hits both
            boolean fullFirst = run % 2 == 0;
            load(results, fullFirst ? FULL : SPLIT);
            load(results, fullFirst ? SPLIT : FULL);
            add(results, FULL_NOLOAD, full.noLoad().execute(warehouse));
            add(results, SPLIT_NOLOAD, split.noLoad().execute(warehouse));
        }
        Map<String, Load> loads = new LinkedHashMap<>();
        results.forEach((name, all) -> loads.put(name,
                new Load(all.get(all.size() - 1), all.stream().map(CopyResult::duration).toList())));
        return loads;
    }

    private void load(Map<String, List<CopyResult>> results, String name) {
        warehouse.dsl().truncate(name.equals(FULL) ? SPORTING_EVENT_TICKET_FULL : SPORTING_EVENT_TICKET).execute();
        add(results, name, (name.equals(FULL) ? full : split).execute(warehouse));
    }

    private static void add(Map<String, List<CopyResult>> results, String name, CopyResult result) {
        results.computeIfAbsent(name, ignored -> new ArrayList<>()).add(result);
    }

    /** Rows that only one of the two tables has. */
    long differences() {
        return difference(SPORTING_EVENT_TICKET, SPORTING_EVENT_TICKET_FULL)
                + difference(SPORTING_EVENT_TICKET_FULL, SPORTING_EVENT_TICKET);
    }

    private long difference(Table<?> one, Table<?> other) {
        return warehouse.dsl().fetchCount(select(asterisk()).from(one).except(select(asterisk()).from(other)));
    }
}
