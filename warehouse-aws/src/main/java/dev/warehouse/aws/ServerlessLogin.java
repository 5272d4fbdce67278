/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.time.Instant;
import java.util.Map;

import software.amazon.awssdk.services.redshiftserverless.model.GetCredentialsResponse;
import software.amazon.awssdk.services.redshiftserverless.model.Namespace;
import software.amazon.awssdk.services.redshiftserverless.model.Workgroup;

/** The way into a workgroup. */
final class ServerlessLogin extends RenewedLogin {

    private final AwsSession session;
    private final Namespace namespace;
    private final Workgroup workgroup;

    ServerlessLogin(AwsSession session, Namespace namespace, Workgroup workgroup) {
        super(workgroup.endpoint().address(), workgroup.endpoint().port(), namespace.dbName());
        this.session = session;
        this.namespace = namespace;
        this.workgroup = workgroup;
    }

    @Override
    Entry enter() {
        if (session.settings().login == Login.PASSWORD) {
            Map<String, String> login = new SecretPart(session).login(namespace.adminPasswordSecretArn());
            return new Entry(login.get("username"), login.get("password"), Instant.MAX);
        }
        GetCredentialsResponse credentials = session.calls().call("redshift-serverless:GetCredentials",
                "workgroup " + workgroup.workgroupName(), () -> session.serverless().getCredentials(r -> r
                        .workgroupName(workgroup.workgroupName()).dbName(namespace.dbName())
                        .durationSeconds(LONGEST_SECONDS)));
        return new Entry(credentials.dbUser(), credentials.dbPassword(), credentials.expiration());
    }
}
