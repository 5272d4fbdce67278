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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsStandIn
class ServerlessLifeCycleTest {

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

        ProvisionPlan plan = StandInClusters.workgroup(aws).namespace("sales-data").maxCapacity(64).plan();

        assertThat(plan).hasToString("""
                plan of Redshift Serverless sales in us-west-2, account 123456789012
                  create role warehouse-serverless-sales: Redshift may assume it
                  create policy warehouse-serverless-sales-us-west-2 of role warehouse-serverless-sales: reads \
                s3://udacity-dend/log_data, reads s3://udacity-dend/song_data
                  create security group warehouse-serverless-sales: in vpc-0a
                  create ingress rule for 203.0.113.7/32 on port 5439
                  create namespace sales-data: encrypted, database dev, admin awsuser; its data costs by the month until it \
                is deleted
                  create secret of namespace sales-data: Redshift makes, keeps and rotates it
                  create workgroup sales: 8 RPU, at most 64, publicly accessible; costs by the second while queries run
                  create usage limit of workgroup sales: 60 RPU hours daily, then deactivate
                  needs ec2:AuthorizeSecurityGroupIngress, ec2:CreateSecurityGroup, ec2:CreateTags, \
                ec2:DescribeSecurityGroups, ec2:DescribeSubnets, ec2:DescribeVpcs, iam:CreateRole, iam:GetRole, \
                iam:PassRole, iam:PutRolePolicy, iam:TagRole, redshift-serverless:CreateNamespace, \
                redshift-serverless:CreateUsageLimit, redshift-serverless:CreateWorkgroup, \
                redshift-serverless:GetNamespace, redshift-serverless:GetWorkgroup, \
                redshift-serverless:ListTagsForResource, redshift-serverless:ListUsageLimits, \
                redshift-serverless:TagResource, secretsmanager:CreateSecret, secretsmanager:DeleteSecret, \
                secretsmanager:DescribeSecret, secretsmanager:GetRandomPassword, secretsmanager:GetSecretValue, \
                secretsmanager:RotateSecret, secretsmanager:TagResource, secretsmanager:UpdateSecret, \
                sts:GetCallerIdentity""");
        assertThat(aws.changes()).isEmpty();
        assertThat(aws.state()).isEqualTo(before);
    }

    @Test
    void callsOfProvisionAreThoseThatThePlanNames() {
        RedshiftServerless sales = StandInClusters.workgroup(aws);
        ProvisionPlan plan = sales.plan();
        aws.forgetCalls();

        sales.provision(Progress.SILENT).close();

        assertThat(plan.permissions()).containsAll(aws.calls());
    }

    @Test
    void secondProvisionMakesNoChangingCall() {
        RedshiftServerless sales = StandInClusters.workgroup(aws);
        sales.provision(Progress.SILENT).close();
        aws.forgetCalls();

        sales.provision(Progress.SILENT).close();

        assertThat(aws.changes()).isEmpty();
        assertThat(sales.plan().changesSomething()).isFalse();
        assertThat(sales.plan().warnings()).isEmpty();
    }

    @Test
    void deprovisionLeavesTheAccountAsItWasAndMayBeRepeated() {
        String before = aws.state();
        RedshiftServerless sales = StandInClusters.workgroup(aws.slow(2));
        sales.provision(Progress.SILENT).close();

        DeprovisionReport report = sales.deprovision();

        assertThat(report).hasToString("""
                deprovisioned Redshift Serverless sales
                  deleted usage limit of workgroup sales
                  deleted workgroup sales
                  deleted namespace sales
                  deleted security group warehouse-serverless-sales
                  deleted policy warehouse-serverless-sales-us-west-2 of role warehouse-serverless-sales
                  deleted role warehouse-serverless-sales""");
        assertThat(aws.state()).isEqualTo(before);
        assertThat(sales.deprovision()).hasToString("deprovisioned Redshift Serverless sales: nothing was there");
    }

    @Test
    void finalSnapshotIsTakenUnlessItIsDeclined() {
        RedshiftServerless sales = StandInClusters.workgroup(aws).finalSnapshot("the-last");
        sales.provision(Progress.SILENT).close();

        assertThat(sales.deprovision().kept()).containsEntry("snapshot the-last",
                "it is the final one and holds the data; it costs until it is deleted");
        assertThat(aws.state()).contains("serverless snapshot the-last");
    }

    @Test
    void provisionedWorkgroupIsDescribed() {
        RedshiftServerless sales = StandInClusters.workgroup(aws).maxCapacity(64).tag("team", "data");
        assertThat(sales.describe()).isEmpty();

        try (Provisioned provisioned = sales.provision(Progress.SILENT)) {
            assertThat(provisioned.endpoint()).isEqualTo(redshift.endpoint());
            assertThat(provisioned.region()).contains("us-west-2");
            assertThat(provisioned.describe()).containsEntry("platform", "Redshift workgroup")
                    .containsEntry("workgroup", "sales");
            ServerlessDescription description = sales.describe().orElseThrow();
            assertThat(description.toString().replace(String.valueOf(redshift.endpoint().port()), "PORT")).isEqualTo("""
                    workgroup            sales
                    namespace            sales
                    status               AVAILABLE
                    capacity             8 RPU, at most 64
                    usage limits         60 RPU hours daily, then deactivate
                    user                 awsuser
                    database             dev
                    endpoint             127.0.0.1:PORT
                    vpc                  vpc-0a
                    roles                arn:aws:iam::123456789012:role/warehouse-serverless-sales
                    publicly accessible  yes
                    tags                 team=data, warehouse:cluster=us-west-2/workgroup/sales""");
            assertThat(description.json()).startsWith("{\"workgroup\":\"sales\",\"namespace\":\"sales\",\"status\":"
                    + "\"AVAILABLE\",\"baseCapacity\":8,\"maxCapacity\":64,\"usageLimits\":[{");
        }
    }

    @Test
    void clusterAndWorkgroupOfOneNameLiveSideBySide() {
        String before = aws.state();
        RedshiftServerless sales = StandInClusters.workgroup(aws);
        RedshiftCluster cluster = StandInClusters.reached(RedshiftCluster.named("sales").region("us-west-2"), aws.uri())
                .readsEveryBucket().skipFinalSnapshot();
        sales.provision(Progress.SILENT).close();
        String withWorkgroup = aws.state();
        cluster.provision(Progress.SILENT).close();

        cluster.deprovision();

        assertThat(aws.state()).isEqualTo(withWorkgroup);
        sales.deprovision();
        assertThat(aws.state()).isEqualTo(before);
    }

    @Test
    void tellsWhatItMakesAndWhatItWaitsFor() {
        List<String> told = new ArrayList<>();

        StandInClusters.workgroup(aws.slow(2)).provision((stage, message) -> told.add(message)).close();

        assertThat(told).contains("create ingress rule for 203.0.113.7/32 on port 5439",
                "waiting for namespace sales to be available: MODIFYING, roles"
                        + " {arn:aws:iam::123456789012:role/warehouse-serverless-sales=adding}",
                "waiting for workgroup sales to be available: CREATING, typically 3 to 10 min",
                "connecting to 127.0.0.1:" + redshift.endpoint().port());
    }

    @Test
    void workgroupOfSomebodyElseIsRefusedUnlessAdopted() {
        aws.makeWorkgroup("sales");
        RedshiftServerless sales = StandInClusters.workgroup(aws);
        String before = aws.state();

        assertThatThrownBy(() -> sales.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "the workgroup sales exists in us-west-2 and was not made here: say adopt() to use it, or"
                        + " choose another name");
        assertThatThrownBy(() -> sales.adopt().namespace("another").plan()).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "the workgroup sales belongs to namespace sales, asked for another: say namespace(\"sales\"),"
                        + " or choose another workgroup");
        assertThat(aws.state()).isEqualTo(before);

        assertThat(sales.adopt().plan().warnings()).contains("workgroup sales has base capacity 128, asked for 8: say resize",
                "workgroup sales was not made here, and its usage limits stay as they are");
        sales.adopt().provision(Progress.SILENT).close();
        assertThat(aws.state()).contains("role/warehouse-serverless-sales=in-sync", "arn:aws:iam::123456789012:role/of-theirs");
        DeprovisionReport report = sales.adopt().deprovision();

        assertThat(report.kept()).containsEntry("workgroup sales", "it was not made here")
                .containsEntry("namespace sales", "it was not made here");
        assertThat(aws.state()).isEqualTo(before);
    }

    @Test
    void workgroupOfOneNamespaceIsAddedToAnAdoptedOneAndTakenAwayAgain() {
        aws.makeWorkgroup("theirs");
        RedshiftServerless mine = StandInClusters.workgroup(aws).namespace("theirs").adopt().timeout(java.time.Duration.ofMillis(200));

        assertThatThrownBy(() -> mine.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "redshift-serverless:CreateWorkgroup on workgroup sales failed with ConflictException: it exists"
                        + " already, or is busy with another operation: wait until it is available, and run again. AWS said:"
                        + " Namespace theirs already has a workgroup.");
    }

    @Test
    void connectOnlyMakesAndChangesNothing() {
        RedshiftServerless sales = StandInClusters.workgroup(aws);
        assertThatThrownBy(() -> sales.connectOnly().provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "there is no workgroup sales in us-west-2: provision it first, or check name and region");
        assertThatThrownBy(() -> sales.connectOnly().login(Login.TEMPORARY).plan()).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "Serverless makes temporary credentials for the caller's own IAM identity only");
        assertThat(aws.changes()).isEmpty();
        sales.provision(Progress.SILENT).close();
        aws.forgetCalls();

        try (Provisioned provisioned = sales.baseCapacity(64).reachableFrom("198.51.100.0/24")
                .usageLimit(UsageLimit.weekly(5)).connectOnly().provision(Progress.SILENT)) {
            assertThat(provisioned.endpoint()).isEqualTo(redshift.endpoint());
            assertThat(provisioned.plan()).contains("nothing to change",
                    "keep   workgroup sales: is AVAILABLE; nothing but a connection is made");
        }

        assertThat(aws.changes()).isEmpty();
    }

    @Test
    void provisionedWorkgroupTellsWhatAnotherProvisionWouldDo() {
        try (Provisioned provisioned = StandInClusters.workgroup(aws).provision(Progress.SILENT)) {
            assertThat(provisioned.plan()).startsWith(
                    "plan of Redshift Serverless sales in us-west-2, account 123456789012: nothing to change\n");
        }
    }

    @Test
    void planOfDeprovisioningTellsWhatWouldGoAndDeletesNothing() {
        RedshiftServerless sales = StandInClusters.workgroup(aws).finalSnapshot("the-last");
        assertThat(sales.deprovisionPlan().toString()).startsWith("plan of deprovisioning Redshift Serverless sales in"
                + " us-west-2, account 123456789012: nothing to change\n");
        sales.provision(Progress.SILENT).close();
        aws.forgetCalls();

        ProvisionPlan plan = sales.deprovisionPlan();

        assertThat(plan.toString()).startsWith("""
                plan of deprovisioning Redshift Serverless sales in us-west-2, account 123456789012
                  delete usage limit of workgroup sales
                  delete workgroup sales
                  delete namespace sales: with all its data; the final snapshot the-last is kept, and costs until it is \
                deleted
                  delete secret of namespace sales: by Redshift
                  delete security group warehouse-serverless-sales: with its ingress rules
                  delete policy warehouse-serverless-sales-us-west-2 of role warehouse-serverless-sales
                  delete role warehouse-serverless-sales
                  needs ec2:DeleteSecurityGroup, ec2:DescribeSecurityGroups, iam:DeleteRole, iam:DeleteRolePolicy""");
        assertThat(aws.changes()).isEmpty();
        DeprovisionReport report = sales.deprovision();
        assertThat(plan.changes().stream().filter(change -> !change.resource().startsWith("secret"))
                .map(ProvisionPlan.Change::resource)).containsExactlyElementsOf(report.deleted());
        assertThat(plan.permissions()).containsAll(aws.calls());
    }

    @Test
    void planOfDeprovisioningAnAdoptedWorkgroupLeavesIt() {
        aws.makeWorkgroup("sales");
        RedshiftServerless sales = StandInClusters.workgroup(aws).adopt();
        sales.provision(Progress.SILENT).close();
        aws.forgetCalls();

        ProvisionPlan plan = sales.deprovisionPlan();

        assertThat(plan.changes()).extracting(change -> change.toString().replaceFirst("sg-\\w+", "sg-ID")).containsExactly(
                "keep   workgroup sales: was not made here",
                "change workgroup sales: leaves security group sg-ID",
                "keep   namespace sales: was not made here",
                "change namespace sales: loses role arn:aws:iam::123456789012:role/warehouse-serverless-sales",
                "delete security group warehouse-serverless-sales: with its ingress rules",
                "delete policy warehouse-serverless-sales-us-west-2 of role warehouse-serverless-sales",
                "delete role warehouse-serverless-sales");
        sales.deprovision();
        assertThat(plan.permissions()).containsAll(aws.calls());
    }

    @Test
    void workgroupOfSomebodyElseIsNotResizedOrSnapshot() {
        aws.makeWorkgroup("sales");
        RedshiftServerless sales = StandInClusters.workgroup(aws);

        assertThatThrownBy(sales::resize).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "the workgroup sales exists in us-west-2 and was not made here: say adopt() to use it, or"
                        + " choose another name");
        assertThatThrownBy(() -> sales.snapshot("by-hand")).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "the namespace sales exists in us-west-2 and was not made here: say adopt() to use it, or"
                        + " choose another name");
        assertThat(aws.changes()).isEmpty();
        sales.adopt().snapshot("by-hand");
        assertThat(aws.state()).contains("serverless snapshot by-hand");
    }

    @Test
    void whatIsDoneByHandTellsWhatItWaitsFor() {
        List<String> told = new ArrayList<>();
        Progress progress = (stage, message) -> told.add(message);
        RedshiftServerless sales = StandInClusters.workgroup(aws.slow(2));
        sales.provision(Progress.SILENT).close();

        sales.baseCapacity(32).resize(progress);
        sales.snapshot("by-hand", progress);
        sales.deprovision(progress);
        sales.restore("by-hand", progress);

        assertThat(told).contains("waiting for workgroup sales to be available: MODIFYING, typically 1 to 5 min",
                "waiting for snapshot by-hand to be available: CREATING, typically 3 to 10 min",
                "waiting for workgroup sales to be gone: DELETING, typically 2 to 5 min",
                "change namespace sales: gets the data of snapshot by-hand");
    }

    @Test
    void pausingIsRefusedWithTheReason() {
        RedshiftServerless sales = StandInClusters.workgroup(aws);

        assertThatThrownBy(sales::pause).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith("the workgroup sales is neither"
                + " paused nor resumed by hand: Serverless pauses by itself when no query runs, and costs nothing but storage"
                + " then; bound its costs by usageLimit and maxCapacity, or end them by deprovision");
        assertThatThrownBy(sales::resume).isInstanceOf(ProvisionException.class).hasMessageContaining("by itself");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void resizesCapacityOneParameterAtATime() {
        RedshiftServerless sales = StandInClusters.workgroup(aws.slow(1)).maxCapacity(16);
        sales.provision(Progress.SILENT).close();

        sales.baseCapacity(32).maxCapacity(64).resize();
        assertThat(sales.describe().orElseThrow()).extracting(ServerlessDescription::baseCapacity,
                ServerlessDescription::maxCapacity).containsExactly(32, 64);
        sales.baseCapacity(8).maxCapacity(8).resize();
        assertThat(sales.describe().orElseThrow()).extracting(ServerlessDescription::baseCapacity,
                ServerlessDescription::maxCapacity).containsExactly(8, 8);
        aws.forgetCalls();
        sales.baseCapacity(8).maxCapacity(8).resize();
        assertThat(aws.changes()).isEmpty();
    }

    @Test
    void usageLimitIsChangedWithTheDescription() {
        RedshiftServerless sales = StandInClusters.workgroup(aws);
        sales.provision(Progress.SILENT).close();
        RedshiftServerless logged = sales.usageLimit(UsageLimit.daily(90).then(UsageLimit.Action.EMIT_METRIC));

        assertThat(logged.plan().changes()).anySatisfy(change -> assertThat(change)
                .hasToString("change usage limit of workgroup sales: 90 RPU hours daily, then emit-metric"));
        logged.provision(Progress.SILENT).close();

        assertThat(sales.describe().orElseThrow().usageLimits())
                .containsExactly(new UsageLimit(90, UsageLimit.Period.DAILY, UsageLimit.Action.EMIT_METRIC));
    }

    @Test
    void snapshotIsRestoredIntoANewNamespaceAndNeverOverData() {
        RedshiftServerless sales = StandInClusters.workgroup(aws.slow(1));
        sales.provision(Progress.SILENT).close();
        sales.snapshot("before-the-change");
        assertThatThrownBy(() -> sales.snapshot("before-the-change")).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith("there is a snapshot before-the-change already: choose another name");
        assertThatThrownBy(() -> sales.restore("before-the-change")).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "the namespace sales exists in us-west-2, and a restore would replace its data: restore under"
                        + " another name, or delete it first");
        sales.deprovision();
        String empty = aws.state();
        sales.restore("before-the-change");
        assertThat(aws.state()).contains("before-the-change{warehouse:cluster=us-west-2/workgroup/sales}");
        sales.provision(Progress.SILENT).close();
        assertThat(aws.state()).contains("before-the-change{warehouse:cluster=us-west-2/workgroup/sales}");
        sales.deprovision();
        assertThatThrownBy(() -> sales.restore("not-there")).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "there is no snapshot not-there of Redshift Serverless in us-west-2: check name and region");
        assertThat(aws.state()).isEqualTo(empty);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 24, 128, 512, 544, 1024})
    void takesTheDocumentedBaseCapacities(int rpu) {
        assertThat(RedshiftServerless.workgroup("sales").baseCapacity(rpu))
                .hasToString("RedshiftServerless[sales, " + rpu + " RPU]");
    }

    @ParameterizedTest
    @ValueSource(ints = {-8, 0, 2, 12, 511, 520, 528, 1056})
    void refusesOtherBaseCapacities(int rpu) {
        assertThatThrownBy(() -> RedshiftServerless.workgroup("sales").baseCapacity(rpu))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("baseCapacity must be 4 RPU, a multiple of 8 up to"
                        + " 512, or a multiple of 32 up to 1024, was " + rpu);
    }

    @ParameterizedTest
    @CsvSource({"ab", "Sales", "sales_data", "s.ales", "''"})
    void refusesOtherNames(String name) {
        assertThatThrownBy(() -> RedshiftServerless.workgroup(name)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("name must be 3 to 64 lower-case letters, digits and hyphens, was \"" + name + "\"");
        assertThatThrownBy(() -> RedshiftServerless.workgroup("sales").namespace(name))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("namespace must be 3 to 64");
    }

    @Test
    void refusesWhatContradictsItself() {
        RedshiftServerless sales = StandInClusters.workgroup(aws);

        assertThatThrownBy(() -> sales.baseCapacity(64).maxCapacity(32).login(Login.TEMPORARY).plan())
                .isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "Serverless makes temporary credentials for the caller's own IAM identity only: say"
                        + " login(Login.IAM_IDENTITY); maxCapacity must be at least baseCapacity, 64 RPU, was 32");
        assertThatThrownBy(() -> sales.maxCapacity(12)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxCapacity must be 4 RPU or a multiple of 8, was 12");
        assertThatThrownBy(() -> UsageLimit.daily(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rpuHours must be at least 1, was 0");
        assertThatThrownBy(() -> RedshiftServerless.workgroup("select")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("name must not be the reserved word \"select\"");
    }

    @Test
    void subnetsInOneZoneAreRefused() {
        assertThatThrownBy(() -> StandInClusters.workgroup(aws).subnets("subnet-0a1").plan())
                .isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith("the subnets subnet-0a1 lie in one availability zone, and"
                        + " Redshift Serverless needs two: name more by subnets, or another VPC by vpc");
    }

    @Test
    void temporaryCredentialsOfTheIamIdentityLetIn() {
        try (Provisioned provisioned = StandInClusters.workgroup(aws).login(Login.IAM_IDENTITY).provision(Progress.SILENT)) {
            assertThat(provisioned.endpoint()).isEqualTo(redshift.endpoint());
            assertThat(aws.calls()).contains("redshift-serverless:GetCredentials")
                    .doesNotContain("secretsmanager:GetSecretValue");
        }
    }
}
