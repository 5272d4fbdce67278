/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws.standin;

import dev.warehouse.api.Endpoint;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Clusters, subnet groups and snapshots. A cluster's state passes by being looked at. */
final class Redshift {

    private static final Set<String> NODE_TYPES = Set.of("ra3.large", "ra3.xlplus", "ra3.4xlarge", "ra3.16xlarge",
            "rg.large", "rg.xlarge", "rg.4xlarge", "rg.12xlarge");
    private static final String GONE = "";

    private static final class Cluster {
        private String nodeType = "ra3.large";
        private int nodes = 1;
        private String user = "awsuser";
        private String database = "dev";
        private String subnetGroup = "theirs";
        private boolean isPublic;
        private boolean managed;
        private boolean restored;
        private @Nullable String defaultRole;
        private final Map<String, String> roles = new TreeMap<>();
        private final Set<String> groups = new TreeSet<>();
        private Map<String, String> tags = new TreeMap<>();
        private String status = "available";
        private final Deque<String> next = new ArrayDeque<>();
        private int looks;
    }

    private record Snapshot(String cluster, Map<String, String> tags) { }

    private record SubnetGroup(List<String> subnets, Map<String, String> tags) { }

    private final Iam iam;
    private final Ec2 ec2;
    private final Secrets secrets;
    private final Map<String, Cluster> clusters = new TreeMap<>();
    private final Map<String, SubnetGroup> subnetGroups = new TreeMap<>();
    private final Map<String, Snapshot> snapshots = new TreeMap<>();
    private Endpoint endpoint = new Endpoint("127.0.0.1", 5439, "dev", "awsuser", "Secr3tOfTheStandIn", false);
    private int looks;
    private int lifetime = 3600;

    Redshift(Iam iam, Ec2 ec2, Secrets secrets) {
        this.iam = iam;
        this.ec2 = ec2;
        this.secrets = secrets;
    }

