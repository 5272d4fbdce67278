/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Provisioned;
import dev.warehouse.aws.standin.AwsStandIn;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

@NeedsStandIn
class ClusterLifeCycleTest {

    private static LocalRedshiftServer redshift;
    private AwsStandIn aws;

    @BeforeAll
    static void startRedshift() {
        redshift = LocalRedshift.temporary().start();
    }

    @AfterAll
    static void stopRedshift() {
        redshift.close();
    }

    @BeforeEach
    void startAws() throws IOException {
        aws = new AwsStandIn().clustersAt(redshift.endpoint());
    }

    @AfterEach
    void stopAws() {
        aws.close();
    }

    @Test
    void planTellsWhatWouldBeMadeAndMakesNothing() {
        String before = aws.state();

        ProvisionPlan plan = StandInClusters.cluster(aws).nodes(2).plan();

        assertThat(plan).hasToString("""
                plan of Redshift cluster dwhcluster in us-west-2, account 123456789012
                  create role warehouse-dwhcluster: Redshift may assume it
                  create policy warehouse-dwhcluster-us-west-2 of role warehouse-dwhcluster: reads s3://udacity-dend/log_data, \
                reads s3://udacity-dend/song_data
                  create subnet group warehouse-dwhcluster: 2 subnets of vpc-0a
                  create security group warehouse-dwhcluster: in vpc-0a
                  create ingress rule for 203.0.113.7/32 on port 5439
                  create cluster dwhcluster: 2 x ra3.large, encrypted, publicly accessible, database dev, admin awsuser; \
                costs by the hour until it is deleted
                  create secret of cluster dwhcluster: Redshift makes, keeps and rotates it
                  needs ec2:AuthorizeSecurityGroupIngress, ec2:CreateSecurityGroup, ec2:CreateTags, \
                ec2:DescribeSecurityGroups, ec2:DescribeSubnets, ec2:DescribeVpcs, iam:CreateRole, iam:GetRole, \
                iam:PassRole, iam:PutRolePolicy, iam:TagRole, redshift:CreateCluster, redshift:CreateClusterSubnetGroup, \
                redshift:CreateTags, redshift:DescribeClusterSubnetGroups, redshift:DescribeClusters, \
                secretsmanager:CreateSecret, secretsmanager:DeleteSecret, secretsmanager:DescribeSecret, \
                secretsmanager:GetRandomPassword, secretsmanager:GetSecretValue, secretsmanager:RotateSecret, \
                secretsmanager:TagResource, secretsmanager:UpdateSecret, sts:GetCallerIdentity""");
        assertThat(plan.changesSomething()).isTrue();
        assertThat(aws.changes()).isEmpty();
        assertThat(aws.state()).isEqualTo(before);
    }

    @Test
    void secondProvisionMakesNoChangingCall() {
        RedshiftCluster cluster = StandInClusters.cluster(aws);
        cluster.provision(Progress.SILENT).close();
        aws.forgetCalls();

        cluster.provision(Progress.SILENT).close();

        assertThat(aws.changes()).isEmpty();
        assertThat(cluster.plan().changesSomething()).isFalse();
        assertThat(cluster.plan().toString()).startsWith(
                "plan of Redshift cluster dwhcluster in us-west-2, account 123456789012: nothing to change\n");
    }

    @Test
    void deprovisionLeavesTheAccountAsItWasAndMayBeRepeated() {
        String before = aws.state();
        RedshiftCluster cluster = StandInClusters.cluster(aws.slow(2));
        cluster.provision(Progress.SILENT).close();
        assertThat(aws.state()).isNotEqualTo(before);

        DeprovisionReport report = cluster.deprovision();

        assertThat(report.failed()).isEmpty();
        assertThat(report.kept()).isEmpty();
        assertThat(aws.state()).isEqualTo(before);
        assertThat(cluster.deprovision()).hasToString("deprovisioned Redshift cluster dwhcluster: nothing was there");
    }

