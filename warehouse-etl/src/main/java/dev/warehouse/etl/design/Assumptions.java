/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the model takes for granted, said with each result. */
final class Assumptions {

    private Assumptions() {
    }

    static List<String> of(Cluster cluster, long blockBytes, Collection<TableDesign> designs) {
        List<String> assumptions = new ArrayList<>(List.of(
                "A cluster of " + cluster.nodes() + " " + cluster.nodeType() + " with " + cluster.slicesPerNode()
                        + " slices each and blocks of " + Numbers.bytes(blockBytes) + ".",
                "Bytes and blocks are without compression: encodings make both smaller, by how much is not modelled."
                        + " A VARCHAR"
                        + " takes its bytes and 4 more. The hidden columns of each table are not counted.",
                "KEY: the slice is the FNV-1a hash of 64 bits of the value (Redshift's function FNV_HASH), its"
                        + " halves combined"
                        + " by exclusive or, modulo the slices. Redshift's own hash is not published; its skew is of"
                        + " this"
                        + " kind, its slices are others.",
                "EVEN: rows go round the slices one by one. ALL: a copy on the first slice of each node.",
                "Tables are wholly sorted by their sort key, as after VACUUM, and without one in the order in which the"
                        + " warehouse gives them now.",
                "A zone map has the least and greatest value of each block of a column, of text the first 8 bytes."
                        + " Blocks are"
                        + " counted for each condition alone; of a table with DISTSTYLE ALL for one copy.",
                "A condition on one table narrows the blocks of that table only, not those of tables joined to it.",
                "Joins: the side with the most bytes that is not on every node first, then always the smallest that"
                        + " an equality ties to it, unless an"
                        + " outer join fixes the order; what moves is what sends the fewest bytes. Redshift's"
                        + " planner uses"
                        + " statistics and may choose otherwise.",
                "What moves are the columns that the query names, of the rows that meet the conditions on their own"
                        + " table."
                        + " A broadcast sends each byte to all other nodes; of rows sent by a hash, one in "
                        + cluster.nodes() + " stays on its node."));
        String automatic = names(designs, design -> design.declared().style() == Distribution.Style.AUTO
                && design.automatic() == null);
        if (!automatic.isEmpty()) {
            assumptions.add("AUTO (" + automatic + ") is ALL while copies on all nodes take no more blocks than"
                    + " EVEN, and EVEN"
                    + " beyond. Redshift's own limit is not published, and it may choose a KEY from the queries it"
                    + " sees.");
        }
        String interleaved = names(designs, TableDesign::interleaved);
        if (!interleaved.isEmpty()) {
            assumptions.add("INTERLEAVED sort keys (" + interleaved + ") are not modelled: their rows count as"
                    + " unsorted.");
        }
        String unknown = designs.stream().flatMap(design -> design.columns().stream()
                .filter(column -> !column.type().hasKnownWidth())
                .map(column -> design.table() + "." + column.name() + " " + column.type().name()))
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            assumptions.add("Columns whose bytes are not known count as none: " + unknown + ".");
        }
        return assumptions;
    }

    private static String names(Collection<TableDesign> designs, Predicate<TableDesign> which) {
        return designs.stream().filter(which).map(TableDesign::table).collect(Collectors.joining(", "));
    }
}
