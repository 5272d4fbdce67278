/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import dev.warehouse.api.ReportException;
import dev.warehouse.api.internal.ReportFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Distribution and sort keys that a {@link ClusterModel} proposes. It knows the queries it was given and the rows of
 * today, nothing else: not how often a query runs, what loads do, or how Redshift compresses. Measure before you keep
 * it.
 *
 * @param cluster the cluster it is for
 * @param tables what is proposed for each table that the queries name, with the reason
 * @param networkBytes what crosses between nodes for all queries together, as declared
 * @param proposedNetworkBytes the same as proposed
 * @param blocks blocks that zone maps leave to read for all conditions together, as declared
 * @param proposedBlocks the same as proposed
 */
public record Recommendation(Cluster cluster, List<Advice> tables, long networkBytes, long proposedNetworkBytes,
        long blocks, long proposedBlocks) {

    /** Checks what was given. */
    public Recommendation {
        Objects.requireNonNull(cluster, "cluster must not be null");
        tables = List.copyOf(tables);
    }

    /**
     * What is proposed for a table.
     *
     * @param table its name
     * @param declared the distribution it has
     * @param distribution the one it should have; the same if nothing better was found
     * @param distributionReason why, in a sentence
     * @param declaredSortKey the sort key it has
     * @param sortKey the one it should have; the same if nothing better was found
     * @param sortKeyReason why, in a sentence
     */
    public record Advice(String table, Distribution declared, Distribution distribution, String distributionReason,
            List<String> declaredSortKey, List<String> sortKey, String sortKeyReason) {

        /** Checks what was given. */
        public Advice {
            Objects.requireNonNull(table, "table must not be null");
            Objects.requireNonNull(declared, "declared must not be null");
            Objects.requireNonNull(distribution, "distribution must not be null");
            Objects.requireNonNull(distributionReason, "distributionReason must not be null");
            Objects.requireNonNull(sortKeyReason, "sortKeyReason must not be null");
            declaredSortKey = List.copyOf(declaredSortKey);
            sortKey = List.copyOf(sortKey);
        }

        /**
         * Whether anything shall change.
         *
         * @return false if the table stays as it is
         */
        public boolean isChange() {
            return !distribution.equals(declared) || !sortKey.equals(declaredSortKey);
        }

        /** The statements that bring it about, in Redshift's SQL. */
        List<String> statements() {
            List<String> statements = new ArrayList<>();
            String alter = "ALTER TABLE " + quoted(table) + " ALTER ";
            if (!distribution.equals(declared)) {
                String key = distribution.key();
                statements.add(alter + "DISTSTYLE " + distribution.style()
                        + (key == null ? "" : " DISTKEY " + quoted(key)) + ";");
            }
            if (!sortKey.equals(declaredSortKey)) {
                statements.add(alter + (sortKey.isEmpty() ? "SORTKEY NONE;"
                        : "SORTKEY (" + String.join(", ", sortKey.stream().map(Advice::quoted).toList()) + ");"));
            }
            return statements;
        }

        private static String quoted(String name) {
            return "\"" + name.replace("\"", "\"\"") + "\"";
        }
    }

    /**
     * What is proposed for one table.
     *
     * @param name the table's name
     * @return the proposal
     * @throws IllegalArgumentException if no query names it
     */
    public Advice table(String name) {
        return tables.stream().filter(advice -> advice.table().equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("name must be one of " + tables.stream().map(Advice::table).toList()
                        + ", was " + name));
    }

    /**
     * Whether anything shall change.
     *
     * @return false if the declared design stays
     */
    public boolean isChange() {
        return tables.stream().anyMatch(Advice::isChange);
    }

    /**
     * The proposal as a migration: {@code ALTER TABLE} statements of Redshift, each with its reason as a comment.
     * Redshift distributes and sorts the rows anew behind them, in its own time.
     *
     * @return the text of a file such as {@code V2__keys.sql}; without statements if nothing shall change
     */
    public String migration() {
        StringBuilder text = new StringBuilder("-- Distribution and sort keys, proposed for ").append(cluster)
                .append(" by a model of the queries and rows at hand.\n")
                .append("-- Over the network, all queries together: ").append(Numbers.bytes(networkBytes))
                .append(" as declared, ").append(Numbers.bytes(proposedNetworkBytes)).append(" as proposed.\n")
                .append("-- Blocks that zone maps leave to read, all conditions together: ").append(Numbers
                        .grouped(blocks))
                .append(" as declared, ").append(Numbers.grouped(proposedBlocks)).append(" as proposed.\n");
        for (Advice advice : tables) {
            text.append('\n');
            comment(text, advice.table() + ", distribution " + advice.distribution() + ": "
                    + advice.distributionReason());
            comment(text, advice.table() + ", " + (advice.sortKey().isEmpty() ? "no sort key"
                    : "sort key " + String.join(", ", advice.sortKey())) + ": " + advice.sortKeyReason());
            advice.statements().forEach(statement -> text.append(statement).append('\n'));
        }
        return text.toString();
    }

    /**
     * Writes {@link #migration()} to a file.
     *
     * @param file such as {@code src/main/resources/db/migration/V2__keys.sql}; one that exists is replaced
     * @throws ReportException if it cannot be written
     */
    public void write(Path file) {
        ReportFile.write(file, "migration", migration());
    }

    /**
     * The migration.
     *
     * @return lines, each ended by a line feed
     */
    @Override
    public String toString() {
        return migration();
    }

    private static void comment(StringBuilder text, String sentence) {
        // names may hold anything: a comment ends with its line
        text.append("-- ").append(sentence.replaceAll("\\s+", " ")).append('\n');
    }
}
