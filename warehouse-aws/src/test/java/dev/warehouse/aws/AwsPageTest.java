/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.warehouse.api.Progress;
import dev.warehouse.api.Warehouse;
import dev.warehouse.aws.standin.AwsStandIn;
import dev.warehouse.local.LocalPlatformProvider;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/aws.md. */
@NeedsStandIn
class AwsPageTest {

    @Test
    void clusterIsMadeLoadedAndDeleted() throws IOException {
        try (LocalRedshiftServer redshift = ((LocalRedshift) new LocalPlatformProvider().defaultPlatform()).start();
                S3Server s3 = new S3Server().deny("udacity-dend", "us-west-2");
                AwsStandIn aws = new AwsStandIn().clustersAt(redshift.endpoint())) {
            String before = aws.state();
            // tag::make[]
            RedshiftCluster cluster = RedshiftCluster.named("dwhcluster").region("us-west-2").nodeType("ra3.large").nodes(2)
                    .publiclyAccessible().reachableFrom("203.0.113.7/32")
                    .reads("s3://udacity-dend/log_data", "s3://udacity-dend/song_data", "s3://udacity-dend/log_json_path.json");
            // end::make[]
            cluster = StandInClusters.reached(cluster, aws.uri()).s3(s3.uri());
            // tag::plan[]
            System.out.println(cluster.plan());
            // end::plan[]
            assertThat(aws.changes()).isEmpty();
            // tag::use[]
            try (Warehouse warehouse = Warehouse.provision(cluster, Progress.terminal())) {
                warehouse.load();
            }
            System.out.println(cluster.describe().orElseThrow());
            cluster.pause();
            cluster.resume();
            System.out.println(cluster.skipFinalSnapshot().deprovision());
            // end::use[]
            assertThat(aws.state()).isEqualTo(before);
        }
    }

    @Test
    void workgroupIsMadeLoadedAndDeleted() throws IOException {
        try (LocalRedshiftServer redshift = ((LocalRedshift) new LocalPlatformProvider().defaultPlatform()).start();
                S3Server s3 = new S3Server().deny("udacity-dend", "us-west-2");
                AwsStandIn aws = new AwsStandIn().clustersAt(redshift.endpoint())) {
            String before = aws.state();
            // tag::serverless[]
            RedshiftServerless sales = RedshiftServerless.workgroup("sales").region("us-west-2").baseCapacity(8)
                    .maxCapacity(32).usageLimit(UsageLimit.daily(60)).publiclyAccessible().reachableFrom("203.0.113.7/32")
                    .reads("s3://udacity-dend/log_data", "s3://udacity-dend/song_data", "s3://udacity-dend/log_json_path.json");
            // end::serverless[]
            sales = StandInClusters.reached(sales, aws.uri()).s3(s3.uri());
            // tag::data-api[]
            try (Warehouse warehouse = Warehouse.provision(sales.dataApi(), Progress.terminal())) {
                warehouse.load();
            }
            // end::data-api[]
            sales.skipFinalSnapshot().deprovision();
            assertThat(aws.state()).isEqualTo(before);
        }
    }

    @Test
    void clusterOfAFileIsPlanned(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("dwh.cfg"), "[AWS]\nREGION=us-west-2\n[DWH]\n"
                + "DWH_CLUSTER_IDENTIFIER=dwhCluster\nDWH_IAM_ROLE_NAME=dwhRole\n");
        try (AwsStandIn aws = new AwsStandIn()) {
            // tag::config[]
            RedshiftCluster cluster = RedshiftCluster.fromConfig(file).publiclyAccessible().reachableFrom("203.0.113.7/32");
            // end::config[]
            assertThat(StandInClusters.reached(cluster, aws.uri()).plan().changes())
                    .anySatisfy(change -> assertThat(change).hasToString("create role dwhRole: Redshift may assume it"))
                    .anySatisfy(change -> assertThat(change.resource()).isEqualTo("cluster dwhcluster"));
        }
    }
}
