/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.aws.standin.AwsStandIn;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Provisioning and deprovisioning while AWS, the network or this process fail. */
@NeedsStandIn
class ClusterTroubleTest {

    private static LocalRedshiftServer redshift;
    private static String provisioned;
    private static List<String> provisioning;
    private static List<String> deprovisioning;
    private static String empty;
    private AwsStandIn aws;

    @BeforeAll
    static void provisionOnceWithoutTrouble() throws IOException {
        redshift = LocalRedshift.temporary().start();
        try (AwsStandIn quiet = account()) {
            empty = quiet.state();
            RedshiftCluster cluster = StandInClusters.cluster(quiet);
            cluster.provision(Progress.SILENT).close();
            provisioned = quiet.state();
            provisioning = quiet.calls();
            quiet.forgetCalls();
            cluster.deprovision();
            deprovisioning = quiet.calls();
        }
    }

    @AfterAll
    static void stopRedshift() {
        redshift.close();
    }

    @BeforeEach
    void startAws() throws IOException {
        aws = account();
    }

    @AfterEach
    void stopAws() {
        aws.close();
    }

    private static AwsStandIn account() throws IOException {
        return new AwsStandIn().clustersAt(redshift.endpoint()).slow(1);
    }

    static IntStream everyCallOfProvision() {
        return IntStream.rangeClosed(1, provisioning.size());
    }

    static IntStream everyCallOfDeprovision() {
        return IntStream.rangeClosed(1, deprovisioning.size());
    }

    @ParameterizedTest
    @MethodSource("everyCallOfProvision")
    void provisionGoesOnAfterBeingKilledAtAnyCall(int call) {
        RedshiftCluster cluster = StandInClusters.cluster(aws.killAt(call));

        assertThatThrownBy(() -> cluster.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class);
        aws.heal();
        cluster.provision(Progress.SILENT).close();

        assertThat(aws.state()).isEqualTo(provisioned);
        assertThat(aws.calls().stream().filter("redshift:CreateCluster"::equals).count()).isLessThanOrEqualTo(2);
        assertThat(cluster.deprovision().failed()).isEmpty();
        assertThat(aws.state()).isEqualTo(empty);
    }

    @ParameterizedTest
    @MethodSource("everyCallOfProvision")
    void deprovisionCleansUpAfterAProvisionKilledAtAnyCall(int call) {
        RedshiftCluster cluster = StandInClusters.cluster(aws.killAt(call));

        assertThatThrownBy(() -> cluster.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class);
        aws.settle().heal();

        assertThat(cluster.deprovision().failed()).isEmpty();
        assertThat(aws.state()).isEqualTo(empty);
    }

    @ParameterizedTest
    @MethodSource("everyCallOfDeprovision")
    void deprovisionGoesOnAfterBeingKilledAtAnyCall(int call) {
        RedshiftCluster cluster = StandInClusters.cluster(aws);
        cluster.provision(Progress.SILENT).close();
        aws.forgetCalls();
        aws.killAt(call);

        try {
            assertThat(cluster.deprovision().failed()).isNotEmpty();
        } catch (ProvisionException e) {
            assertThat(e).hasMessageContaining("InvalidClientTokenId");
        }
        aws.heal();

        assertThat(cluster.deprovision().failed()).isEmpty();
        assertThat(aws.state()).isEqualTo(empty);
    }

    @ParameterizedTest
    @MethodSource("everyCallOfProvision")
    void lostAnswersAndThrottlingAreGotOver(int call) {
        RedshiftCluster cluster = StandInClusters.cluster(aws.loseAnswerOf(call)
                .failAt(call + 2, 400, "Throttling", "Rate exceeded")
                .failAt(call + 3, 503, "ServiceUnavailable", "Service is unavailable."));

        cluster.provision(Progress.SILENT).close();

        assertThat(aws.state()).isEqualTo(provisioned);
    }

    static Stream<String> everyAction() {
        return provisioning.stream().distinct();
    }

