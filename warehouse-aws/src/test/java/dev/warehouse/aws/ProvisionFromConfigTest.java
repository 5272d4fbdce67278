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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.warehouse.api.LoadReport;
import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Provisioned;
import dev.warehouse.api.Warehouse;
import dev.warehouse.aws.standin.AwsStandIn;
import dev.warehouse.etl.SongPlays;
import dev.warehouse.etl.SongPlaysSource;
import dev.warehouse.local.LocalPlatformProvider;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The file of the tutorials, from an empty account to answers and back. */
@NeedsStandIn
class ProvisionFromConfigTest {

    private static final String PASSWORD = "Passw0rdOfTheFile";

    @TempDir
    private Path folder;
    private LocalRedshiftServer redshift;
    private AwsStandIn aws;
    private S3Server s3;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        // with the buckets of the sample data
        redshift = ((LocalRedshift) new LocalPlatformProvider().defaultPlatform()).database("dwh").user("dwhuser")
                .password(PASSWORD).start();
        aws = new AwsStandIn().clustersAt(redshift.endpoint()).slow(1);
        s3 = new S3Server().deny("udacity-dend", "us-west-2");
        file = Files.writeString(folder.resolve("dwh.cfg"), """
                # mine
                [AWS]
                KEY=%s
                SECRET=s3cretKeyOfTheFile
                REGION=us-west-2

                [DWH]
                DWH_CLUSTER_TYPE=multi-node
                DWH_NUM_NODES=4
                DWH_NODE_TYPE=ra3.large
                DWH_IAM_ROLE_NAME=dwhRole
                DWH_CLUSTER_IDENTIFIER=dwhCluster
                DWH_DB=dwh
                DWH_DB_USER=dwhuser
                DWH_DB_PASSWORD=%s
                DWH_PORT=5439

                [CLUSTER]
                HOST=

                [IAM_ROLE]
                ARN=

                [S3]
                LOG_DATA='s3://udacity-dend/log_data'
                LOG_JSONPATH='s3://udacity-dend/log_json_path.json'
                SONG_DATA='s3://udacity-dend/song_data'
                """.formatted(AwsStandIn.ACCESS_KEY, PASSWORD));
    }

    @AfterEach
    void stop() {
        aws.close();
        s3.close();
        redshift.close();
    }

    private RedshiftCluster cluster() {
        RedshiftCluster read = RedshiftCluster.fromConfig(file);
        return StandInClusters.reached(read, aws.uri())
                .credentials(AwsPlatform.fixed(AwsStandIn.ACCESS_KEY, "s3cretKeyOfTheFile", null)).skipFinalSnapshot().s3(s3.uri());
    }

    /** The code of docs/from-python.md. */
    @Test
    void theStepsOfTheTutorialsAreThoseOfACluster() throws IOException {
        String before = aws.state();
        // tag::config[]
        RedshiftCluster cluster = RedshiftCluster.fromConfig(file);
        // end::config[]
        cluster = StandInClusters.reached(cluster, aws.uri()).s3(s3.uri());
        // tag::role[]
        cluster = cluster.reads("s3://udacity-dend/log_data", "s3://udacity-dend/song_data",
                "s3://udacity-dend/log_json_path.json");
        // end::role[]
        // tag::port[]
        cluster = cluster.publiclyAccessible().reachableFrom("203.0.113.7/32");
        // end::port[]
        // tag::cluster[]
        System.out.println(cluster.plan());                     // changes nothing
        Warehouse warehouse = Warehouse.provision(cluster, Progress.terminal());
        // end::cluster[]
        assertThat(aws.state()).contains("dwhcluster", "role dwhRole", "203.0.113.7/32", "udacity-dend/song_data");
        // tag::endpoint[]
        System.out.println(cluster.describe().orElseThrow());
        // end::endpoint[]
        assertThat(file).content().contains("HOST=127.0.0.1", "ARN=arn:aws:iam::123456789012:role/dwhRole")
                .startsWith("# mine\n");
        // tag::deletion[]
        warehouse.close();                                      // connections only: the cluster goes on, and costs
        cluster.pause();
        cluster.resume();
        System.out.println(cluster.skipFinalSnapshot().deprovision());
        // end::deletion[]
        assertThat(aws.state()).isEqualTo(before);
    }

    @Test
    void songPlaysAreLoadedOverTheClustersEndpointWithItsRole() throws IOException {
        String before = aws.state();
        try (Warehouse warehouse = Warehouse.provision(cluster())) {
            assertThat(Files.readString(file)).contains("HOST=127.0.0.1",
                    "ARN=arn:aws:iam::123456789012:role/dwhRole").startsWith("# mine\n");
            String role = DwhConfig.read(file).roleArn().orElseThrow();
            assertThat(warehouse.plan().toString())
                    .startsWith("plan of Redshift cluster dwhcluster in us-west-2, account 123456789012: nothing to change\n")
                    .containsSubsequence("keep   role dwhRole", "plan of \"songplays\":", "copy staging_events");

            LoadReport report = warehouse.load(SongPlays.pipeline(SongPlaysSource.udacity().withIamRole(role)));

            assertThat(report.steps()).noneMatch(step -> step.rejected() > 0);
            assertThat(warehouse.dsl().fetchCount(org.jooq.impl.DSL.table("songplays"))).isPositive();
            assertThat(warehouse.region()).contains("us-west-2");
            assertThat(warehouse.describe()).containsEntry("nodes", "4, 8 slices").containsEntry("roles", role);
            aws.forgetCalls();
            cluster().provision(Progress.SILENT).close();
            assertThat(aws.changes()).isEmpty();

            warehouse.deprovision();
        }
        assertThat(aws.state()).isEqualTo(before);
    }

    @Test
    void roleThatWasMadeHereIsKnownAgainByItsArn() throws IOException {
        Files.writeString(file, Files.readString(file).replace("DWH_IAM_ROLE_NAME=dwhRole\n", ""));
        String before = aws.state();

        cluster().provision(Progress.SILENT).close();
        assertThat(Files.readString(file)).contains("ARN=arn:aws:iam::123456789012:role/warehouse-dwhcluster");

        assertThat(cluster().deprovision().kept()).isEmpty();
        assertThat(aws.state()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Login.class)
    void everyLoginLetsIn(Login login) {
        try (Provisioned provisioned = cluster().login(login).provision(Progress.SILENT)) {
            assertThat(provisioned.endpoint()).isEqualTo(redshift.endpoint());
        }
    }

    @Test
    void secretsAppearNowhere() {
        List<String> told = new ArrayList<>();
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        PrintStream err = System.err;
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            RedshiftCluster cluster = cluster();
            told.add(cluster.toString());
            told.add(cluster.plan().toString());
            aws.refuse("redshift:CreateCluster", 400, "InvalidParameterValue", "Wrong password " + PASSWORD);
            assertThatThrownBy(() -> cluster.provision((stage, message) -> told.add(message)))
                    .isInstanceOf(ProvisionException.class)
                    .satisfies(e -> told.add(stackTrace(e)))
                    .hasMessageContaining("Wrong password ***");
            aws.heal();
            try (Provisioned provisioned = cluster.provision((stage, message) -> told.add(message))) {
                told.add(provisioned.toString());
                told.add(provisioned.describe().toString());
                told.add(provisioned.endpoint().toString());
            }
            told.add(cluster.describe().orElseThrow().json());
            told.add(cluster.deprovision().toString());
        } finally {
            System.setErr(err);
        }
        told.add(logged.toString(StandardCharsets.UTF_8));

        assertThat(told).allSatisfy(text -> assertThat(text).doesNotContain(PASSWORD)
                .doesNotContain("s3cretKeyOfTheFile"));
    }

    @Test
    void generatedPasswordIsKeptInASecretThatGoesWithTheCluster() {
        RedshiftCluster cluster = StandInClusters.cluster(aws).generatedPassword();
        String before = aws.state();

        // Redshift here has another password, so the way in is refused; what was made is there
        assertThatThrownBy(() -> cluster.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageContaining("is not let into");
        assertThat(aws.state()).contains("secret warehouse-dwhcluster {warehouse:cluster=us-west-2/dwhcluster}");
        aws.forgetCalls();
        assertThatThrownBy(() -> cluster.provision(Progress.SILENT)).hasMessageContaining("is not let into");
        assertThat(aws.changes()).isEmpty();

        assertThat(cluster.deprovision().deleted()).contains("secret warehouse-dwhcluster");
        assertThat(aws.state()).isEqualTo(before);
    }

    private static String stackTrace(Throwable failure) {
        java.io.StringWriter text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
