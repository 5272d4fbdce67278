package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.warehouse.api.CopyResult;
import dev.warehouse.api.Endpoint;
import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Provisioned;
import dev.warehouse.api.Warehouse;
import dev.warehouse.etl.Copy;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedshiftClusterTest {

    @TempDir
    private Path folder;

    @Test
    void takesTheEndpointOfTheFileWithTls() throws IOException {
        RedshiftCluster cluster = RedshiftCluster.fromConfig(config("HOST=c.example.com\nDB_NAME=dwh\nDB_USER=u\n"
                + "DB_PASSWORD=s3cret\nDB_PORT=5440\n"));

        assertThat(cluster.name()).isEqualTo("Redshift cluster at c.example.com:5440");
        assertThat(cluster).hasToString("RedshiftCluster[Endpoint[u@c.example.com:5440/dwh, password=***]]");
    }

    @Test
    void saysThatAFileDescribesNoCluster() throws IOException {
        Path file = config("HOST=\n");

        assertThatThrownBy(() -> RedshiftCluster.fromConfig(file)).isInstanceOf(ConfigException.class)
                .hasMessage(file + ": describes no cluster: set DWH_CLUSTER_IDENTIFIER in [DWH] to have one made, or HOST in"
                        + " [CLUSTER] to take one that exists");
    }

    @Test
    void saysWhatIsWrongWithTheFile() throws IOException {
        Path file = config("HOST=c.example.com\nDB_NAME=dwh\nDB_USER=u\nDB_PASSWORD=s3cret\nDB_PORT=x\n");

        assertThatThrownBy(() -> RedshiftCluster.fromConfig(file)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 6, [CLUSTER] DB_PORT: port must be a whole number, was \"x\"");
    }

    @Test
    void doesNotSendAPasswordOverANetworkInTheClear() {
        Endpoint open = new Endpoint("c.example.com", 5439, "dwh", "u", "s3cret", false);

        assertThatThrownBy(() -> RedshiftCluster.existing(open)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("endpoint must use TLS (ssl)").hasMessageNotContaining("s3cret");
    }

    @Test
    void saysThatTheHostIsNotKnown() throws IOException {
        Path file = config("HOST=cluster.invalid\nDB_NAME=dwh\nDB_USER=u\nDB_PASSWORD=s3cret\n");

        assertThatThrownBy(() -> RedshiftCluster.fromConfig(file).provision(Progress.SILENT))
                .isInstanceOf(ProvisionException.class)
                .hasMessage("the host cluster.invalid is not known: check the host in " + file
                        + " ([CLUSTER]), and whether the cluster still exists");
    }

    @Test
    void saysThatNobodyAnswersAndWhatToLookAt() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        RedshiftCluster cluster = RedshiftCluster.existing(
                new Endpoint("127.0.0.1", port, "dwh", "u", "s3cret", false));

        assertThatThrownBy(() -> cluster.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith("127.0.0.1:" + port + " does not answer: check that the cluster is available")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void connectsToWhatIsThereAndLeavesItThere() throws SQLException {
        try (LocalRedshiftServer redshift = LocalRedshift.temporary().start()) {
            List<String> told = new ArrayList<>();
            RedshiftCluster cluster = RedshiftCluster.existing(redshift.endpoint());

            try (Provisioned provisioned = cluster.provision(
                    (stage, message) -> told.add(stage.word() + " " + message))) {
                assertThat(provisioned.endpoint()).isEqualTo(redshift.endpoint());
                assertThat(provisioned.describe()).containsEntry("database", "dev").containsKey("version");
                assertThat(provisioned.describe().toString()).doesNotContain(redshift.endpoint().password());
                provisioned.deprovision();
                provisioned.deprovision();
            }
            assertThat(told).containsExactly("provision connecting to 127.0.0.1:" + redshift.endpoint().port());
            try (Connection connection = DriverManager.getConnection(redshift.endpoint().jdbcUrl(),
                    redshift.endpoint().properties())) {
                assertThat(connection.isValid(5)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dev   | awsuser | user awsuser is not let into 127.0.0.1:{port}: check user and password in the endpoint; \
            Redshift locks a user after five failures
            dev   | nobody  | user nobody is not let into 127.0.0.1:{port}: check user and password in the endpoint; \
            Redshift locks a user after five failures
            other | awsuser | there is no database other at 127.0.0.1:{port}: check the database in the endpoint
            """)
    void saysWhyItIsNotLetIn(String database, String user, String message) {
        try (LocalRedshiftServer redshift = LocalRedshift.temporary().start()) {
            int port = redshift.endpoint().port();
            String password = database.equals("dev") ? "wr0ng" : redshift.endpoint().password();
            RedshiftCluster cluster = RedshiftCluster.existing(
                    new Endpoint("127.0.0.1", port, database, user, password, false));

            assertThatThrownBy(() -> cluster.provision(Progress.SILENT)).isInstanceOf(ProvisionException.class)
                    .hasMessage(message.replace("{port}", String.valueOf(port)))
                    .hasMessageNotContaining(password);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dwh.abc123.us-west-2.redshift.amazonaws.com, us-west-2",
        "wg.123456789012.eu-central-1.redshift-serverless.amazonaws.com, eu-central-1",
        "dwh.abc123.cn-north-1.redshift.amazonaws.com.cn, cn-north-1",
        "dwh.abc123.us-gov-west-1.redshift.amazonaws.com, us-gov-west-1",
        "c.example.com, "
    })
    void takesTheRegionFromTheHostName(String host, @Nullable String region) {
        assertThat(RedshiftCluster.regionOf(new Endpoint(host, 5439, "dwh", "u", "s3cret", true))).isEqualTo(region);
    }

    @Test
    void refusesWhatIsNoRegionAndNoAddress() {
        RedshiftCluster cluster = RedshiftCluster.existing(new Endpoint("c.example.com", 5439, "dwh", "u", "p", true));

        assertThatThrownBy(() -> cluster.region("Oregon")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("region must be the code of an AWS region such as us-west-2, was \"Oregon\"");
        assertThatThrownBy(() -> cluster.s3(URI.create("ftp://x"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("endpoint must be an http or https address, was ftp://x");
        assertThatThrownBy(() -> cluster.s3(URI.create("http://user:s3cret@x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("endpoint must hold no credentials; the AWS default chain gives them");
    }

    @Test
    void bucketInAnotherRegionIsNamedInTheCopy() throws IOException {
        Files.writeString(folder.resolve("part-1"), "1|one\n");
        try (S3Server s3 = new S3Server();
                LocalRedshiftServer redshift = LocalRedshift.temporary().bucket("raw", folder).start()) {
            s3.bucket("raw", "eu-central-1").put("part-1", "1|one\n");
            RedshiftCluster cluster =
                    RedshiftCluster.existing(redshift.endpoint()).region("us-west-2").s3(s3.uri());
            try (Warehouse warehouse = Warehouse.provision(cluster)) {
                warehouse.dsl().execute("create table t (a integer, b varchar(10))");

                CopyResult result = Copy.into(DSL.table(DSL.name("t"))).from("s3://raw/part").execute(warehouse);

                assertThat(result.rows()).isEqualTo(1);
                assertThat(result.warnings()).containsExactly("bucket raw is in eu-central-1 and the warehouse in "
                        + "us-west-2, so the COPY was given REGION 'eu-central-1'; across regions minutes become tens of "
                        + "minutes: keep the files in us-west-2, or say region(\"eu-central-1\") if it is meant");
                assertThat(warehouse.describe()).containsEntry("region", "us-west-2");
            }
        }
    }

    @Test
    void bucketThatMayNotBeListedIsLoadedAllTheSame() throws IOException {
        Files.writeString(folder.resolve("part-1"), "1|one\n");
        try (S3Server s3 = new S3Server();
                LocalRedshiftServer redshift = LocalRedshift.temporary().bucket("denied", folder).start()) {
            s3.bucket("denied", "us-west-2");
            RedshiftCluster cluster =
                    RedshiftCluster.existing(redshift.endpoint()).region("us-west-2").s3(s3.uri());
            try (Warehouse warehouse = Warehouse.provision(cluster)) {
                warehouse.dsl().execute("create table t (a integer, b varchar(10))");

                CopyResult result = Copy.into(DSL.table(DSL.name("t"))).from("s3://denied/part").execute(warehouse);

                assertThat(result.rows()).isEqualTo(1);
                assertThat(result.warnings()).isEmpty();
                assertThat(s3.requests()).contains("GET denied");
            }
        }
    }

    private Path config(String cluster) throws IOException {
        return Files.writeString(folder.resolve("dwh.cfg"), "[CLUSTER]\n" + cluster);
    }
}
