/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import dev.warehouse.api.Stage;
import dev.warehouse.api.Warehouse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A cluster on a real account, made and deleted: {@code mvn test -pl warehouse-aws -am -Plive -Dlive.region=us-west-2
 * -Dlive.cidr=203.0.113.7/32 -Dlive.costs=accepted}, with credentials in the AWS SDK's default chain and the permissions of
 * docs/aws.md. It costs one node of ra3.large, with a public address, for about half an hour.
 */
@Tag("live")
class LiveClusterTest {

    @Test
    void clusterIsMadeFoundAgainAndDeletedWithAllThatBelongsToIt() {
        List<String> missing = Stream.of("live.region", "live.cidr", "live.costs")
                .filter(property -> System.getProperty(property) == null).toList();
        assertThat(missing).as("properties that are needed: live.region, live.cidr (this machine's network), live.costs")
                .isEmpty();
        assertThat(System.getProperty("live.costs")).isEqualTo("accepted");
        RedshiftCluster cluster = RedshiftCluster.named("warehouse-live-test").region(System.getProperty("live.region"))
                .publiclyAccessible().reachableFrom(System.getProperty("live.cidr"))
                .reads("s3://udacity-dend/log_data").skipFinalSnapshot();
        System.out.println(cluster.plan());
        try (Warehouse warehouse = Warehouse.provision(cluster, (stage, message) -> say(stage, message))) {
            assertThat(warehouse.dsl().fetchValue("select 6 * 7")).isEqualTo(42);
            assertThat(cluster.plan().changesSomething()).isFalse();
        } finally {
            DeprovisionReport report = cluster.deprovision((stage, message) -> say(stage, message));
            System.out.println(report);
            assertThat(report.failed()).isEmpty();
        }
        assertThat(cluster.describe()).isEmpty();
    }

    private static void say(Stage stage, String message) {
        System.out.println(stage.word() + " " + message);
    }
}
