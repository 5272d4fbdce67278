/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import dev.warehouse.api.CheckException;
import dev.warehouse.api.internal.KnownError;
import dev.warehouse.api.internal.Reasons;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a cluster would do with tables and queries, computed from the real rows and the declared design. The cluster
 * need not exist, so that a laptop can tell what distribution and sort keys do, which its own times cannot.
 *
 * <pre>{@code
 * ClusterModel model = ClusterModel.of(Cluster.of("ra3.xlplus", 4));
 * System.out.println(model.analyze(warehouse.dsl(), new DesignQuery("by brand", query)));
 * model.recommend(warehouse.dsl(), new DesignQuery("by brand", query)).write(Path.of("V2__keys.sql"));
 * }</pre>
 *
 * <p>For each table: the rows on each slice under EVEN, KEY, ALL and AUTO, the skew, and the bytes. For each join of a
 * query: what moves, in the words of Redshift's EXPLAIN, and how many bytes cross from node to node. For each range or
 * equality condition: the blocks that zone maps leave to read, with and without the sort key. What the model takes for
 * granted is part of its result ({@link ModelAnalysis#assumptions()}), and what it does not understand of a query too
 * ({@link QueryAnalysis#notSeen()}).
 *
 * <p>Rows are counted by the warehouse or streamed from it: memory does not grow with the tables, time does. Each table
 * with conditions is read once in the order of its rows, and once sorted. Immutable.
 *
 * <p>The rules are from "Working with data distribution styles", "Sort keys" and "Evaluating the query plan" of the AWS
 * database developer guide.
 */
public final class ClusterModel implements DesignAnalyzer {

    /** Redshift's own: 1 MB. */
    public static final long BLOCK_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(ClusterModel.class);

    private final Cluster cluster;
    private final long blockBytes;
    private final @Nullable String schema;

    private ClusterModel(Cluster cluster, long blockBytes, @Nullable String schema) {
        this.cluster = cluster;
        this.blockBytes = blockBytes;
        this.schema = schema;
    }

    /**
     * A model with Redshift's blocks of 1 MB.
     *
     * @param cluster the cluster
     * @return a model
     */
    public static ClusterModel of(Cluster cluster) {
        return new ClusterModel(Objects.requireNonNull(cluster, "cluster must not be null"), BLOCK_BYTES, null);
    }

    /**
     * A model with blocks of another size: with small ones, few rows show what many rows do.
     *
     * @param bytes of a block, 16 or more
     * @return a model
     */
    public ClusterModel blockBytes(long bytes) {
        if (bytes < 16) {
            throw new IllegalArgumentException("bytes must be at least 16, was " + bytes);
        }
        return new ClusterModel(cluster, bytes, schema);
    }

    /**
     * A model of the tables of one schema: where those are that queries name without a schema.
     *
     * @param name such as {@code dist}; without this it is the session's current schema
     * @return a model
     */
    public ClusterModel schema(String name) {
        return new ClusterModel(cluster, blockBytes, Objects.requireNonNull(name, "name must not be null"));
    }

    @Override
    public String name() {
        return "model of " + cluster;
    }

    /**
     * Computes what the cluster would do with queries and the tables they name.
     *
     * @param dsl jOOQ on the warehouse that has the rows; tables are looked for in {@link #schema(String)}
     * @param queries the queries
     * @return what was found
     * @throws IllegalArgumentException if there are no queries
     * @throws CheckException if the warehouse could not be read
     */
    public ModelAnalysis analyze(DSLContext dsl, DesignQuery... queries) {
        return analyze(dsl, List.of(), List.of(queries));
    }

    @Override
    public DesignAnalysis analyze(LoadedDesign design) {
        Map<String, ExplainPlan> plans = new HashMap<>();
        if (!RedshiftPlans.isLocal(design.dsl())) {
            for (DesignQuery query : design.queries()) {
                ExplainPlan plan = RedshiftPlans.explain(design.dsl(), query.select());
                if (!plan.isRedshift()) {
                    break;
                }
                plans.put(query.name(), plan);
            }
        }
        return ModelFacts.of(analyze(design.dsl(), design.tables(), design.queries()), plans);
    }

    /**
     * Proposes distribution and sort keys for the tables that the queries name: those that the model finds better than
     * what is declared, and no other.
     *
     * @param dsl jOOQ on the warehouse that has the rows; tables are looked for in {@link #schema(String)}
     * @param queries the queries that matter, those that matter twice twice
     * @return a design for each table with its reason, and the migration that brings it about
     * @throws IllegalArgumentException if there are no queries
     * @throws CheckException if the warehouse could not be read
     */
    public Recommendation recommend(DSLContext dsl, DesignQuery... queries) {
        return run(dsl, List.of(), List.of(queries), run -> new Recommender(run).recommend());
    }

    private ModelAnalysis analyze(DSLContext dsl, List<String> tables, List<DesignQuery> queries) {
        return run(dsl, tables, queries, ModelRun::analysis);
    }

    private <T> T run(DSLContext dsl, List<String> tables, List<DesignQuery> queries, Function<ModelRun, T> work) {
        Objects.requireNonNull(dsl, "dsl must not be null");
        if (queries.isEmpty()) {
            throw new IllegalArgumentException("queries must not be empty");
        }
        try {
            return dsl.connectionResult(connection -> inTransaction(connection, () -> {
                DSLContext session = DSL.using(dsl.configuration().derive(connection));
                String path = session.fetchSingle("show search_path").get(0, String.class);
                if (schema != null) {
                    session.execute("set local search_path to " + session.render(DSL.name(schema)));
                }
                try {
                    return work.apply(new ModelRun(cluster, blockBytes, session, connection, tables, queries));
                } finally {
                    restore(session, path);
                }
            }));
        } catch (DataAccessException e) {
            throw new CheckException(KnownError.COMPARISON_FAILED, List.of(),
                    name() + " could not read the warehouse: " + Reasons.of(e), e);
        }
    }

    /**
     * In a transaction of somebody else the path of before is wanted back; a failed one ends, and with it what was set.
     */
    private static void restore(DSLContext session, String path) {
        try {
            session.execute("set local search_path to " + path);
        } catch (DataAccessException e) {
            LOG.debug("model: the transaction has failed, and its search path goes with it", e);
        }
    }

    /** Streams need a transaction; all it does is read, so nothing of it stays. */
    private static <T> T inTransaction(Connection connection, Supplier<T> work) throws SQLException {
        if (!connection.getAutoCommit()) {
            return work.get();
        }
        connection.setAutoCommit(false);
        try {
            return work.get();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