    @ParameterizedTest
    @MethodSource("everyAction")
    void saysWhichPermissionIsMissing(String action) {
        aws.refuse(action, 403, "AccessDenied", "User: arn:aws:iam::123456789012:user/engineer is not authorized to perform: "
                + action);

        assertThatThrownBy(() -> StandInClusters.cluster(aws).provision(Progress.SILENT))
                .isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith("not permitted: " + action + " on ")
                .hasMessageContaining("Allow that action to the caller in an IAM policy. AWS said: User: arn:aws:iam::");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            redshift:CreateCluster | 400 | InsufficientClusterCapacity | take another node type, or try again later
            redshift:CreateCluster | 400 | ClusterQuotaExceeded | the account has as many clusters as its quota allows
            redshift:CreateCluster | 400 | NumberOfNodesQuotaExceeded | the account has as many nodes as its quota allows
            redshift:CreateCluster | 400 | NumberOfNodesPerClusterLimitExceeded | one cluster may not have so many nodes
            redshift:CreateCluster | 404 | ClusterParameterGroupNotFound | the parameter group does not exist
            redshift:CreateCluster | 400 | ClusterSubnetGroupNotFoundFault | somebody deleted the subnet group
            redshift:CreateCluster | 400 | DependentServiceRequestThrottlingFault | it goes on where it stopped
            redshift:CreateCluster | 400 | Throttling | AWS slows down this account
            redshift:CreateCluster | 403 | AccessDenied | not permitted: redshift:CreateCluster on cluster dwhcluster
            redshift:CreateCluster | 400 | InvalidSubnet | the subnets must exist and lie in one VPC
            redshift:CreateCluster | 400 | InvalidVPCNetworkStateFault | the VPC does not cover all subnets
            redshift:CreateCluster | 400 | InvalidParameterValue | correct the option that it names
            redshift:CreateCluster | 400 | InvalidParameterCombination | leave one of them out
            redshift:CreateCluster | 400 | UnsupportedOperation | take another node type
            redshift:CreateCluster | 400 | InvalidTagFault | correct the one that it names
            redshift:CreateCluster | 400 | TagLimitExceededFault | a resource may have 50 tags at most
            redshift:CreateCluster | 400 | UnauthorizedOperation | not permitted: redshift:CreateCluster on cluster dwhcluster
            redshift:CreateCluster | 400 | DependentServiceUnavailableFault | it goes on where it stopped
            redshift:CreateClusterSubnetGroup | 400 | ClusterSubnetGroupQuotaExceeded | name one by subnetGroup
            iam:CreateRole | 400 | MalformedPolicyDocument | check the buckets named by reads and writes
            iam:CreateRole | 409 | ConcurrentModification | somebody else changes it at the same time
            ec2:CreateSecurityGroup | 400 | InvalidVpcID.NotFound | there is no such VPC
            ec2:AuthorizeSecurityGroupIngress | 400 | InvalidGroup.NotFound | there is no such security group
            ec2:DescribeSubnets | 400 | InvalidSubnetID.NotFound | there is no such subnet
            sts:GetCallerIdentity | 403 | InvalidClientTokenId | check the access key, its secret
            sts:GetCallerIdentity | 403 | SignatureDoesNotMatch | and this machine's clock
            iam:CreateRole | 409 | LimitExceeded | delete unused ones
            ec2:CreateSecurityGroup | 400 | SecurityGroupLimitExceeded | name one by securityGroups
            ec2:AuthorizeSecurityGroupIngress | 400 | RulesPerSecurityGroupLimitExceeded | name fewer networks
            sts:GetCallerIdentity | 403 | ExpiredToken | AWS does not accept the credentials (ExpiredToken at sts:GetCallerId
            """)
    void errorCodesAreExplained(String action, int status, String code, String wayOut) {
        aws.refuse(action, status, code, "What AWS said.");

        assertThatThrownBy(() -> StandInClusters.cluster(aws).provision(Progress.SILENT))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining(wayOut).hasMessageContaining(action)
                .hasMessageContaining("AWS said: What AWS said.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            incompatible-network    | check its VPC, subnets and elastic IP
            incompatible-parameters | check the values of its parameter group
            incompatible-hsm        | check the connection to its hardware security module
            incompatible-restore    | its snapshot does not fit it; restore another, or delete the cluster
            hardware-failure        | restore it from a snapshot; a node of it has failed
            storage-full            | delete data or resize it in the Redshift console
            """)
    void failsAtOnceOnStatesThatDoNotRecover(String status, String wayOut) {
        RedshiftCluster cluster = StandInClusters.cluster(aws);
        cluster.provision(Progress.SILENT).close();
        aws.status("dwhcluster", status);

        assertThatThrownBy(() -> cluster.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "the cluster dwhcluster is " + status + " and does not recover by itself: " + wayOut);
        assertThat(cluster.deprovision().failed()).isEmpty();
        assertThat(aws.state()).isEqualTo(empty);
    }

    @Test
    void timeOutTellsTheLastState() {
        aws.slow(1_000_000).makeRole("theirs", Policies.trust());
        RedshiftCluster waiting = StandInClusters.reached(RedshiftCluster.named("dwhcluster").region("us-west-2"), aws.uri())
                .roleArn("arn:aws:iam::123456789012:role/theirs").timeout(Duration.ofMillis(50));

        assertThatThrownBy(() -> waiting.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageMatching("waited 0 s for cluster dwhcluster to be available, last it was"
                        + " creating\\. It goes on by itself: run again to wait for it, or wait longer by timeout\n"
                        + "  See docs/errors.md#waited-too-long");
    }

    @Test
    void roleThatIsNeverSeenIsToldWithItsRefusal() {
        RedshiftCluster cluster = StandInClusters.reached(RedshiftCluster.named("dwhcluster").region("us-west-2"), aws.uri())
                .roleArn("arn:aws:iam::123456789012:role/missing").timeout(Duration.ofMillis(50));

        assertThatThrownBy(() -> cluster.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "waited 0 s for role arn:aws:iam::123456789012:role/missing to be seen by Redshift,"
                        + " last it was redshift:CreateCluster on cluster dwhcluster failed with InvalidParameter")
                .hasMessageContaining("AWS said: The IAM role arn:aws:iam::123456789012:role/missing is not valid.");
    }

    @Test
    void roleThatRedshiftMayNotAssumeIsRefused() {
        aws.makeRole("theirs", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                + "\"sts:AssumeRole\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"}}]}");

