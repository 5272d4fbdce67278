/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Provisioning and deprovisioning Serverless while AWS, the network or this process fail. */
@NeedsStandIn
class ServerlessTroubleTest {

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
            RedshiftServerless sales = StandInClusters.workgroup(quiet);
            sales.provision(Progress.SILENT).close();
            provisioned = quiet.state();
            provisioning = quiet.calls();
            quiet.forgetCalls();
            sales.deprovision();
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
        RedshiftServerless sales = StandInClusters.workgroup(aws.killAt(call));

        assertThatThrownBy(() -> sales.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class);
        aws.heal();
        sales.provision(Progress.SILENT).close();

        assertThat(aws.state()).isEqualTo(provisioned);
        assertThat(sales.deprovision().failed()).isEmpty();
        assertThat(aws.state()).isEqualTo(empty);
    }

    @ParameterizedTest
    @MethodSource("everyCallOfProvision")
    void provisionGoesOnAfterFailingAtAnyCall(int call) {
        RedshiftServerless sales = StandInClusters.workgroup(aws.failAt(call, 400, "ValidationException", "Not today."));

        assertThatThrownBy(() -> sales.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageContaining("AWS said: Not today.");
        aws.heal();
        sales.provision(Progress.SILENT).close();

        assertThat(aws.state()).isEqualTo(provisioned);
    }

    @ParameterizedTest
    @MethodSource("everyCallOfProvision")
    void deprovisionCleansUpAfterAProvisionKilledAtAnyCall(int call) {
        RedshiftServerless sales = StandInClusters.workgroup(aws.killAt(call));

        assertThatThrownBy(() -> sales.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class);
        aws.settle().heal();

        assertThat(sales.deprovision().failed()).isEmpty();
        assertThat(aws.state()).isEqualTo(empty);
    }

    @ParameterizedTest
    @MethodSource("everyCallOfDeprovision")
    void deprovisionGoesOnAfterBeingKilledAtAnyCall(int call) {
        RedshiftServerless sales = StandInClusters.workgroup(aws);
        sales.provision(Progress.SILENT).close();
        aws.forgetCalls();
        aws.killAt(call);

        try {
            assertThat(sales.deprovision().failed()).isNotEmpty();
        } catch (ProvisionException e) {
            assertThat(e).hasMessageContaining("InvalidClientTokenId");
        }
        aws.heal();

        assertThat(sales.deprovision().failed()).isEmpty();
        assertThat(aws.state()).isEqualTo(empty);
    }

    @ParameterizedTest
    @MethodSource("everyCallOfProvision")
    void lostAnswersAndThrottlingAreGotOver(int call) {
        RedshiftServerless sales = StandInClusters.workgroup(aws.loseAnswerOf(call)
                .failAt(call + 2, 400, "ThrottlingException", "Rate exceeded")
                .failAt(call + 3, 500, "InternalServerException", "Something failed."));

        sales.provision(Progress.SILENT).close();

        assertThat(aws.state()).isEqualTo(provisioned);
    }

    @ParameterizedTest
    @MethodSource("everyCallOfDeprovision")
    void lostAnswersAreGotOverWhenDeleting(int call) {
        RedshiftServerless sales = StandInClusters.workgroup(aws);
        sales.provision(Progress.SILENT).close();
        aws.forgetCalls();
        aws.loseAnswerOf(call);

        assertThat(sales.deprovision().failed()).isEmpty();
        assertThat(aws.state()).isEqualTo(empty);
    }

    /** What can be done with a workgroup beside making and deleting it, each from where it starts. */
    private enum Operation {
        RESIZE(sales -> sales.baseCapacity(32).maxCapacity(64).resize()),
        SHRINK(sales -> sales.baseCapacity(4).maxCapacity(8).resize()),
        SNAPSHOT(sales -> sales.snapshot("by-hand")),
        RESTORE(sales -> sales.restore("by-hand")),
        ADOPT(sales -> sales.provision(Progress.SILENT).close()),
        LEAVE(sales -> {
            DeprovisionReport report = sales.deprovision();
            if (!report.failed().isEmpty()) {
                throw new ProvisionException(report.toString());
            }
        });

        private final Consumer<RedshiftServerless> work;

        Operation(Consumer<RedshiftServerless> work) {
            this.work = work;
        }

        boolean ofSomebodyElse() {
            return this == ADOPT || this == LEAVE;
        }

        /** The account before it. */
        RedshiftServerless begin(AwsStandIn aws) {
            RedshiftServerless sales = StandInClusters.workgroup(aws).maxCapacity(16);
            if (ofSomebodyElse()) {
                aws.makeWorkgroup("sales");
                sales = sales.adopt();
            }
            if (this != ADOPT) {
                sales.provision(Progress.SILENT).close();
            }
            if (this == RESTORE) {
                sales.snapshot("by-hand");
                sales.deprovision();
            }
            aws.forgetCalls();
            return sales;
        }
    }

    static Stream<Arguments> everyCallOfEveryOperation() throws IOException {
        List<Arguments> calls = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            try (AwsStandIn quiet = account()) {
                RedshiftServerless sales = operation.begin(quiet);
                operation.work.accept(sales);
                for (int call = 1; call <= quiet.calls().size(); call++) {
                    calls.add(Arguments.of(operation, call, quiet.calls().get(call - 1), quiet.state()));
                }
            }
        }
        return calls.stream();
    }

    @ParameterizedTest(name = "{0} killed at call {1}, {2}")
    @MethodSource("everyCallOfEveryOperation")
    void operationGoesOnAfterBeingKilledAtAnyCall(Operation operation, int call, String action, String done) {
        RedshiftServerless sales = operation.begin(aws);
        aws.killAt(call);

        assertThatThrownBy(() -> operation.work.accept(sales)).isInstanceOf(ProvisionException.class)
                .hasMessageContaining("InvalidClientTokenId at ");
        aws.heal();
        try {
            operation.work.accept(sales);
        } catch (ProvisionException e) {
            // it was killed when all was done, which does not look like an attempt of before; provisioning is what follows
            assertThat(e.summary()).isIn("there is a snapshot by-hand already: choose another name",
                    "the namespace sales exists in us-west-2, and a restore would replace its data: restore under another"
                            + " name, or delete it first");
            sales.provision(Progress.SILENT).close();
        }

        assertThat(aws.state()).as(action).isEqualTo(done);
    }

    @ParameterizedTest(name = "{0} killed at call {1}, {2}")
    @MethodSource("everyCallOfEveryOperation")
    void deprovisionCleansUpAfterAnOperationKilledAtAnyCall(Operation operation, int call, String action, String done)
            throws IOException {
        RedshiftServerless sales = operation.begin(aws);
        aws.killAt(call);
        assertThatThrownBy(() -> operation.work.accept(sales)).isInstanceOf(ProvisionException.class);
        aws.settle().heal();

        assertThat(sales.deprovision().failed()).as(action).isEmpty();

        try (AwsStandIn untouched = account()) {
            if (operation.ofSomebodyElse()) {
                untouched.makeWorkgroup("sales");
            }
            assertThat(aws.state().lines()).filteredOn(line -> !line.startsWith("serverless snapshot "))
                    .containsExactlyElementsOf(untouched.state().lines().toList());
        }
    }

    @ParameterizedTest(name = "{0} loses the answer of call {1}, {2}")
    @MethodSource("everyCallOfEveryOperation")
    void operationGetsOverLostAnswersAndThrottling(Operation operation, int call, String action, String done) {
        RedshiftServerless sales = operation.begin(aws);
        aws.loseAnswerOf(call).failAt(call + 2, 400, "ThrottlingException", "Rate exceeded")
                .failAt(call + 3, 500, "InternalServerException", "Something failed.");

        operation.work.accept(sales);

        assertThat(aws.state()).as(action).isEqualTo(done);
    }

    @Test
    void namespaceThatIsYetToBeRestoredIsNotTakenForTheWarehouse() {
        RedshiftServerless sales = Operation.RESTORE.begin(aws);
        aws.refuse("redshift-serverless:RestoreFromSnapshot", 403, "AccessDeniedException", "Not you.");
        assertThatThrownBy(() -> sales.restore("by-hand")).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith("not permitted: redshift-serverless:RestoreFromSnapshot on snapshot by-hand");
        aws.heal();

        for (RedshiftServerless asked : List.of(sales, sales.connectOnly())) {
            assertThatThrownBy(() -> asked.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                    .hasMessageStartingWith("the namespace sales is empty, because restoring snapshot by-hand into it "
                            + "was stopped: say restore(\"by-hand\") again, or deprovision it");
        }
        sales.restore("by-hand");
        sales.connectOnly().provision(Progress.SILENT).close();
        assertThat(sales.deprovision().failed()).isEmpty();
    }

    static Stream<String> everyAction() {
        return provisioning.stream().distinct();
    }

    @ParameterizedTest
    @MethodSource("everyAction")
    void saysWhichPermissionIsMissing(String action) {
        aws.refuse(action, 403, "AccessDeniedException", "User: arn:aws:iam::123456789012:user/engineer is not authorized to"
                + " perform: " + action);

        assertThatThrownBy(() -> StandInClusters.workgroup(aws).provision(Progress.SILENT))
                .isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith("not permitted: " + action + " on ")
                .hasMessageContaining("Allow that action to the caller in an IAM policy. AWS said: User: arn:aws:iam::");
    }

    @Test
    void policyOfTheDocumentationAllowsEveryCall() throws IOException {
        StandInClusters.workgroup(aws).dataApi().provision(Progress.SILENT).close();
        Set<String> allowed = Policy.allowedBy(Path.of("../docs/aws.md"));

        Stream<String> ofOperations = everyCallOfEveryOperation().map(operation -> (String) operation.get()[2]);
        assertThat(Stream.concat(Stream.of(provisioning, deprovisioning, aws.calls()).flatMap(List::stream), ofOperations)
                .distinct()).isSubsetOf(allowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CreateNamespace  | 409 | ConflictException              | it exists already, or is busy with another operation
            CreateNamespace  | 400 | ValidationException            | correct the option that it names
            CreateNamespace  | 400 | TooManyTagsException           | a resource may have 50 tags at most
            CreateNamespace  | 402 | ServiceQuotaExceededException  | the account has as many of these as its quota allows
            CreateWorkgroup  | 400 | InsufficientCapacityException  | ask for less by baseCapacity, or try again later
            CreateWorkgroup  | 404 | ResourceNotFoundException      | check name and region
            CreateWorkgroup  | 409 | ConflictException              | wait until it is available, and run again
            CreateWorkgroup  | 500 | InternalServerException        | it goes on where it stopped
            CreateWorkgroup  | 400 | ThrottlingException            | AWS slows down this account
            CreateUsageLimit | 402 | ServiceQuotaExceededException  | delete unused ones
            """)
    void errorCodesAreExplained(String action, int status, String code, String wayOut) {
        aws.refuse("redshift-serverless:" + action, status, code, "What AWS said.");

        assertThatThrownBy(() -> StandInClusters.workgroup(aws).provision(Progress.SILENT))
                .isInstanceOf(ProvisionException.class).hasMessageContaining(code).hasMessageContaining(wayOut)
                .hasMessageContaining("redshift-serverless:" + action).hasMessageContaining("AWS said: What AWS said.");
    }

    @Test
    void timeOutTellsTheLastState() {
        aws.slow(1_000_000).makeRole("theirs", Policies.trustServerless());
        RedshiftServerless waiting = StandInClusters.reached(RedshiftServerless.workgroup("sales").region("us-west-2"),
                aws.uri()).roleArn("arn:aws:iam::123456789012:role/theirs").timeout(Duration.ofMillis(50));

        assertThatThrownBy(() -> waiting.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageMatching("waited 0 s for namespace sales to be available, last it was MODIFYING, roles .*adding.\\."
                        + " It goes on by itself: run again to wait for it, or wait longer by timeout\n"
                        + "  See docs/errors.md#waited-too-long");
    }

    @Test
    void roleThatIsNeverSeenIsToldWithItsRefusal() {
        RedshiftServerless sales = StandInClusters.reached(RedshiftServerless.workgroup("sales").region("us-west-2"),
                aws.uri()).roleArn("arn:aws:iam::123456789012:role/missing").timeout(Duration.ofMillis(50));

        assertThatThrownBy(() -> sales.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "waited 0 s for role arn:aws:iam::123456789012:role/missing to be seen by Redshift,"
                        + " last it was redshift-serverless:CreateNamespace on namespace sales failed with ValidationException")
                .hasMessageContaining("AWS said: Redshift is not authorized to assume the IAM role");
    }

    @Test
    void privateWorkgroupThatIsNotReachedSaysSo() throws IOException {
        int port;
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        aws.clustersAt(new Endpoint("127.0.0.1", port, "dev", "awsuser", "Secr3tOfNobody", false));
        RedshiftServerless sales = StandInClusters.reached(RedshiftServerless.workgroup("sales").region("us-west-2"),
                aws.uri()).readsEveryBucket();

        assertThatThrownBy(() -> sales.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "the workgroup is available, but private, and this machine does not reach 127.0.0.1:"
                        + port + ": run this within its VPC");
    }

    @Test
    void secretsAppearNowhere() {
        String password = redshift.endpoint().password();
        String given = "Passw0rdThatWasGiven";
        List<String> told = new ArrayList<>();
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        PrintStream err = System.err;
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            RedshiftServerless sales = StandInClusters.workgroup(aws);
            told.add(sales.password(given).toString());
            told.add(sales.password(given).plan().toString());
            aws.refuse("redshift-serverless:CreateNamespace", 400, "ValidationException", "Wrong password " + given);
            assertThatThrownBy(() -> sales.password(given).provision((stage, message) -> told.add(message)))
                    .satisfies(e -> told.add(stackTrace(e))).hasMessageContaining("Wrong password ***");
            aws.heal();
            try (Provisioned running = sales.provision((stage, message) -> told.add(message))) {
                told.add(running.toString());
                told.add(running.describe().toString());
                told.add(running.endpoint().toString());
            }
            told.add(sales.describe().orElseThrow().json());
            told.add(sales.deprovision().toString());
        } finally {
            System.setErr(err);
        }
        told.add(logged.toString(StandardCharsets.UTF_8));

        assertThat(told).allSatisfy(text -> assertThat(text).doesNotContain(password).doesNotContain(given)
                .doesNotContain("s3cretKeyOfTheCaller"));
    }

    @Test
    void generatedPasswordIsKeptInASecretThatGoesWithTheWorkgroup() {
        RedshiftServerless sales = StandInClusters.workgroup(aws).generatedPassword();

        // Redshift here has another password, so the way in is refused; what was made is there
        assertThatThrownBy(() -> sales.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageContaining("is not let into");
        assertThat(aws.state()).contains(
                "secret warehouse-serverless-sales {warehouse:cluster=us-west-2/workgroup/sales}");

        assertThat(sales.deprovision().deleted()).contains("secret warehouse-serverless-sales");
        assertThat(aws.state()).isEqualTo(empty);
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
