package dev.warehouse.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import dev.warehouse.api.Endpoint;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.redshift.model.Cluster;
import software.amazon.awssdk.services.redshift.model.GetClusterCredentialsResponse;
import software.amazon.awssdk.services.redshift.model.GetClusterCredentialsWithIamResponse;

/** The way into a cluster; temporary credentials are renewed before they end. Safe for use by several threads. */
final class ClusterLogin {

    private static final int LONGEST_SECONDS = 3600;
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final AwsSession session;
    private final Cluster cluster;
    private @Nullable Endpoint endpoint;
    private Instant until = Instant.MAX;

    ClusterLogin(AwsSession session, Cluster cluster) {
        this.session = session;
        this.cluster = cluster;
    }

    synchronized Endpoint endpoint() {
        if (endpoint == null || Instant.now().isAfter(until.minus(MARGIN))) {
            endpoint = login();
        }
        return endpoint;
    }

    private Endpoint login() {
        String name = cluster.clusterIdentifier();
        String database = cluster.dbName();
        switch (session.settings().login) {
            case TEMPORARY -> {
                GetClusterCredentialsResponse credentials = session.calls().call("redshift:GetClusterCredentials",
                        "user " + cluster.masterUsername() + " of cluster " + name, () -> session.redshift()
                                .getClusterCredentials(r -> r.clusterIdentifier(name).dbName(database)
                                        .dbUser(cluster.masterUsername()).durationSeconds(LONGEST_SECONDS)));
                until = credentials.expiration();
                return endpoint(credentials.dbUser(), credentials.dbPassword());
            }
            case IAM_IDENTITY -> {
                GetClusterCredentialsWithIamResponse credentials = session.calls().call(
                        "redshift:GetClusterCredentialsWithIAM", "cluster " + name, () -> session.redshift()
                                .getClusterCredentialsWithIAM(r -> r.clusterIdentifier(name).dbName(database)
                                        .durationSeconds(LONGEST_SECONDS)));
                until = credentials.expiration();
                return endpoint(credentials.dbUser(), credentials.dbPassword());
            }
            default -> {
                Map<String, String> login = new SecretPart(session).login(cluster);
                return endpoint(login.get("username"), login.get("password"));
            }
        }
    }

    private Endpoint endpoint(String user, String password) {
        String host = cluster.endpoint().address();
        // a cluster on this machine is a stand-in; what is on a network is always reached by TLS
        return new Endpoint(host, cluster.endpoint().port(), cluster.dbName(), user, password,
                !RedshiftCluster.onThisMachine(host));
    }
}