        assertThatThrownBy(() -> StandInClusters.cluster(aws).roleName("theirs").plan())
                .isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith("the role theirs does not let Redshift assume it: add to its trust policy the");
    }

    @Test
    void roleOfSomebodyElseIsAdoptedAndLeftAsItWas() {
        aws.makeRole("theirs", Policies.trust());
        String before = aws.state();
        RedshiftCluster cluster = StandInClusters.cluster(aws).roleName("theirs");

        assertThat(cluster.plan().changes()).anySatisfy(change -> assertThat(change)
                .hasToString("adopt  role theirs: was not made here and will not be deleted"));
        cluster.provision(Progress.SILENT).close();
        assertThat(aws.state()).contains("arn:aws:iam::123456789012:role/theirs=in-sync");
        DeprovisionReport report = cluster.deprovision();

        assertThat(report.kept()).containsExactly(java.util.Map.entry("role theirs", "it was not made here"));
        assertThat(aws.state()).isEqualTo(before);
    }

    @Test
    void missingDefaultVpcIsToldWithTheWayOut() {
        aws.removeDefaultVpc();

        assertThatThrownBy(() -> StandInClusters.cluster(aws).plan()).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "there is no default VPC in us-west-2: name one by vpc, or its subnets by subnets, or a subnet"
                        + " group by subnetGroup");
        assertThat(StandInClusters.cluster(aws).vpc("vpc-0b").plan().changes()).anySatisfy(change -> assertThat(change)
                .hasToString("create subnet group warehouse-dwhcluster: 1 subnets of vpc-0b"));
    }

    @Test
    void privateClusterThatIsNotReachedSaysSo() throws IOException {
        int port;
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        aws.clustersAt(new Endpoint("127.0.0.1", port, "dev", "awsuser", "Secr3tOfNobody", false));
        RedshiftCluster cluster = StandInClusters.reached(RedshiftCluster.named("dwhcluster").region("us-west-2"), aws.uri())
                .readsEveryBucket();

        assertThatThrownBy(() -> cluster.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "the cluster is available, but private, and this machine does not reach 127.0.0.1:" + port
                        + ": run this within its VPC, through a VPN or a tunnel, take dataApi(), or say"
                        + " publiclyAccessible() and reachableFrom(...) when it is made");
    }

    /** What can be done with a cluster beside making and deleting it, each from where it starts. */
    private enum Operation {
        PAUSE(RedshiftCluster::pause),
        RESUME(RedshiftCluster::resume),
        RESIZE(cluster -> cluster.nodes(4).resize()),
        SNAPSHOT(cluster -> cluster.snapshot("by-hand")),
        RESTORE(cluster -> cluster.restore("of-somebody-else"));

        private final Consumer<RedshiftCluster> work;

        Operation(Consumer<RedshiftCluster> work) {
            this.work = work;
        }

        /** The account before it. */
        RedshiftCluster begin(AwsStandIn aws) {
            RedshiftCluster cluster = StandInClusters.cluster(aws);
            if (this == RESTORE) {
                aws.makeSnapshot("of-somebody-else");
            } else {
                cluster.provision(Progress.SILENT).close();
            }
            if (this == RESUME) {
                cluster.pause();
            }
            aws.forgetCalls();
            return cluster;
        }
    }

    static Stream<Arguments> everyCallOfEveryOperation() throws IOException {
        List<Arguments> calls = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            try (AwsStandIn quiet = account()) {
                RedshiftCluster cluster = operation.begin(quiet);
                operation.work.accept(cluster);
                for (int call = 1; call <= quiet.calls().size(); call++) {
                    calls.add(Arguments.of(operation, call, quiet.calls().get(call - 1), quiet.state()));
                }
            }
        }
        return calls.stream();
    }

    @Test
    void policyOfTheDocumentationAllowsEveryCall() throws IOException {
        Set<String> allowed = Policy.allowedBy(Path.of("../docs/aws.md"));

        Stream<String> ofOperations = everyCallOfEveryOperation().map(operation -> (String) operation.get()[2]);
        Stream<String> ofLife = Stream.of(provisioning, deprovisioning).flatMap(List::stream);
        assertThat(Stream.concat(ofLife, ofOperations).distinct()).isSubsetOf(allowed);
    }

    @ParameterizedTest(name = "{0} killed at call {1}, {2}")
    @MethodSource("everyCallOfEveryOperation")
    void operationGoesOnAfterBeingKilledAtAnyCall(Operation operation, int call, String action, String done) {
        RedshiftCluster cluster = operation.begin(aws);
        aws.killAt(call);

        assertThatThrownBy(() -> operation.work.accept(cluster)).isInstanceOf(ProvisionException.class)
                .hasMessageContaining("InvalidClientTokenId at " + action);
        aws.heal();
        try {
            operation.work.accept(cluster);
        } catch (ProvisionException e) {
            // it was killed when all was done, which does not look like an attempt of before; provisioning is what follows
            assertThat(e.summary()).isIn("there is a snapshot by-hand already: choose another name",
                    "the cluster dwhcluster exists in us-west-2: restore under another name, or delete it first");
            cluster.provision(Progress.SILENT).close();
        }

        assertThat(aws.state()).isEqualTo(done);
        assertThat(cluster.deprovision().deleted()).contains("cluster dwhcluster", "role warehouse-dwhcluster");
    }

    @ParameterizedTest(name = "{0} killed at call {1}, {2}")
    @MethodSource("everyCallOfEveryOperation")
    void deprovisionCleansUpAfterAnOperationKilledAtAnyCall(Operation operation, int call, String action, String done) {
        RedshiftCluster cluster = operation.begin(aws);
        aws.killAt(call);
        assertThatThrownBy(() -> operation.work.accept(cluster)).isInstanceOf(ProvisionException.class);
        aws.settle().heal();

        assertThat(cluster.deprovision().failed()).as(action).isEmpty();
        assertThat(aws.state().lines()).filteredOn(line -> !line.startsWith("snapshot "))
                .containsExactlyElementsOf(empty.lines().toList());
    }

    @ParameterizedTest(name = "{0} loses the answer of call {1}, {2}")
    @MethodSource("everyCallOfEveryOperation")
    void operationGetsOverLostAnswersAndThrottling(Operation operation, int call, String action, String done) {
        RedshiftCluster cluster = operation.begin(aws);
        aws.loseAnswerOf(call).failAt(call + 2, 400, "Throttling", "Rate exceeded")
                .failAt(call + 3, 503, "ServiceUnavailable", "Service is unavailable.");

        operation.work.accept(cluster);

        assertThat(aws.state()).as(action).isEqualTo(done);
    }

    @Test
    void provisionKnowsARestoreThatWasKilledBeforeItsTagWasSet() {
        RedshiftCluster cluster = Operation.RESTORE.begin(aws);
        aws.refuse("redshift:CreateTags", 403, "AccessDenied", "Not you.");
        assertThatThrownBy(() -> cluster.restore("of-somebody-else")).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith("not permitted: redshift:CreateTags on cluster dwhcluster");
        assertThat(cluster.describe().orElseThrow().tags()).isEmpty();
        aws.heal();

        assertThat(cluster.plan().changes()).anySatisfy(change -> assertThat(change)
                .hasToString("change cluster dwhcluster: gets the tag that says it was made here"));
        cluster.provision(Progress.SILENT).close();

        assertThat(cluster.describe().orElseThrow().tags()).containsEntry("warehouse:cluster", "us-west-2/dwhcluster");
        assertThat(cluster.deprovision().failed()).isEmpty();
        assertThat(aws.state()).isEqualTo(empty + "snapshot of-somebody-else\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PAUSE    | redshift:PauseCluster | 400 | InvalidClusterState | the cluster is busy with another operation
            PAUSE    | redshift:PauseCluster | 400 | UnsupportedOperation | this kind of cluster cannot do that
            RESUME   | redshift:ResumeCluster | 400 | InsufficientClusterCapacity | AWS has no free nodes of this type here
            RESUME   | redshift:ResumeCluster | 404 | ClusterNotFound | there is no cluster of this name in this region
            RESIZE   | redshift:ResizeCluster | 400 | NumberOfNodesQuotaExceeded | ask for fewer nodes
            RESIZE   | redshift:ResizeCluster | 400 | UnsupportedOptionFault | UnsupportedOptionFault: What AWS said.
            SNAPSHOT | redshift:CreateClusterSnapshot | 400 | ClusterSnapshotQuotaExceeded | delete old ones
            SNAPSHOT | redshift:CreateClusterSnapshot | 400 | InvalidClusterState | wait until it is available
            RESTORE  | redshift:RestoreFromClusterSnapshot | 404 | ClusterSnapshotNotFound | there is no snapshot of this name
            RESTORE  | redshift:RestoreFromClusterSnapshot | 400 | InvalidClusterSnapshotState | the snapshot is not ready
            RESTORE  | redshift:RestoreFromClusterSnapshot | 400 | InvalidRestoreFault | InvalidRestoreFault: What AWS said.
            RESTORE  | redshift:RestoreFromClusterSnapshot | 400 | UnauthorizedOperation | not permitted: redshift:RestoreFrom
            RESTORE  | redshift:CreateTags | 400 | TagLimitExceededFault | a resource may have 50 tags at most
            """)
    void errorCodesOfOperationsAreExplained(Operation operation, String action, int status, String code, String wayOut) {
        RedshiftCluster cluster = operation.begin(aws);
        aws.refuse(action, status, code, "What AWS said.");

        assertThatThrownBy(() -> operation.work.accept(cluster)).isInstanceOf(ProvisionException.class)
                .hasMessageContaining(action).hasMessageContaining(wayOut).hasMessageContaining("What AWS said.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            redshift:DeleteCluster            | 400 | ClusterSnapshotAlreadyExists | cluster dwhcluster \
            | a snapshot of this name exists: choose another name
            redshift:DeleteCluster            | 400 | ClusterSnapshotQuotaExceeded | cluster dwhcluster | delete old ones
            redshift:DeleteClusterSubnetGroup | 400 | InvalidClusterSubnetGroupStateFault | subnet group warehouse-dwhcluster \
            | waited 2 s for subnet group warehouse-dwhcluster to be free, last it was still in use
            ec2:DeleteSecurityGroup           | 400 | DependencyViolation | security group warehouse-dwhcluster \
            | waited 2 s for security group warehouse-dwhcluster to be free, last it was still in use
            iam:DeleteRole                    | 409 | DeleteConflict | role warehouse-dwhcluster \
            | something was attached to it by hand: take it off, and run again
            iam:DeleteRole                    | 409 | ConcurrentModification | role warehouse-dwhcluster \
            | somebody else changes it at the same time
            iam:DeleteRolePolicy              | 403 | AccessDenied \
            | policy warehouse-dwhcluster-us-west-2 of role warehouse-dwhcluster | not permitted: iam:DeleteRolePolicy
            """)
    void whatCannotBeDeletedIsReportedWithTheReason(String action, int status, String code, String resource, String reason) {
        RedshiftCluster cluster = StandInClusters.cluster(aws).finalSnapshot("the-last");
        cluster.provision(Progress.SILENT).close();
        aws.refuse(action, status, code, "What AWS said.");

        DeprovisionReport report = cluster.timeout(Duration.ofSeconds(2)).deprovision();

        assertThat(report.failed()).containsKey(resource);
        assertThat(report.failed().get(resource)).contains(reason);
        assertThat(report.deleted()).doesNotContain(resource);
        aws.heal();
        assertThat(cluster.deprovision().failed()).isEmpty();
        assertThat(aws.state()).isEqualTo(empty + "snapshot the-last\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            iam:PutRolePolicy      | 409 | ConcurrentModification
            redshift:CreateCluster | 400 | DependentServiceRequestThrottlingFault
            redshift:CreateCluster | 400 | DependentServiceUnavailableFault
            redshift:CreateCluster | 400 | Throttling
            ec2:CreateSecurityGroup | 503 | RequestLimitExceeded
            """)
    void errorsThatPassAreRepeated(String action, int status, String code) {
        int call = provisioning.indexOf(action) + 1;
        aws.failAt(call, status, code, "Not now.").failAt(call + 1, status, code, "Not now.");

        StandInClusters.cluster(aws).provision(Progress.SILENT).close();

        assertThat(aws.state()).isEqualTo(provisioned);
    }

    @Test
    void managedSecretThatIsGoneIsTold() {
        aws.refuse("secretsmanager:GetSecretValue", 400, "ResourceNotFoundException", "What AWS said.");

        assertThatThrownBy(() -> StandInClusters.cluster(aws).provision(Progress.SILENT))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("ResourceNotFoundException: there is no such secret, or it was deleted: run again, or"
                        + " enter by login(Login.TEMPORARY). AWS said: What AWS said.");
    }
}