    @Test
    void provisionedClusterIsDescribed() {
        RedshiftCluster cluster = StandInClusters.cluster(aws).nodes(2).tag("team", "data");
        assertThat(cluster.describe()).isEmpty();

        try (Provisioned provisioned = cluster.provision(Progress.SILENT)) {
            assertThat(provisioned.endpoint()).isEqualTo(redshift.endpoint());
            assertThat(provisioned.region()).contains("us-west-2");
            ClusterDescription description = cluster.describe().orElseThrow();
            assertThat(description.slices()).isEqualTo(4);
            assertThat(description.toString().replace(String.valueOf(redshift.endpoint().port()), "PORT")).isEqualTo("""
                    cluster              dwhcluster
                    node type            ra3.large
                    nodes                2, 4 slices
                    status               available
                    user                 awsuser
                    database             dev
                    endpoint             127.0.0.1:PORT
                    vpc                  vpc-0a
                    roles                arn:aws:iam::123456789012:role/warehouse-dwhcluster
                    encrypted            yes
                    publicly accessible  yes
                    tags                 team=data, warehouse:cluster=us-west-2/dwhcluster""");
            assertThat(description.json()).startsWith("{\"identifier\":\"dwhcluster\",\"nodeType\":\"ra3.large\","
                    + "\"nodes\":2,\"slices\":4,\"status\":\"available\"");
            assertThat(provisioned.describe()).containsEntry("platform", "Redshift cluster")
                    .containsEntry("cluster", "dwhcluster");
        }
    }

    @Test
    void tellsWhatItMakesAndWhatItWaitsFor() {
        List<String> told = new ArrayList<>();

        StandInClusters.cluster(aws.slow(2)).provision((stage, message) -> told.add(message)).close();

        assertThat(told).contains("create role warehouse-dwhcluster: Redshift may assume it",
                "create ingress rule for 203.0.113.7/32 on port 5439",
                "waiting for cluster dwhcluster to be available: creating, typically 3 to 10 min",
                "waiting for cluster dwhcluster to be available: modifying, typically 1 to 5 min",
                "connecting to 127.0.0.1:" + redshift.endpoint().port());
    }

    @Test
    void clusterOfSomebodyElseIsRefusedUnlessAdopted() {
        aws.makeCluster("dwhcluster");
        RedshiftCluster cluster = StandInClusters.cluster(aws);
        String before = aws.state();

        assertThatThrownBy(() -> cluster.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "the cluster dwhcluster exists in us-west-2 and was not made here: say adopt() to use it, or"
                        + " choose another name");
        assertThat(aws.state()).isEqualTo(before);

        cluster.adopt().provision(Progress.SILENT).close();
        assertThat(aws.state()).contains("warehouse-dwhcluster=in-sync");
        DeprovisionReport report = cluster.adopt().deprovision();

        assertThat(report.kept()).containsEntry("cluster dwhcluster", "it was not made here");
        assertThat(aws.state()).isEqualTo(before);
    }

    @Test
    void pausesResumesResizesAndRestores() {
        RedshiftCluster cluster = StandInClusters.cluster(aws.slow(1));
        cluster.provision(Progress.SILENT).close();

        cluster.pause();
        cluster.pause();
        assertThat(cluster.describe().orElseThrow().status()).isEqualTo("paused");
        assertThat(cluster.plan().changes()).anySatisfy(change -> assertThat(change).hasToString(
                "resume cluster dwhcluster: is paused; costs by the hour again"));
        cluster.provision(Progress.SILENT).close();
        assertThat(cluster.describe().orElseThrow().status()).isEqualTo("available");
        cluster.pause();
        cluster.resume();
        cluster.resume();
        cluster.nodes(4).resize();
        assertThat(cluster.describe().orElseThrow().nodes()).isEqualTo(4);
        cluster.snapshot("before-the-change");
        assertThatThrownBy(() -> cluster.snapshot("before-the-change")).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith("there is a snapshot before-the-change already: choose another name");
        cluster.deprovision();
        cluster.restore("before-the-change");
        assertThat(cluster.describe().orElseThrow().tags()).containsEntry("warehouse:cluster", "us-west-2/dwhcluster");
        assertThat(cluster.deprovision().deleted()).contains("cluster dwhcluster", "role warehouse-dwhcluster");
        assertThat(aws.state()).isEqualTo("group theirs vpc-0a {} []\nsnapshot before-the-change\n");
    }

