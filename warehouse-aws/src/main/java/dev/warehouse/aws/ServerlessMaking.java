/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import java.util.Optional;
import java.util.Set;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.aws.ProvisionPlan.Verb;
import software.amazon.awssdk.services.redshiftserverless.model.Namespace;
import software.amazon.awssdk.services.redshiftserverless.model.Snapshot;
import software.amazon.awssdk.services.redshiftserverless.model.Workgroup;

/** What Redshift Serverless consists of, in the order of making. */
final class ServerlessMaking extends Making {

    private static final String BUSY = "ConflictException";

    private final NamespacePart namespace;
    private final WorkgroupPart workgroup;

    ServerlessMaking(AwsSession session) {
        super(session);
        namespace = new NamespacePart(session);
        workgroup = new WorkgroupPart(session);
    }

    @Override
    void planMaking(Steps steps) {
        Optional<Workgroup> found = workgroup.usable();
        Optional<Namespace> holding = namespace.usable();
        requirePossible(found.isEmpty());
        holding.ifPresent(this::requireRestored);
        role.plan(steps);
        network(steps, found);
        secret.plan(steps, holding.isEmpty());
        namespace.plan(steps, holding, role, secret);
        workgroup.plan(steps, found, namespace, network);
        needDescription(steps);
    }

    private void requireRestored(Namespace holding) {
        String unfinished = namespace.tags(holding).get(NamespacePart.RESTORE_TAG);
        if (unfinished != null) {
            throw new ProvisionException(KnownError.RESTORE_UNFINISHED,
                    "the namespace " + settings.namespace() + " is empty, because restoring"
                    + " snapshot " + unfinished + " into it was stopped: say restore(\"" + unfinished + "\") again,"
                    + " or deprovision it");
        }
    }

    @Override
    void planConnect(Steps steps) {
        workgroup.planConnect(steps);
        Namespace holding = namespace.usable().orElseThrow(() -> session.missing("namespace " + settings.namespace()));
        requireRestored(holding);
        namespace.planConnect(steps, holding);
        needDescription(steps);
    }

    private static void needDescription(Steps steps) {
        steps.need("redshift-serverless:ListTagsForResource", "redshift-serverless:ListUsageLimits");
    }

    @Override
    void planDeleteWarehouse(Steps steps) {
        workgroup.planDelete(steps, network);
        namespace.planDelete(steps, role);
    }

    private void network(Steps steps, Optional<Workgroup> found) {
        network.planWorkgroup(steps, found.map(Workgroup::subnetIds), found.map(workgroup::own).orElse(true));
    }

    @Override
    Ready ready() {
        Namespace holding = namespace.available();
        Workgroup serving = workgroup.available();
        ServerlessLogin login = new ServerlessLogin(session, holding, serving);
        DataApiTarget dataApi = settings.dataApi == null ? null : new DataApiTarget(null, settings.name,
                holding.dbName(), secretOfDataApi(holding.adminPasswordSecretArn()), null, login.url());
        return new Ready(login, Boolean.TRUE.equals(serving.publiclyAccessible()),
                description(serving, Optional.of(holding)).rows(), dataApi);
    }

    Optional<ServerlessDescription> describe() {
        return workgroup.find().map(found -> description(found, namespace.find()));
    }

    private ServerlessDescription description(Workgroup found, Optional<Namespace> holding) {
        return ServerlessDescription.of(found, holding.orElse(null), workgroup.limits(found), workgroup.tags(found));
    }

    @Override
    void snapshot(String snapshot) {
        namespace.requireUsable();
        if (find(snapshot).isPresent()) {
            throw new ProvisionException(KnownError.NAME_TAKEN,
                    "there is a snapshot " + snapshot + " already: choose another name");
        }
        session.change("redshift-serverless:CreateSnapshot", "snapshot " + snapshot + " of namespace "
                + settings.namespace(), () -> session.serverless().createSnapshot(r -> r
                        .namespaceName(settings.namespace()).snapshotName(snapshot)
                        .tags(ServerlessTags.made(session))), BUSY, () -> {
            namespace.available();
            return find(snapshot).isPresent();
        });
        session.poll().until("snapshot " + snapshot + " to be available", () -> find(snapshot), found -> {
            String status = status(found);
            if (Set.of("FAILED", "CANCELLED", "DELETED").contains(status)) {
                throw new ProvisionException(KnownError.DOES_NOT_RECOVER,
                        "the snapshot " + snapshot + " is " + status + ": take another");
            }
            return "AVAILABLE".equals(status);
        }, ServerlessMaking::status);
    }

    private Optional<Snapshot> find(String snapshot) {
        return session.calls().find("redshift-serverless:GetSnapshot", "snapshot " + snapshot,
                () -> session.serverless().getSnapshot(r -> r.snapshotName(snapshot)).snapshot(),
                ServerlessTags.MISSING);
    }

    private static String status(Optional<Snapshot> snapshot) {
        return snapshot.map(Snapshot::statusAsString).orElse("not seen yet");
    }

    @Override
    void restore(String snapshot) {
        planRestore(snapshot).run(session.progress());
    }

    private Steps planRestore(String snapshot) {
        if (find(snapshot).isEmpty()) {
            throw new ProvisionException(KnownError.DOES_NOT_EXIST,
                    "there is no snapshot " + snapshot + " of Redshift Serverless in "
                    + session.region() + ": check name and region");
        }
        Optional<Workgroup> found = workgroup.usable();
        Optional<Namespace> holding = namespace.usable();
        requirePossible(found.isEmpty());
        boolean unfinished = holding.isPresent()
                && snapshot.equals(namespace.tags(holding.get()).get(NamespacePart.RESTORE_TAG));
        if (holding.isPresent() && !unfinished) {
            throw new ProvisionException(KnownError.NAME_TAKEN,
                    "the namespace " + settings.namespace() + " exists in " + session.region()
                    + ", and a restore would replace its data: restore under another name, or delete it first");
        }
        Steps steps = new Steps();
        role.plan(steps);
        network(steps, found);
        secret.plan(steps, holding.isEmpty());
        if (holding.isEmpty()) {
            steps.add(Verb.CREATE, "namespace " + settings.namespace(), "",
                    () -> namespace.create(role, secret, snapshot));
        }
        workgroup.plan(steps, found, namespace, network);
        steps.add(Verb.CHANGE, "namespace " + settings.namespace(), "gets the data of snapshot " + snapshot,
                () -> fill(snapshot));
        return steps;
    }

    private void fill(String snapshot) {
        session.change("redshift-serverless:RestoreFromSnapshot", "snapshot " + snapshot, () -> session.serverless()
                .restoreFromSnapshot(r -> r.namespaceName(settings.namespace()).workgroupName(settings.name)
                        .snapshotName(snapshot).manageAdminPassword(settings.managedPassword() ? true : null)), BUSY,
                () -> {
            awaitRest();
            return false; // nothing tells what was restored; to restore it twice does no harm
        });
        namespace.restored(awaitRest());
    }

    private Namespace awaitRest() {
        workgroup.available();
        return namespace.available();
    }

    @Override
    void resizeWarehouse() {
        workgroup.resize(settings.baseCapacity, settings.maxCapacity);
    }

    @Override
    boolean deleteWarehouse(DeprovisionReport.Builder report) {
        return workgroup.delete(report, network) && namespace.delete(report, role);
    }
}
