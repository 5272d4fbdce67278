/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
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
                .hasMessageStartingWith(
                        file + ": describes no cluster: set DWH_CLUSTER_IDENTIFIER in [DWH] to have one made, or HOST in"
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
                .hasMessageStartingWith("the host cluster.invalid is not known: check the host in " + file
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
                    .hasMessageStartingWith(message.replace("{port}", String.valueOf(port)))
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.0.0.0/0  | cidr must not be the whole internet, was 0.0.0.0/0: name your own network, or say \
            reachableFromTheWholeInternet()
            0.0.0.0/00 | cidr must not be the whole internet, was 0.0.0.0/00: name your own network, or say \
            reachableFromTheWholeInternet()
            ::/0       | cidr must not be the whole internet, was ::/0: name your own network, or say \
            reachableFromTheWholeInternet()
            10.0.0.1   | cidr must be a network such as 203.0.113.7/32, was "10.0.0.1"
            """)
    void opensToNamedNetworksOnly(String cidr, String message) {
        assertThatThrownBy(() -> RedshiftCluster.named("c").reachableFrom(cidr))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void refusesOptionsThatRedshiftDoesNotHave() {
        RedshiftCluster cluster = RedshiftCluster.named("Dwh-Cluster");

        assertThatThrownBy(() -> RedshiftCluster.named("dwh--cluster")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("have no hyphen at its end or two in a row, was \"dwh--cluster\"");
        assertThatThrownBy(() -> cluster.nodeType("dc2.large")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nodeType: dc2.large cannot be created any more: use ra3.large");
        assertThatThrownBy(() -> cluster.nodes(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nodes must be at least 1, was 0");
        assertThatThrownBy(() -> cluster.port(5430)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port must be between 5431 and 5455 or between 8191 and 8215, was 5430");
        assertThatThrownBy(() -> cluster.password("s3cret")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("password must be 8 to 64").hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> cluster.user("select")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("user must not be the reserved word \"select\"");
        assertThat(cluster.nodes(2)).hasToString("RedshiftCluster[dwh-cluster, 2 x ra3.large]");
    }

    @Test
    void clusterThatIsOnlyConnectedToTakesNoOptionsOfMaking() {
        RedshiftCluster cluster = RedshiftCluster.existing(new Endpoint("c.example.com", 5439, "dwh", "u", "p", true));

        assertThatThrownBy(() -> cluster.nodes(2)).isInstanceOf(IllegalStateException.class)
                .hasMessage("this option says how a cluster is made, and the one at c.example.com is only connected to:"
                        + " take RedshiftCluster.named(...)");
        assertThatThrownBy(cluster::plan).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "the cluster at c.example.com is only connected to: take RedshiftCluster.named(...) with"
                        + " adopt() to manage it");
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
