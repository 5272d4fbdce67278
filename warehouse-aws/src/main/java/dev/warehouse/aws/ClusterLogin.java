/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.time.Instant;
import java.util.Map;

import software.amazon.awssdk.services.redshift.model.Cluster;
import software.amazon.awssdk.services.redshift.model.GetClusterCredentialsResponse;
import software.amazon.awssdk.services.redshift.model.GetClusterCredentialsWithIamResponse;

/** The way into a cluster. */
final class ClusterLogin extends RenewedLogin {

    private final AwsSession session;
    private final Cluster cluster;

    ClusterLogin(AwsSession session, Cluster cluster) {
        super(cluster.endpoint().address(), cluster.endpoint().port(), cluster.dbName());
        this.session = session;
        this.cluster = cluster;
    }

    @Override
    Entry enter() {
        String name = cluster.clusterIdentifier();
        String database = cluster.dbName();
        switch (session.settings().login) {
            case TEMPORARY -> {
                GetClusterCredentialsResponse credentials = session.calls().call("redshift:GetClusterCredentials",
                        "user " + cluster.masterUsername() + " of cluster " + name, () -> session.redshift()
                                .getClusterCredentials(r -> r.clusterIdentifier(name).dbName(database)
                                        .dbUser(cluster.masterUsername()).durationSeconds(LONGEST_SECONDS)));
                return new Entry(credentials.dbUser(), credentials.dbPassword(), credentials.expiration());
            }
            case IAM_IDENTITY -> {
                GetClusterCredentialsWithIamResponse credentials = session.calls().call(
                        "redshift:GetClusterCredentialsWithIAM", "cluster " + name, () -> session.redshift()
                                .getClusterCredentialsWithIAM(r -> r.clusterIdentifier(name).dbName(database)
                                        .durationSeconds(LONGEST_SECONDS)));
                return new Entry(credentials.dbUser(), credentials.dbPassword(), credentials.expiration());
            }
            default -> {
                Map<String, String> login = new SecretPart(session).login(cluster.masterPasswordSecretArn());
                return new Entry(login.get("username"), login.get("password"), Instant.MAX);
            }
        }
    }
}
