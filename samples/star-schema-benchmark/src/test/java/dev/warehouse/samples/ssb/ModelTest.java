/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.api.S3Location;
import dev.warehouse.api.Warehouse;
import dev.warehouse.etl.design.Cluster;
import dev.warehouse.etl.design.ClusterModel;
import dev.warehouse.etl.design.DataMovement;
import dev.warehouse.etl.design.DesignQuery;
import dev.warehouse.etl.design.Distribution;
import dev.warehouse.etl.design.ModelAnalysis;
import dev.warehouse.etl.design.PredicateAnalysis;
import dev.warehouse.etl.design.QueryAnalysis;
import dev.warehouse.etl.design.Recommendation;
import dev.warehouse.local.LocalRedshift;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark's queries on a cluster of 4 nodes, whose blocks are as small as the data: 16 KiB. */
@Timeout(300)
class ModelTest {

    private static final DesignQuery[] QUERIES = Queries.all().toArray(DesignQuery[]::new);
    private static final ClusterModel MODEL = ClusterModel.of(Cluster.of("ra3.xlplus", 4)).blockBytes(1 << 14);

    @TempDir
    private static Path folder;
    private static Warehouse warehouse;

    @BeforeAll
    static void load() throws IOException {
        warehouse = Warehouse.provision(LocalRedshift.temporary().bucket("bucket", folder));
        S3Location data = S3Location.of("s3://bucket/ssb/");
        new StarData(new BigDecimal("0.01"), 1).writeTo(warehouse.objects().orElseThrow(), data, 1, true);
        Designs.compare(Source.of(data, "us-west-2")).runs(1).run(warehouse);
        for (String table : List.of("lineorder", "part", "customer", "supplier", "dwdate")) {
            warehouse.dsl().execute("alter table nodist." + table + " alter diststyle even");
        }
    }

    @AfterAll
    static void close() {
        warehouse.close();
    }

    @Test
    void keysLeaveNothingToSend() {
        ModelAnalysis dist = MODEL.schema("dist").analyze(warehouse.dsl(), QUERIES);

        for (QueryAnalysis query : dist.queries()) {
            assertThat(query.networkBytes()).as(query.name()).isZero();
            assertThat(query.notSeen()).as(query.name()).isEmpty();
            assertThat(query.joins()).as(query.name()).isNotEmpty().allSatisfy(join -> assertThat(join.movement())
                    .isEqualTo(join.inner().equals("part") ? DataMovement.DS_DIST_NONE
                            : DataMovement.DS_DIST_ALL_NONE));
        }
        assertThat(dist.query("Q1.1").joins()).hasSize(1);
        assertThat(dist.query("Q2.1").joins()).hasSize(3);
        assertThat(dist.query("Q4.1").joins()).hasSize(4);
    }

    @Test
    void withoutKeysEachDimensionIsSent() {
        ModelAnalysis even = MODEL.schema("nodist").analyze(warehouse.dsl(), QUERIES);

        for (QueryAnalysis query : even.queries()) {
            assertThat(query.networkBytes()).as(query.name()).isPositive();
            assertThat(query.joins()).as(query.name()).noneMatch(join -> join.movement().isColocated());
        }
        // the 365 days of 1993, key and year of 4 bytes each, to three other nodes
        assertThat(even.query("Q1.1").networkBytes()).isEqualTo(365 * 8 * 3);
    }

    @Test
    void brandsAreInFewerBlocksNeitherWay() {
        // part is sorted by its key, from which a brand does not follow
        List<PredicateAnalysis> predicates = MODEL.schema("dist").analyze(warehouse.dsl(),
                QUERIES).query("Q2.3").predicates();

        assertThat(predicates).filteredOn(predicate -> predicate.table().equals("part")).singleElement()
                .satisfies(predicate -> assertThat(predicate.sortedBlocks()).isEqualTo(predicate.unsortedBlocks()));
    }

    @Test
    void proposalIsTheDesignWithKeysOfDistribution() {
        Recommendation recommendation = MODEL.schema("nodist").recommend(warehouse.dsl(), QUERIES);

        assertThat(recommendation.table("lineorder").distribution().style()).isEqualTo(Distribution.Style.KEY);
        assertThat(recommendation.table("supplier").distribution()).isEqualTo(Distribution.ALL);
        assertThat(recommendation.networkBytes()).isPositive();
        assertThat(recommendation.proposedNetworkBytes()).isZero();
        assertThat(recommendation.proposedBlocks()).isLessThan(recommendation.blocks());
    }
}