    void clustersAt(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    void slow(int looks) {
        this.looks = looks;
    }

    void make(String name) {
        Cluster cluster = new Cluster();
        cluster.database = endpoint.database();
        cluster.user = endpoint.user();
        cluster.managed = true;
        secrets.keep("redshift!" + name, endpoint.user(), endpoint.password());
        clusters.put(name, cluster);
    }

    void credentialsLast(int seconds) {
        lifetime = seconds;
    }

    void makeSnapshot(String name) {
        snapshots.put(name, new Snapshot("theirs", Map.of()));
    }

    void status(String name, String status) {
        Cluster cluster = cluster(name);
        cluster.status = status;
        cluster.next.clear();
    }

    boolean has(String cluster) {
        return clusters.containsKey(cluster);
    }

    boolean uses(String group) {
        return clusters.values().stream().anyMatch(cluster -> cluster.groups.contains(group));
    }

    String answer(Request request) {
        String result = switch (request.action()) {
            case "DescribeClusters" -> describe(request.required("ClusterIdentifier"));
            case "CreateCluster" -> create(request);
            case "RestoreFromClusterSnapshot" -> restore(request);
            case "DeleteCluster" -> delete(request);
            case "PauseCluster" -> change(request, "available", "pausing", "paused");
            case "ResumeCluster" -> change(request, "paused", "resuming", "available");
            case "ResizeCluster" -> {
                String answer = change(request, "available", "resizing", "available");
                Cluster cluster = cluster(request.required("ClusterIdentifier"));
                cluster.nodeType = request.text("NodeType");
                cluster.nodes = request.number("NumberOfNodes", 1);
                yield answer;
            }
            case "ModifyClusterIamRoles" -> roles(request);
            case "ModifyCluster" -> {
                String answer = change(request, "available", "modifying", "available");
                Cluster cluster = cluster(request.required("ClusterIdentifier"));
                cluster.groups.clear();
                cluster.groups.addAll(groups(request));
                yield answer;
            }
            case "CreateTags" -> {
                cluster(request.required("ResourceName").replaceFirst(".*:", "")).tags.putAll(request.tags("Tags"));
                yield "";
            }
            case "CreateClusterSubnetGroup" -> {
                String name = request.required("ClusterSubnetGroupName");
                if (subnetGroups.containsKey(name)) {
                    throw new Fault(400, "ClusterSubnetGroupAlreadyExists", "Subnet group " + name + " already exists.");
                }
                ec2.vpcOf(request.list("SubnetIds"));
                subnetGroups.put(name, new SubnetGroup(request.list("SubnetIds"), request.tags("Tags")));
                yield "";
            }
            case "DescribeClusterSubnetGroups" -> {
                String name = request.required("ClusterSubnetGroupName");
                yield Xml.element("ClusterSubnetGroups", Xml.element("ClusterSubnetGroup",
                        Xml.text("ClusterSubnetGroupName", name) + Xml.text("VpcId", ec2.vpcOf(subnetGroup(name).subnets))
                                + Xml.tags("Tags", "Tag", subnetGroup(name).tags, true)));
            }
            case "DeleteClusterSubnetGroup" -> {
                String name = request.required("ClusterSubnetGroupName");
                subnetGroup(name);
                if (clusters.values().stream().anyMatch(cluster -> cluster.subnetGroup.equals(name))) {
                    throw new Fault(400, "InvalidClusterSubnetGroupStateFault", "Subnet group " + name + " is in use.");
                }
                subnetGroups.remove(name);
                yield "";
            }
            case "CreateClusterSnapshot" -> {
                available(cluster(request.required("ClusterIdentifier")), "available");
                yield snapshot(request.required("SnapshotIdentifier"), request.required("ClusterIdentifier"),
                        request.tags("Tags"));
            }
            case "DescribeClusterSnapshots" -> Xml.element("Snapshots",
                    snapshot(request.required("SnapshotIdentifier")));
            case "GetClusterCredentials" -> {
                cluster(request.required("ClusterIdentifier"));
                yield credentials(request.required("DbUser"));
            }
            case "GetClusterCredentialsWithIAM" -> {
                cluster(request.required("ClusterIdentifier"));
                yield credentials("engineer");
            }
            default -> throw new Fault(400, "InvalidAction", "Could not find operation " + request.action());
        };
        return Xml.element(request.action() + "Response", Xml.element(request.action() + "Result", result)
                + Xml.element("ResponseMetadata", Xml.text("RequestId", "r")));
    }

    private String credentials(String user) {
        return Xml.text("DbUser", endpoint.user()) + Xml.text("DbPassword", endpoint.password())
                + Xml.text("Expiration", Instant.now().plusSeconds(lifetime)) + Xml.text("Asked", user);
    }

    private Cluster cluster(String name) {
        Cluster cluster = clusters.get(name);
        if (cluster == null) {
            throw new Fault(404, "ClusterNotFound", "Cluster " + name + " not found.");
        }
        return cluster;
    }

    private SubnetGroup subnetGroup(String name) {
        SubnetGroup group = subnetGroups.get(name);
        if (group == null) {
            throw new Fault(400, "ClusterSubnetGroupNotFoundFault", "Subnet group " + name + " not found.");
        }
        return group;
    }

    private void pass(Cluster cluster, String... states) {
        for (int i = 0; i < states.length; i++) {
            cluster.next.add(states[i]);
        }
        cluster.status = cluster.next.remove();
        cluster.looks = looks;
    }

    private void look(String name, Cluster cluster) {
        if (cluster.looks-- > 0) {
            return;
        }
        if (!cluster.next.isEmpty()) {
            cluster.status = cluster.next.remove();
            cluster.looks = looks;
            if (cluster.status.equals(GONE)) {
                clusters.remove(name);
                secrets.forget("redshift!" + name);
            }
        } else {
            cluster.roles.replaceAll((role, status) -> "in-sync");
        }
    }

    private String describe(String name) {
        look(name, cluster(name));
        return Xml.element("Clusters", cluster(name, cluster(name)));
    }

    private String cluster(String name, Cluster cluster) {
        StringBuilder xml = new StringBuilder()
                .append(Xml.text("ClusterIdentifier", name)).append(Xml.text("NodeType", cluster.nodeType))
                .append(Xml.text("NumberOfNodes", cluster.nodes)).append(Xml.text("ClusterStatus", cluster.status))
                .append(Xml.text("MasterUsername", cluster.user)).append(Xml.text("DBName", cluster.database))
                .append(Xml.text("ClusterSubnetGroupName", cluster.subnetGroup))
                .append(Xml.text("Encrypted", true)).append(Xml.text("PubliclyAccessible", cluster.isPublic))
                .append(Xml.text("VpcId", subnetGroups.containsKey(cluster.subnetGroup)
                        ? ec2.vpcOf(subnetGroup(cluster.subnetGroup).subnets) : "vpc-0a"));
        if (!cluster.status.equals("creating")) {
            xml.append(Xml.element("Endpoint", Xml.text("Address", endpoint.host()) + Xml.text("Port", endpoint.port())));
        }
        if (cluster.restored) {
            xml.append(Xml.element("RestoreStatus", Xml.text("Status",
                    cluster.status.equals("creating") ? "restoring" : "completed")));
        }
        if (cluster.managed) {
            xml.append(Xml.text("MasterPasswordSecretArn", Secrets.arn("redshift!" + name)));
        }
        if (cluster.defaultRole != null) {
            xml.append(Xml.text("DefaultIamRoleArn", cluster.defaultRole));
        }
        xml.append(Xml.element("IamRoles", cluster.roles.entrySet().stream().map(role -> Xml.element("ClusterIamRole",
                Xml.text("IamRoleArn", role.getKey()) + Xml.text("ApplyStatus", role.getValue())))
                .collect(Collectors.joining())));
        xml.append(Xml.element("VpcSecurityGroups", cluster.groups.stream().map(group -> Xml.element("VpcSecurityGroup",
                Xml.text("VpcSecurityGroupId", group) + Xml.text("Status", "active"))).collect(Collectors.joining())));
        xml.append(Xml.tags("Tags", "Tag", cluster.tags, true));
        return Xml.element("Cluster", xml);
    }

    private String create(Request request) {
        String name = request.required("ClusterIdentifier");
        check(name.matches("(?=.{1,63}$)[a-z][a-z0-9]*(-[a-z0-9]+)*"), "ClusterIdentifier is not a valid identifier");
        if (clusters.containsKey(name)) {
            throw new Fault(400, "ClusterAlreadyExists", "Cluster already exists");
        }
        String type = request.required("NodeType");
        check(NODE_TYPES.contains(type), "Invalid node type: " + type);
        boolean multi = !request.text("ClusterType").equals("single-node");
        int nodes = request.number("NumberOfNodes", 1);
        if (multi && nodes < 2 || !multi && nodes > 1) {
            throw new Fault(400, "InvalidParameterCombination", "Number of nodes does not match the cluster type");
        }
        boolean managed = request.is("ManageMasterPassword");
        String password = request.text("MasterUserPassword");
        if (managed == !password.isEmpty()) {
            throw new Fault(400, "InvalidParameterCombination",
                    "You must specify either MasterUserPassword or ManageMasterPassword");
        }
        check(managed || password.matches("(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])[!-~&&[^'\"\\\\/@]]{8,64}"),
                "The parameter MasterUserPassword is not a valid password");
        check(!request.text("Encrypted").equals("false"), "Encrypted must not be false");
        int port = request.number("Port", 5439);
        check(port >= 5431 && port <= 5455 || port >= 8191 && port <= 8215, "Invalid port");
        Cluster cluster = new Cluster();
        place(cluster, request);
        cluster.nodeType = type;
        cluster.nodes = nodes;
        cluster.user = request.required("MasterUsername");
        cluster.database = request.text("DBName");
        cluster.managed = managed;
        cluster.tags = request.tags("Tags");
        clusters.put(name, cluster);
        if (managed) {
            secrets.keep("redshift!" + name, endpoint.user(), endpoint.password());
        }
        pass(cluster, "creating", "modifying", "available");
        return cluster(name, cluster);
    }

    private String restore(Request request) {
        String name = request.required("ClusterIdentifier");
        Snapshot snapshot = snapshots.get(request.required("SnapshotIdentifier"));
        if (snapshot == null) {
            throw new Fault(404, "ClusterSnapshotNotFound", "Snapshot " + request.text("SnapshotIdentifier") + " not found");
        }
        if (clusters.containsKey(name)) {
            throw new Fault(400, "ClusterAlreadyExists", "Cluster already exists");
        }
        Cluster cluster = new Cluster();
        place(cluster, request);
        cluster.tags.putAll(snapshot.tags);
        cluster.nodeType = request.text("NodeType");
        cluster.nodes = request.number("NumberOfNodes", 1);
        cluster.restored = true;
        cluster.managed = request.is("ManageMasterPassword");
        clusters.put(name, cluster);
        if (cluster.managed) {
            secrets.keep("redshift!" + name, endpoint.user(), endpoint.password());
        }
        pass(cluster, "creating", "available");
        return cluster(name, cluster);
    }

    private void place(Cluster cluster, Request request) {
        cluster.subnetGroup = request.required("ClusterSubnetGroupName");
        subnetGroup(cluster.subnetGroup);
        cluster.groups.addAll(groups(request));
        cluster.isPublic = request.is("PubliclyAccessible");
        for (String role : request.list("IamRoles")) {
            check(iam.usable(role), "The IAM role " + role + " is not valid. Redshift is not authorized to assume it.");
            cluster.roles.put(role, "adding");
        }
        String role = request.text("DefaultIamRoleArn");
        check(role.isEmpty() || cluster.roles.containsKey(role), "The default role must be among IamRoles");
        cluster.defaultRole = role.isEmpty() ? null : role;
    }

    private List<String> groups(Request request) {
        List<String> groups = new ArrayList<>(request.list("VpcSecurityGroupIds"));
        groups.forEach(group -> check(ec2.has(group), "Invalid security group: " + group));
        return groups;
    }

    private static void check(boolean right, String message) {
        if (!right) {
            throw new Fault(400, "InvalidParameterValue", message);
        }
    }

    private static void available(Cluster cluster, String status) {
        if (!cluster.status.equals(status)) {
            throw new Fault(400, "InvalidClusterState",
                    "There is an operation running on the Cluster. It is " + cluster.status);
        }
    }

    private String change(Request request, String from, String... through) {
        String name = request.required("ClusterIdentifier");
        Cluster cluster = cluster(name);
        available(cluster, from);
        pass(cluster, through);
        return cluster(name, cluster);
    }

    private String roles(Request request) {
        String answer = change(request, "available", "modifying", "available");
        Cluster cluster = cluster(request.required("ClusterIdentifier"));
        for (String role : request.list("AddIamRoles")) {
            check(iam.usable(role), "The IAM role " + role + " is not valid");
            cluster.roles.put(role, "adding");
        }
        request.list("RemoveIamRoles").forEach(role -> {
            cluster.roles.remove(role);
            if (role.equals(cluster.defaultRole)) {
                cluster.defaultRole = null;
            }
        });
        if (!request.text("DefaultIamRoleArn").isEmpty()) {
            cluster.defaultRole = request.text("DefaultIamRoleArn");
        }
        return answer;
    }

    private String delete(Request request) {
        String name = request.required("ClusterIdentifier");
        Cluster cluster = cluster(name);
        boolean skip = request.is("SkipFinalClusterSnapshot");
        String snapshot = request.text("FinalClusterSnapshotIdentifier");
        if (skip == !snapshot.isEmpty()) {
            throw new Fault(400, "InvalidParameterCombination",
                    "FinalClusterSnapshotIdentifier is required unless SkipFinalClusterSnapshot is specified.");
        }
        if (!cluster.next.isEmpty()) {
            throw new Fault(400, "InvalidClusterState", "Cluster is " + cluster.status);
        }
        if (skip) {
            pass(cluster, "deleting", GONE);
        } else {
            snapshot(snapshot, name, Map.of());
            pass(cluster, "final-snapshot", "deleting", GONE);
        }
        return cluster(name, cluster);
    }

    private String snapshot(String name, String cluster, Map<String, String> tags) {
        if (snapshots.putIfAbsent(name, new Snapshot(cluster, tags)) != null) {
            throw new Fault(400, "ClusterSnapshotAlreadyExists", "Snapshot " + name + " already exists");
        }
        return snapshot(name);
    }

    private String snapshot(String name) {
        if (!snapshots.containsKey(name)) {
            throw new Fault(404, "ClusterSnapshotNotFound", "Snapshot " + name + " not found");
        }
        return Xml.element("Snapshot", Xml.text("SnapshotIdentifier", name) + Xml.text("Status", "available"));
    }

    String state() {
        return clusters.entrySet().stream().map(cluster -> "cluster " + cluster.getKey() + " "
                + cluster.getValue().status + " " + cluster.getValue().nodes + " x " + cluster.getValue().nodeType + " "
                + cluster.getValue().roles + " " + cluster.getValue().defaultRole + " " + cluster.getValue().groups.size()
                + " " + cluster.getValue().tags + "\n").collect(Collectors.joining())
                + subnetGroups.keySet().stream().map(group -> "subnet group " + group + "\n").collect(Collectors.joining())
                + snapshots.keySet().stream().map(snapshot -> "snapshot " + snapshot + "\n").collect(Collectors.joining());
    }
}