    @Test
    void finalSnapshotIsTakenUnlessItIsDeclined() {
        RedshiftCluster cluster = StandInClusters.cluster(aws).finalSnapshot("the-last");
        cluster.provision(Progress.SILENT).close();

        DeprovisionReport report = cluster.deprovision();

        assertThat(report).hasToString("""
                deprovisioned Redshift cluster dwhcluster
                  deleted cluster dwhcluster
                  deleted subnet group warehouse-dwhcluster
                  deleted security group warehouse-dwhcluster
                  deleted policy warehouse-dwhcluster-us-west-2 of role warehouse-dwhcluster
                  deleted role warehouse-dwhcluster
                  kept snapshot the-last: it is the final one and holds the data; it costs until it is deleted""");
        assertThat(aws.state()).contains("snapshot the-last");
    }

    @Test
    void restoredClusterIsOursAndGoesWithTheRest() {
        aws.makeSnapshot("of-somebody-else");
        String before = aws.state();
        RedshiftCluster cluster = StandInClusters.cluster(aws.slow(1)).nodes(2);

        cluster.restore("of-somebody-else");

        ClusterDescription restored = cluster.describe().orElseThrow();
        assertThat(restored.tags()).containsEntry("warehouse:cluster", "us-west-2/dwhcluster");
        assertThat(restored.nodes()).isEqualTo(2);
        assertThatThrownBy(() -> cluster.restore("of-somebody-else")).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "the cluster dwhcluster exists in us-west-2: restore under another name, or delete it first");
        aws.forgetCalls();
        try (Provisioned provisioned = cluster.provision(Progress.SILENT)) {
            assertThat(provisioned.endpoint()).isEqualTo(redshift.endpoint());
        }
        assertThat(aws.changes()).isEmpty();
        assertThat(cluster.deprovision().failed()).isEmpty();
        assertThat(aws.state()).isEqualTo(before);
    }

    @Test
    void connectOnlyMakesChangesAndResumesNothing() {
        RedshiftCluster cluster = StandInClusters.cluster(aws);
        assertThatThrownBy(() -> cluster.connectOnly().provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "there is no cluster dwhcluster in us-west-2: provision it first, or check name and region");
        assertThat(aws.changes()).isEmpty();
        cluster.provision(Progress.SILENT).close();
        aws.forgetCalls();

        try (Provisioned provisioned = cluster.nodes(4).reachableFrom("198.51.100.0/24").connectOnly()
                .provision(Progress.SILENT)) {
            assertThat(provisioned.endpoint()).isEqualTo(redshift.endpoint());
            assertThat(provisioned.plan()).contains("nothing to change",
                    "keep   cluster dwhcluster: is available; nothing but a connection is made");
        }
        aws.status("dwhcluster", "paused");
        assertThatThrownBy(() -> cluster.connectOnly().provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith("the cluster dwhcluster is paused: resume it first");
        assertThat(aws.changes()).isEmpty();
        assertThat(cluster.describe().orElseThrow().status()).isEqualTo("paused");
    }

    @Test
    void planOfDeprovisioningTellsWhatWouldGoAndDeletesNothing() {
        RedshiftCluster cluster = StandInClusters.cluster(aws).finalSnapshot("the-last");
        assertThat(cluster.deprovisionPlan().toString()).startsWith("plan of deprovisioning Redshift cluster dwhcluster in"
                + " us-west-2, account 123456789012: nothing to change\n");
        cluster.provision(Progress.SILENT).close();
        aws.forgetCalls();

        ProvisionPlan plan = cluster.deprovisionPlan();

        assertThat(plan.toString()).startsWith("""
                plan of deprovisioning Redshift cluster dwhcluster in us-west-2, account 123456789012
                  delete cluster dwhcluster: with all its data; the final snapshot the-last is kept, and costs until it is \
                deleted
                  delete secret of cluster dwhcluster: by Redshift
                  delete subnet group warehouse-dwhcluster
                  delete security group warehouse-dwhcluster: with its ingress rules
                  delete policy warehouse-dwhcluster-us-west-2 of role warehouse-dwhcluster
                  delete role warehouse-dwhcluster
                  needs ec2:DeleteSecurityGroup, ec2:DescribeSecurityGroups, iam:DeleteRole, iam:DeleteRolePolicy""");
        assertThat(aws.changes()).isEmpty();
        DeprovisionReport report = cluster.deprovision();
        assertThat(plan.changes().stream().filter(change -> !change.resource().startsWith("secret"))
                .map(ProvisionPlan.Change::resource)).containsExactlyElementsOf(report.deleted());
    }

    @Test
    void planOfDeprovisioningAnAdoptedClusterLeavesIt() {
        aws.makeCluster("dwhcluster");
        RedshiftCluster cluster = StandInClusters.cluster(aws).adopt();
        cluster.provision(Progress.SILENT).close();

        assertThat(cluster.deprovisionPlan().changes()).extracting(ProvisionPlan.Change::toString).contains(
                "keep   cluster dwhcluster: was not made here",
                "change cluster dwhcluster: loses role arn:aws:iam::123456789012:role/warehouse-dwhcluster",
                "delete role warehouse-dwhcluster").noneMatch(change -> change.startsWith("delete cluster"));
    }

    @Test
    void clusterOfSomebodyElseIsNotPausedOrResized() {
        aws.makeCluster("dwhcluster");
        RedshiftCluster cluster = StandInClusters.cluster(aws);
        String refusal = "the cluster dwhcluster exists in us-west-2 and was not made here: say adopt() to use it, or choose"
                + " another name";

        assertThatThrownBy(cluster::pause).isInstanceOf(ProvisionException.class).hasMessageStartingWith(refusal);
        assertThatThrownBy(cluster::resume).isInstanceOf(ProvisionException.class).hasMessageStartingWith(refusal);
        assertThatThrownBy(() -> cluster.nodes(4).resize()).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(refusal);
        assertThatThrownBy(() -> cluster.snapshot("s")).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(refusal);
        assertThat(aws.changes()).isEmpty();
        cluster.adopt().pause();
        assertThat(cluster.describe().orElseThrow().status()).isEqualTo("paused");
    }

    @Test
    void tellsHowLongStatesTypicallyLast() {
        List<String> told = new ArrayList<>();
        RedshiftCluster cluster = StandInClusters.cluster(aws.slow(2));
        cluster.provision(Progress.SILENT).close();

        cluster.pause((stage, message) -> told.add(message));
        cluster.resume((stage, message) -> told.add(message));
        cluster.nodes(2).resize((stage, message) -> told.add(message));
        cluster.deprovision((stage, message) -> told.add(message));

        assertThat(told).contains("waiting for cluster dwhcluster to be paused: pausing, typically 5 to 15 min",
                "waiting for cluster dwhcluster to be available: resuming, typically 3 to 10 min",
                "waiting for cluster dwhcluster to be available: resizing, typically 10 to 15 min",
                "waiting for cluster dwhcluster to be gone: deleting, typically 2 to 5 min",
                "deleted role warehouse-dwhcluster");
    }

    @Test
    void wholeInternetIsLetInOnlyWhereThatIsSaid() {
        RedshiftCluster cluster = RedshiftCluster.named("dwhcluster").region("us-west-2").publiclyAccessible()
                .reachableFromTheWholeInternet().readsEveryBucket().skipFinalSnapshot();
        cluster = StandInClusters.reached(cluster, aws.uri());

        assertThat(cluster.plan().changes()).extracting(ProvisionPlan.Change::toString).contains(
                "create ingress rule for 0.0.0.0/0 on port 5439: lets the whole internet try passwords");
        cluster.provision(Progress.SILENT).close();

        assertThat(aws.state()).contains("[5439 0.0.0.0/0]");
    }

    @Test
    void roleReadsEveryBucketOnlyAsLongAsThatIsSaid() {
        String before = aws.state();
        RedshiftCluster cluster = StandInClusters.reached(RedshiftCluster.named("dwhcluster").region("us-west-2"), aws.uri())
                .skipFinalSnapshot();
        assertThat(cluster.plan().warnings()).contains("the role warehouse-dwhcluster is not given any bucket: name what"
                + " COPY shall read by reads, or say readsEveryBucket");

        cluster.readsEveryBucket().provision(Progress.SILENT).close();
        assertThat(aws.state()).contains("[arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess]");
        cluster.reads("s3://raw/in").writes("s3://raw/out").provision(Progress.SILENT).close();
        assertThat(aws.state()).doesNotContain("AmazonS3ReadOnlyAccess").contains("arn:aws:s3:::raw/in*", "s3:PutObject");
        cluster.readsEveryBucket().provision(Progress.SILENT).close();

        assertThat(cluster.deprovision().failed()).isEmpty();
        assertThat(aws.state()).isEqualTo(before);
    }

    @Test
    void givenRoleAndNetworkStayAsTheyAre() {
        aws.makeRole("theirs", Policies.trust());
        String group = "sg-0f";
        String before = aws.state();
        RedshiftCluster cluster = StandInClusters.reached(RedshiftCluster.named("dwhcluster").region("us-west-2"), aws.uri())
                .roleArn("arn:aws:iam::123456789012:role/theirs").securityGroups(group).subnets("subnet-0a1")
                .skipFinalSnapshot();

        assertThat(cluster.plan().changes()).extracting(ProvisionPlan.Change::toString).startsWith(
                "adopt  role arn:aws:iam::123456789012:role/theirs: given; it and its policies stay as they are",
                "create subnet group warehouse-dwhcluster: 1 subnets of vpc-0a",
                "adopt  security group " + group + ": given; its rules stay");
        cluster.provision(Progress.SILENT).close();
        DeprovisionReport report = cluster.deprovision();

        assertThat(report.kept()).containsEntry("security group " + group, "it was given, not made")
                .containsEntry("role arn:aws:iam::123456789012:role/theirs", "it was given, not made");
        assertThat(aws.state()).isEqualTo(before);
    }

    @Test
    void temporaryCredentialsAreRenewedBeforeTheyEnd() {
        RedshiftCluster cluster = StandInClusters.cluster(aws).login(Login.TEMPORARY);
        try (Provisioned provisioned = cluster.provision(Progress.SILENT)) {
            aws.forgetCalls();
            provisioned.endpoint();
            assertThat(aws.calls()).isEmpty();
        }
        aws.credentialsLast(60);
        try (Provisioned provisioned = cluster.provision(Progress.SILENT)) {
            aws.forgetCalls();
            provisioned.endpoint();
            provisioned.endpoint();
            assertThat(aws.calls()).containsExactly("redshift:GetClusterCredentials", "redshift:GetClusterCredentials");
        }
    }

    @Test
    void saysThatThereAreNoCredentials() {
        RedshiftCluster cluster = StandInClusters.cluster(aws).credentials(() -> {
            throw SdkClientException.create("Unable to load credentials from any of"
                    + " the providers in the chain");
        });

        assertThatThrownBy(cluster::plan).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "there are no AWS credentials for redshift:DescribeClusters on cluster dwhcluster: set"
                        + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or fill in KEY and SECRET in [AWS] of"
                        + " dwh.cfg");
    }
}
