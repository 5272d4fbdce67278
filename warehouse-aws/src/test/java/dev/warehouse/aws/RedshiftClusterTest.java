package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Provisioned;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
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
    void saysThatItDoesNotCreateClusters() throws IOException {
        Path file = config("HOST=\n[DWH]\nDWH_NODE_TYPE=dc2.large\nDWH_DB_PASSWORD=<password>\n");

        assertThatThrownBy(() -> RedshiftCluster.fromConfig(file)).isInstanceOf(ProvisionException.class)
                .hasMessage(file + " has no HOST in [CLUSTER], and creating clusters is not part of this version:"
                        + " create the cluster in the Redshift console or by the tutorial's script and enter its"
                        + " endpoint as HOST, or take the local Redshift with Warehouse.provision()");
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

    private Path config(String cluster) throws IOException {
        return Files.writeString(folder.resolve("dwh.cfg"), "[CLUSTER]\n" + cluster);
    }
}
