/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.warehouse.api.ProvisionException;
import org.jspecify.annotations.Nullable;

/** All that a warehouse on AWS consists of: planned, waited for, deleted. */
abstract class Making {

    final AwsSession session;
    final Settings settings;
    final RolePart role;
    final NetworkPart network;
    final SecretPart secret;

    Making(AwsSession session) {
        this.session = session;
        settings = session.settings();
        role = new RolePart(session);
        network = new NetworkPart(session);
        secret = new SecretPart(session);
    }

    /**
     * A warehouse that serves.
     *
     * @param login the way into it
     * @param isPublic whether it has an address on the internet
     * @param description what it is, for people
     * @param dataApi as what the Data API reaches it; null if it is not asked for
     */
    record Ready(RenewedLogin login, boolean isPublic, Map<String, String> description,
            @Nullable DataApiTarget dataApi) { }

    /** What is there, and what is to do. */
    final Steps plan() {
        Steps steps = new Steps();
        if (settings.connectOnly) {
            requirePossible(false);
            planConnect(steps);
        } else {
            planMaking(steps);
        }
        needLogin(steps);
        return steps;
    }

    abstract void planMaking(Steps steps);

    /** Refuses what cannot be connected to as it is. */
    abstract void planConnect(Steps steps);

    /** What is there, and what would be deleted. */
    final Steps deletePlan() {
        Steps steps = new Steps();
        planDeleteWarehouse(steps);
        network.planDelete(steps);
        role.planDelete(steps);
        secret.planDelete(steps);
        return steps;
    }

    abstract void planDeleteWarehouse(Steps steps);

    /** Waits until it serves. */
    abstract Ready ready();

    /** It was connected to. */
    void connected(Ready ready) {
    }

    /** Takes a snapshot and waits for it. */
    abstract void snapshot(String snapshot);

    /** Makes all of it from a snapshot, and waits for it. */
    abstract void restore(String snapshot);

    /** Gives it the size that is described, and waits for it. */
    final void resize() {
        requireNone(settings.impossible());
        resizeWarehouse();
    }

    abstract void resizeWarehouse();

    /**
     * Deletes what all else belongs to.
     *
     * @return whether the rest can be deleted now
     */
    abstract boolean deleteWarehouse(DeprovisionReport.Builder report);

    final DeprovisionReport delete(String target) {
        DeprovisionReport.Builder report = new DeprovisionReport.Builder(target, session.progress());
        if (deleteWarehouse(report)) {
            network.delete(report);
            role.delete(report);
            secret.delete(report);
        } else {
            report.kept("all that belongs to " + settings.word() + " " + settings.name,
                    "the " + settings.word() + " still needs it");
        }
        return report.build();
    }

    /** What it takes to enter, and to run statements. */
    private void needLogin(Steps steps) {
        switch (settings.login) {
            case TEMPORARY -> steps.need("redshift:GetClusterCredentials");
            case IAM_IDENTITY -> steps.need(settings.serverless ? "redshift-serverless:GetCredentials"
                    : "redshift:GetClusterCredentialsWithIAM");
            case PASSWORD -> {
                if (settings.password == null) {
                    steps.need("secretsmanager:GetSecretValue");
                }
            }
        }
        if (settings.dataApi != null) {
            steps.need("redshift-data:ExecuteStatement", "redshift-data:BatchExecuteStatement",
                    "redshift-data:DescribeStatement", "redshift-data:GetStatementResult",
                    "redshift-data:CancelStatement");
        }
    }

    /** The secret that the Data API enters with; null if it enters by temporary credentials. */
    final @Nullable String secretOfDataApi(@Nullable String managed) {
        return settings.login == Login.PASSWORD ? secret.arn(managed) : null;
    }

    /** Refuses what cannot be provisioned like this. */
    final void requirePossible(boolean isNew) {
        List<String> problems = new ArrayList<>(settings.problems());
        if (isNew) {
            problems.addAll(settings.impossible());
        }
        requireNone(problems);
    }

    private static void requireNone(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new ProvisionException(KnownError.OPTIONS_REFUSED, String.join("; ", problems));
        }
    }
}
