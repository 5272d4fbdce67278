package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

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
 * The life cycle of a cluster, by nothing but the calls of the API: on the stand-in, or, with
 * {@code -Dtest.aws.endpoint=http://127.0.0.1:5000}, on any other server that answers as AWS does. That one's clusters need
 * not be reached.
 */
class AnyAwsTest {

    private final List<AutoCloseable> opened = new ArrayList<>();
    private RedshiftCluster cluster;

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

        provision();

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

    private void provision() {
        try {
            cluster.provision(Progress.SILENT).close();
        } catch (ProvisionException e) {
            // all is made and available; but the Redshift behind has another password, or there is none
            assertThat(e).message().matches("(?s)user awsuser is not let into .*|the host .* is not known.*"
                    + "|the cluster is available, but .*");
        }
    }
}
