/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.aws.standin.AwsStandIn;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The life cycle of a cluster and of a workgroup, by nothing but the calls of the API: on the stand-in, or, with
 * {@code -Dtest.aws.endpoint=http://127.0.0.1:5000}, on any other server that answers as AWS does. That one's clusters need
 * not be reached. The workgroup is left out there unless {@code -Dtest.aws.serverless=true} says that it has any.
 */
class AnyAwsTest {

    private final List<AutoCloseable> opened = new ArrayList<>();
    private RedshiftCluster cluster;
    private RedshiftServerless workgroup;

    @BeforeEach
    void reach() throws IOException {
        String another = System.getProperty(NeedsStandIn.ANOTHER);
        URI address;
        if (another == null) {
            LocalRedshiftServer redshift = LocalRedshift.temporary().start();
            opened.add(redshift);
            AwsStandIn aws = new AwsStandIn().clustersAt(redshift.endpoint());
            opened.add(aws);
            address = aws.uri();
        } else {
            address = URI.create(another);
        }
        cluster = StandInClusters.reached(RedshiftCluster.named("dwhcluster").region("us-west-2"), address)
                .reads("s3://udacity-dend/log_data").reachableFrom("203.0.113.7/32").publiclyAccessible()
                .password("Passw0rdOfTheTest").skipFinalSnapshot();
        workgroup = StandInClusters.reached(RedshiftServerless.workgroup("sales").region("us-west-2"), address)
                .reads("s3://udacity-dend/log_data").reachableFrom("203.0.113.7/32").publiclyAccessible()
                .usageLimit(UsageLimit.daily(60)).password("Passw0rdOfTheTest").skipFinalSnapshot();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @Test
    void clusterIsMadeFoundAgainAndDeletedWithAllThatBelongsToIt() {
        assertThat(cluster.plan().changesSomething()).isTrue();
        assertThat(cluster.describe()).isEmpty();

        provision(cluster);

        ProvisionPlan plan = cluster.plan();
        assertThat(plan.changesSomething()).as("%s", plan).isFalse();
        ClusterDescription description = cluster.describe().orElseThrow();
        assertThat(description.status()).isEqualTo("available");
        assertThat(description.nodes()).isEqualTo(1);
        assertThat(description.roles()).hasSize(1).allMatch(role -> role.endsWith(":role/warehouse-dwhcluster"));
        assertThat(description.tags()).containsEntry("warehouse:cluster", "us-west-2/dwhcluster");
        assertThat(cluster.deprovisionPlan().changes()).extracting(change -> change.verb() + " " + change.resource())
                .containsExactly("DELETE cluster dwhcluster", "DELETE subnet group warehouse-dwhcluster",
                        "DELETE security group warehouse-dwhcluster",
                        "DELETE policy warehouse-dwhcluster-us-west-2 of role warehouse-dwhcluster",
                        "DELETE role warehouse-dwhcluster");

        DeprovisionReport report = cluster.deprovision();

        assertThat(report.failed()).isEmpty();
        assertThat(report.deleted()).containsExactly("cluster dwhcluster", "subnet group warehouse-dwhcluster",
                "security group warehouse-dwhcluster",
                "policy warehouse-dwhcluster-us-west-2 of role warehouse-dwhcluster", "role warehouse-dwhcluster");
        assertThat(cluster.describe()).isEmpty();
        assertThat(cluster.deprovisionPlan().changes()).isEmpty();
    }

    @Test
    void workgroupIsMadeFoundAgainAndDeletedWithAllThatBelongsToIt() {
        assumeTrue(System.getProperty(NeedsStandIn.ANOTHER) == null || Boolean.getBoolean("test.aws.serverless"),
                "the server that is named need not have Redshift Serverless");
        assertThat(workgroup.plan().changesSomething()).isTrue();
        assertThat(workgroup.describe()).isEmpty();

        provision(workgroup);

        ProvisionPlan plan = workgroup.plan();
        assertThat(plan.changesSomething()).as("%s", plan).isFalse();
        ServerlessDescription description = workgroup.describe().orElseThrow();
        assertThat(description.status()).isEqualTo("AVAILABLE");
        assertThat(description.baseCapacity()).isEqualTo(8);
        assertThat(description.roles()).hasSize(1).allMatch(role -> role.endsWith(":role/warehouse-serverless-sales"));
        assertThat(description.tags()).containsEntry("warehouse:cluster", "us-west-2/workgroup/sales");
        List<String> made = List.of("usage limit of workgroup sales", "workgroup sales", "namespace sales",
                "security group warehouse-serverless-sales",
                "policy warehouse-serverless-sales-us-west-2 of role warehouse-serverless-sales",
                "role warehouse-serverless-sales");
        assertThat(workgroup.deprovisionPlan().changes()).allMatch(change -> change.verb() == ProvisionPlan.Verb.DELETE)
                .extracting(ProvisionPlan.Change::resource).containsExactlyElementsOf(made);

        DeprovisionReport report = workgroup.deprovision();

        assertThat(report.failed()).isEmpty();
        assertThat(report.deleted()).containsExactlyElementsOf(made);
        assertThat(workgroup.describe()).isEmpty();
        assertThat(workgroup.deprovisionPlan().changes()).isEmpty();
    }

    private static void provision(AwsPlatform<?> platform) {
        try {
            platform.provision(Progress.SILENT).close();
        } catch (ProvisionException e) {
            // all is made and available; but the Redshift behind has another password, or there is none
            assertThat(e).message().matches("(?s)user awsuser is not let into .*|the host .* is not known.*"
                    + "|the (cluster|workgroup) is available, but .*");
        }
    }
}
