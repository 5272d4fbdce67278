/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.aws.ProvisionPlan.Verb;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.redshift.model.Cluster;
import software.amazon.awssdk.services.redshift.model.CreateClusterRequest;
import software.amazon.awssdk.services.redshift.model.DescribeClustersResponse;
import software.amazon.awssdk.services.redshift.model.Snapshot;
import software.amazon.awssdk.services.redshift.model.Tag;
import software.amazon.awssdk.services.redshift.model.VpcSecurityGroupMembership;

/** The cluster: made, adopted, resumed, changed, deleted. */
final class ClusterPart {

    private static final String MISSING = "ClusterNotFound";
    private static final String BUSY = "InvalidClusterState";
    private static final Set<String> LEAVING = Set.of("deleting", "final-snapshot");

    private final AwsSession session;
    private final Settings settings;
    private final String name;
    private final String resource;

    ClusterPart(AwsSession session) {
        this.session = session;
        this.settings = session.settings();
        this.name = settings.name;
        this.resource = "cluster " + name;
    }

    static List<Tag> tags(AwsSession session) {
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.builder().key(AwsSession.OWNER_TAG).value(session.owner()).build());
        session.settings().tags.forEach((key, value) -> tags.add(Tag.builder().key(key).value(value).build()));
        return tags;
    }

    Optional<Cluster> find() {
        return session.calls().find("redshift:DescribeClusters", resource, () -> session.redshift()
                .describeClusters(r -> r.clusterIdentifier(name)), MISSING)
                .map(DescribeClustersResponse::clusters).flatMap(clusters -> clusters.stream().findFirst());
    }

    private Cluster existing() {
        return find().orElseThrow(() -> session.missing(resource));
    }

    boolean own(Cluster cluster) {
        return tagged(cluster) || untaggedRestore(cluster);
    }

    /**
     * Whether it was restored here by an attempt that was stopped before the tag was set: RestoreFromClusterSnapshot
     * takes no tags, and nothing else lies in the subnet group that was made for it.
     */
    private boolean untaggedRestore(Cluster cluster) {
        return cluster.restoreStatus() != null && !tagged(cluster)
                && settings.ownName().equals(cluster.clusterSubnetGroupName());
    }

    /** Whether an earlier attempt to restore it is not over. */
    boolean restoring(Cluster cluster) {
        return untaggedRestore(cluster)
                || cluster.restoreStatus() != null && "creating".equals(cluster.clusterStatus());
    }

    private boolean tagged(Cluster cluster) {
        return cluster.tags().stream().anyMatch(tag -> tag.key().equals(AwsSession.OWNER_TAG)
                && tag.value().equals(session.owner()));
    }

    /** The cluster, unless it is on its way out or a stranger's. */
    Optional<Cluster> usable() {
        Optional<Cluster> cluster = find().filter(found -> !LEAVING.contains(found.clusterStatus()));
        cluster.ifPresent(found -> {
            requireRecoverable(found);
            requireOwn(found);
        });
        return cluster;
    }

    private void requireOwn(Cluster cluster) {
        if (!own(cluster) && !settings.adopt) {
            throw session.notOurs(resource);
        }
    }

    /** The cluster, to be changed by hand: it must be there, and no stranger's. */
    private Cluster managed() {
        Cluster cluster = existing();
        requireOwn(cluster);
        return cluster;
    }

    void planConnect(Steps steps) {
        Cluster found = usable().orElseThrow(() -> session.missing(resource));
        if (paused(found)) {
            throw new ProvisionException(KnownError.PAUSED,
                    "the " + resource + " is " + found.clusterStatus() + ": resume it first");
        }
        steps.keep(own(found) ? Verb.KEEP : Verb.ADOPT, resource, "is " + found.clusterStatus()
                + "; nothing but a connection is made");
    }

    void plan(Steps steps, Optional<Cluster> cluster, RolePart role, NetworkPart network, SecretPart secret) {
        if (cluster.isEmpty()) {
            steps.add(Verb.CREATE, resource, wanted(), () -> create(role, network, secret), "redshift:CreateCluster",
                    "redshift:CreateTags", "iam:PassRole");
            if (settings.managedPassword()) {
                steps.add(Verb.CREATE, "secret of cluster " + name, "Redshift makes, keeps and rotates it", () -> { },
                        SecretPart.actionsOfManaged());
            }
            return;
        }
        Cluster found = cluster.get();
        if (paused(found)) {
            steps.add(Verb.RESUME, resource, "is " + found.clusterStatus() + "; costs by the hour again", this::resume,
                    "redshift:ResumeCluster");
        } else {
            steps.keep(own(found) ? Verb.KEEP : Verb.ADOPT, resource, "is " + found.clusterStatus()
                    + (own(found) ? "" : ", was not made here and will not be deleted"));
        }
        planTag(steps, found);
        Optional<String> arn = role.arn();
        // the default role of somebody else's cluster stays
        boolean asDefault = own(found);
        if (arn.isEmpty() || !attached(found, arn.get(), asDefault)) {
            steps.add(Verb.CHANGE, resource, "gets role " + arn.orElse(settings.role())
                    + (asDefault ? " as its default" : ""), () -> attach(role, asDefault),
                    "redshift:ModifyClusterIamRoles", "iam:PassRole");
        }
        if (network.makesGroup() && (own(found) || !settings.reachableFrom.isEmpty())
                || !groups(found).containsAll(network.securityGroups())) {
            steps.add(Verb.CHANGE, resource, "joins the security group "
                    + (network.securityGroups().isEmpty() ? settings.ownName() : String.join(", ",
                            network.securityGroups())), () -> join(network), "redshift:ModifyCluster");
        }
        differences(steps, found);
    }

    void planRestore(Steps steps, Optional<Cluster> cluster, String snapshot, RolePart role, NetworkPart network) {
        if (cluster.isPresent()) {
            steps.keep(Verb.KEEP, resource, "is " + cluster.get().clusterStatus() + "; an earlier attempt restores it");
            planTag(steps, cluster.get());
            return;
        }
        steps.add(Verb.CREATE, resource, "from snapshot " + snapshot + "; costs by the hour until it is deleted",
                () -> restore(snapshot, role, network), "redshift:RestoreFromClusterSnapshot", "redshift:CreateTags",
                "iam:PassRole");
    }

    private void planTag(Steps steps, Cluster cluster) {
        if (untaggedRestore(cluster)) {
            steps.add(Verb.CHANGE, resource, "gets the tag that says it was made here", () -> tag(cluster),
                    "redshift:CreateTags");
        }
    }

    private void restore(String snapshot, RolePart role, NetworkPart network) {
        awaitGone();
        role.give(() -> session.calls().done("redshift:RestoreFromClusterSnapshot", "snapshot " + snapshot,
                () -> session.redshift().restoreFromClusterSnapshot(r -> {
                    r.clusterIdentifier(name).snapshotIdentifier(snapshot).nodeType(settings.nodeType)
                            .numberOfNodes(settings.nodes).port(settings.port).encrypted(true)
                            .publiclyAccessible(settings.publiclyAccessible)
                            .clusterSubnetGroupName(network.subnetGroup())
                            .vpcSecurityGroupIds(network.securityGroups());
                    if (settings.managedPassword()) {
                        // the secret of the cluster that was snapshot went with it
                        r.manageMasterPassword(true);
                    }
                    role.arn().ifPresent(arn -> r.iamRoles(arn).defaultIamRoleArn(arn));
                }), "ClusterAlreadyExists"));
        // it has the tags of its snapshot, if any, and those name the cluster the snapshot is of
        tag(session.poll().until(resource + " to be seen", this::find, Optional::isPresent, ClusterPart::status)
                .orElseThrow());
    }

    private void tag(Cluster cluster) {
        session.poll().until(resource + " to take its tag", () -> session.calls().find("redshift:CreateTags", resource,
                () -> session.redshift().createTags(r -> r.resourceName(arn(cluster)).tags(tags(session))),
                MISSING, BUSY, "ResourceNotFoundFault", "InvalidClusterStateFault").isPresent(), done -> done,
                done -> "not ready");
    }

    private String arn(Cluster cluster) {
        return session.partition() + ":redshift:" + session.region() + ":" + session.account() + ":cluster:"
                + cluster.clusterIdentifier();
    }

    private void awaitGone() {
        session.poll().until(resource + " of before to be gone", this::find,
                found -> found.isEmpty() || !LEAVING.contains(found.get().clusterStatus()), ClusterPart::status);
    }

    private String wanted() {
        return settings.nodes + " x " + settings.nodeType + ", encrypted, "
                + (settings.publiclyAccessible ? "publicly accessible" : "not publicly accessible") + ", database "
                + settings.database + ", admin " + settings.user + "; costs by the hour until it is deleted";
    }

    private void differences(Steps steps, Cluster found) {
        differs(steps, "node type", found.nodeType(), settings.nodeType, "say resize");
        differs(steps, "number of nodes", found.numberOfNodes(), settings.nodes, "say resize");
        differs(steps, "admin", found.masterUsername(), settings.user, "an admin cannot be changed");
        differs(steps, "publicly accessible", found.publiclyAccessible(), settings.publiclyAccessible,
                "change it in the Redshift console");
        if (found.endpoint() != null && found.endpoint().port() != null) {
            differs(steps, "port", found.endpoint().port(), settings.port, "change it in the Redshift console");
        }
    }

    private void differs(Steps steps, String what, @Nullable Object is, Object asked, String wayOut) {
        if (is != null && !is.equals(asked)) {
            steps.warn(resource + " has " + what + " " + is + ", asked for " + asked + ": " + wayOut);
        }
    }

    private void create(RolePart role, NetworkPart network, SecretPart secret) {
        awaitGone();
        CreateClusterRequest request = request(role, network, secret);
        try {
            role.give(() -> session.calls().done("redshift:CreateCluster", resource,
                    () -> session.redshift().createCluster(request), "ClusterAlreadyExists"));
        } catch (ProvisionException e) {
            throw secret.hidden(e);
        }
    }

    private CreateClusterRequest request(RolePart role, NetworkPart network, SecretPart secret) {
        CreateClusterRequest.Builder request = CreateClusterRequest.builder().clusterIdentifier(name)
                .nodeType(settings.nodeType).masterUsername(settings.user).dbName(settings.database).port(settings.port)
                .encrypted(true).publiclyAccessible(settings.publiclyAccessible)
                .clusterSubnetGroupName(network.subnetGroup()).vpcSecurityGroupIds(network.securityGroups())
                .tags(tags(session));
        if (settings.nodes == 1) {
            request.clusterType("single-node");
        } else {
            request.clusterType("multi-node").numberOfNodes(settings.nodes);
        }
        if (settings.kmsKey != null) {
            request.kmsKeyId(settings.kmsKey);
        }
        role.arn().ifPresent(arn -> request.iamRoles(arn).defaultIamRoleArn(arn));
        if (settings.managedPassword()) {
            request.manageMasterPassword(true);
        } else {
            request.masterUserPassword(secret.password());
        }
        return request.build();
    }

    /** Waits until it serves, and its roles are taken in. */
    Cluster ready() {
        Cluster available = available("available");
        if (available.iamRoles().stream().allMatch(role -> "in-sync".equals(role.applyStatus()))) {
            return available;
        }
        return session.poll().until("the roles of " + resource + " to be in sync", () -> available("available"),
                cluster -> cluster.iamRoles().stream().allMatch(role -> "in-sync".equals(role.applyStatus())),
                cluster -> cluster.iamRoles().stream().map(role -> role.iamRoleArn() + " " + role.applyStatus())
                        .reduce((one, other) -> one + ", " + other).orElse(""));
    }

    private Cluster available(String state) {
        return session.poll().until(resource + " to be " + state,
                () -> find().orElseThrow(() -> new ProvisionException(KnownError.BEING_DELETED,
                        "the " + resource + " is gone: somebody deleted"
                        + " it while it was waited for")),
                cluster -> {
                    requireRecoverable(cluster);
                    if (LEAVING.contains(cluster.clusterStatus())) {
                        throw new ProvisionException(KnownError.BEING_DELETED,
                                "the " + resource + " is " + cluster.clusterStatus() + ": somebody"
                                + " deletes it; run again once it is gone");
                    }
                    return cluster.clusterStatus().startsWith("available") && cluster.endpoint() != null
                            && cluster.endpoint().address() != null;
                }, cluster -> cluster.clusterStatus());
    }

    private void requireRecoverable(Cluster cluster) {
        String wayOut = switch (cluster.clusterStatus()) {
            case "hardware-failure" -> "restore it from a snapshot; a node of it has failed";
            case "storage-full" -> "delete data or resize it in the Redshift console";
            case "incompatible-hsm" -> "check the connection to its hardware security module";
            case "incompatible-network" -> "check its VPC, subnets and elastic IP";
            case "incompatible-parameters" -> "check the values of its parameter group";
            case "incompatible-restore" -> "its snapshot does not fit it; restore another, or delete the cluster";
            default -> "";
        };
        if (!wayOut.isEmpty() || cluster.clusterStatus().startsWith("incompatible-")) {
            throw new ProvisionException(KnownError.DOES_NOT_RECOVER,
                    "the " + resource + " is " + cluster.clusterStatus() + " and does not"
                    + " recover by"
                    + " itself: " + (wayOut.isEmpty() ? "look at its events in the Redshift console" : wayOut));
        }
    }

    private static boolean paused(Cluster cluster) {
        return Set.of("paused", "pausing").contains(cluster.clusterStatus());
    }

    private static boolean has(Cluster cluster, String arn) {
        return cluster.iamRoles().stream().anyMatch(role -> arn.equals(role.iamRoleArn())
                && !"removing".equals(role.applyStatus()));
    }

    private static boolean attached(Cluster cluster, String arn, boolean asDefault) {
        return has(cluster, arn) && (!asDefault || arn.equals(cluster.defaultIamRoleArn()));
    }

    private static List<String> groups(Cluster cluster) {
        return cluster.vpcSecurityGroups().stream().map(VpcSecurityGroupMembership::vpcSecurityGroupId).toList();
    }

    private static String status(Optional<Cluster> cluster) {
        return cluster.map(Cluster::clusterStatus).orElse("gone");
    }

    /** @param already whether it is made: the answer to an earlier call was lost */
    private void change(String action, Predicate<Cluster> already, Runnable call) {
        session.change(action, resource, call, BUSY, () -> awaitRest().filter(already).isPresent());
    }

    private Optional<Cluster> awaitRest() {
        return session.poll().until(resource + " to be at rest", this::find, ClusterPart::atRest, ClusterPart::status);
    }

    private static boolean atRest(Optional<Cluster> cluster) {
        return cluster.isEmpty() || cluster.get().clusterStatus().startsWith("available")
                || cluster.get().clusterStatus().equals("paused")
                || cluster.get().clusterStatus().startsWith("incompatible-")
                || Set.of("hardware-failure", "storage-full").contains(cluster.get().clusterStatus());
    }

    void resume() {
        Cluster cluster = session.poll().until(resource + " to be paused", this::managed,
                found -> !found.clusterStatus().equals("pausing"), Cluster::clusterStatus);
        if (paused(cluster)) {
            // busy: the answer to an earlier attempt was lost, or somebody was faster
            session.calls().done("redshift:ResumeCluster", resource,
                    () -> session.redshift().resumeCluster(r -> r.clusterIdentifier(name)), BUSY);
        }
        available("available");
    }

    void pause() {
        Cluster cluster = managed();
        if (!paused(cluster)) {
            change("redshift:PauseCluster", ClusterPart::paused, () -> session.redshift()
                    .pauseCluster(r -> r.clusterIdentifier(name)));
        }
        session.poll().until(resource + " to be paused", this::existing,
                found -> {
                    requireRecoverable(found);
                    return found.clusterStatus().equals("paused");
                }, Cluster::clusterStatus);
    }

    void resize(String nodeType, int nodes) {
        Predicate<Cluster> resized = found -> nodeType.equals(found.nodeType()) && found.numberOfNodes() == nodes;
        if (!resized.test(managed())) {
            change("redshift:ResizeCluster", resized, () -> session.redshift().resizeCluster(r -> r
                    .clusterIdentifier(name).nodeType(nodeType).numberOfNodes(nodes)
                    .clusterType(nodes == 1 ? "single-node" : "multi-node")));
        }
        session.poll().until(resource + " to have " + nodes + " x " + nodeType, () -> available("available"),
                resized.and(found -> found.clusterStatus().equals("available")), Cluster::clusterStatus);
    }

    void snapshot(String snapshot) {
        managed();
        if (find(snapshot).isPresent()) {
            throw new ProvisionException(KnownError.NAME_TAKEN,
                    "there is a snapshot " + snapshot + " already: choose another name");
        }
        // exists: the answer to an earlier call was lost
        session.calls().done("redshift:CreateClusterSnapshot", "snapshot " + snapshot + " of " + resource,
                () -> session.redshift().createClusterSnapshot(r -> r.clusterIdentifier(name)
                        .snapshotIdentifier(snapshot).tags(tags(session))), "ClusterSnapshotAlreadyExists");
        session.poll().until("snapshot " + snapshot + " to be available", () -> find(snapshot), found -> {
            if (found.isPresent() && Set.of("failed", "deleted").contains(found.get().status())) {
                throw new ProvisionException(KnownError.DOES_NOT_RECOVER,
                        "the snapshot " + snapshot + " is " + found.get().status()
                        + ": take another");
            }
            return found.isPresent() && found.get().status().equals("available");
        }, found -> found.map(Snapshot::status).orElse("not seen yet"));
    }

    private Optional<Snapshot> find(String snapshot) {
        return session.calls().find("redshift:DescribeClusterSnapshots", "snapshot " + snapshot,
                () -> session.redshift().describeClusterSnapshots(r -> r.snapshotIdentifier(snapshot)).snapshots(),
                "ClusterSnapshotNotFound").flatMap(found -> found.stream().findFirst());
    }

    private void attach(RolePart role, boolean asDefault) {
        String arn = role.arn().orElseThrow();
        role.give(() -> change("redshift:ModifyClusterIamRoles", found -> attached(found, arn, asDefault),
                () -> session.redshift().modifyClusterIamRoles(r -> r.clusterIdentifier(name).addIamRoles(arn)
                        .defaultIamRoleArn(asDefault ? arn : null))));
    }

    private void join(NetworkPart network) {
        Set<String> all = new LinkedHashSet<>(groups(existing()));
        all.addAll(network.securityGroups());
        change("redshift:ModifyCluster", found -> groups(found).containsAll(all), () -> session.redshift()
                .modifyCluster(r -> r.clusterIdentifier(name).vpcSecurityGroupIds(all)));
    }

    void planDelete(Steps steps, RolePart role, NetworkPart network) {
        Optional<Cluster> cluster = find();
        if (cluster.isEmpty()) {
            return;
        }
        if (!own(cluster.get())) {
            steps.keep(Verb.KEEP, resource, "was not made here");
            role.made().filter(arn -> has(cluster.get(), arn)).ifPresent(arn -> steps.add(Verb.CHANGE, resource,
                    "loses role " + arn, () -> { }, "redshift:ModifyClusterIamRoles"));
            network.madeGroup().filter(groups(cluster.get())::contains).ifPresent(group -> steps.add(Verb.CHANGE,
                    resource, "leaves security group " + group, () -> { }, "redshift:ModifyCluster"));
            return;
        }
        if (LEAVING.contains(cluster.get().clusterStatus())) {
            steps.keep(Verb.KEEP, resource, "is " + cluster.get().clusterStatus() + " already");
        } else {
            steps.delete(resource, settings.lossOfData(), "redshift:DeleteCluster");
        }
        if (cluster.get().masterPasswordSecretArn() != null) {
            steps.delete("secret of " + resource, "by Redshift", "secretsmanager:DeleteSecret");
        }
    }

    /**
     * Deletes it if it was made here; else takes from it what was added.
     *
     * @return whether the rest can be deleted now
     */
    boolean delete(DeprovisionReport.Builder report, RolePart role, NetworkPart network) {
        Optional<Cluster> cluster = find();
        if (cluster.isEmpty()) {
            return true;
        }
        if (!own(cluster.get())) {
            report.kept(resource, "it was not made here");
            return report.attempt("what was added to " + resource, () -> {
                strip(cluster.get(), role, network);
                return false;
            });
        }
        String snapshot = settings.finalSnapshotName(Instant.now());
        boolean gone = report.attempt(resource, () -> {
            boolean[] asked = {false, false}; // whether it was tried, and whether it was taken
            session.poll().until(resource + " to be gone", () -> {
                Optional<Cluster> found = find();
                if (!asked[1] && found.isPresent() && atRest(found)) {
                    asked[0] = true;
                    asked[1] = session.calls().done("redshift:DeleteCluster", resource, () -> delete(snapshot), BUSY,
                            MISSING);
                }
                return found;
            }, Optional::isEmpty, ClusterPart::status);
            if (asked[0] && !settings.skipFinalSnapshot) {
                report.keptFinalSnapshot(snapshot);
            }
            return true;
        });
        return gone;
    }

    private void delete(String snapshot) {
        session.redshift().deleteCluster(r -> {
            r.clusterIdentifier(name).skipFinalClusterSnapshot(settings.skipFinalSnapshot);
            if (!settings.skipFinalSnapshot) {
                r.finalClusterSnapshotIdentifier(snapshot);
            }
        });
    }

    private void strip(Cluster cluster, RolePart role, NetworkPart network) {
        Optional<String> made = role.made();
        if (made.isPresent() && has(cluster, made.get())) {
            change("redshift:ModifyClusterIamRoles", found -> !has(found, made.get()), () -> session.redshift()
                    .modifyClusterIamRoles(r -> r.clusterIdentifier(name).removeIamRoles(made.get())));
        }
        Optional<String> group = network.madeGroup();
        List<String> groups = new ArrayList<>(groups(cluster));
        if (group.isPresent() && groups.remove(group.get())) {
            change("redshift:ModifyCluster", found -> !groups(found).contains(group.get()), () -> session.redshift()
                    .modifyCluster(r -> r.clusterIdentifier(name).vpcSecurityGroupIds(groups)));
        }
        awaitRest(); // role and group are held until the change is over
    }
}
