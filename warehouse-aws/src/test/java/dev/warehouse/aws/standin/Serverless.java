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

/** Namespaces, workgroups, usage limits and snapshots of Redshift Serverless. A state passes by being looked at. */
final class Serverless {

    private static final String GONE = "";
    private static final String SECRET = "redshift!serverless-";
    private static final String AVAILABLE = "AVAILABLE";
    private static final Set<String> WORKGROUP_PARAMETERS = Set.of("baseCapacity", "maxCapacity", "port",
            "publiclyAccessible", "securityGroupIds", "subnetIds");

    private static class Changing {
        String status = AVAILABLE;
        final Deque<String> next = new ArrayDeque<>();
        int looks;
        Map<String, String> tags = new TreeMap<>();
    }

    private static final class Namespace extends Changing {
        private String user = "admin";
        private String database = "dev";
        private boolean managed;
        private @Nullable String defaultRole;
        private final Map<String, String> roles = new TreeMap<>();
        private String data = "";
    }

    private static final class Workgroup extends Changing {
        private String namespace = "";
        private int base = 128;
        private @Nullable Integer most;
        private int port = 5439;
        private boolean isPublic;
        private final Set<String> groups = new TreeSet<>();
        private List<String> subnets = List.of("subnet-0a1", "subnet-0a2");
    }

    private record Limit(String resource, long amount, String period, String action) { }

    private final Iam iam;
    private final Ec2 ec2;
    private final Secrets secrets;
    private final Map<String, Namespace> namespaces = new TreeMap<>();
    private final Map<String, Workgroup> workgroups = new TreeMap<>();
    private final Map<String, Limit> limits = new TreeMap<>();
    private final Map<String, Changing> snapshots = new TreeMap<>();
    private Endpoint endpoint = new Endpoint("127.0.0.1", 5439, "dev", "awsuser", "Secr3tOfTheStandIn", false);
    private int looks;
    private int made;

    Serverless(Iam iam, Ec2 ec2, Secrets secrets) {
        this.iam = iam;
        this.ec2 = ec2;
        this.secrets = secrets;
    }

    void workgroupsAt(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    void slow(int looks) {
        this.looks = looks;
    }

    boolean has(String workgroup) {
        return workgroups.containsKey(workgroup);
    }

    boolean uses(String group) {
        return workgroups.values().stream().anyMatch(workgroup -> workgroup.groups.contains(group));
    }

    /** A workgroup and its namespace that somebody else made. */
    void make(String name) {
        Namespace namespace = new Namespace();
        namespace.database = endpoint.database();
        namespace.user = endpoint.user();
        namespace.managed = true;
        namespace.roles.put(Iam.arn("of-theirs"), "in-sync");
        namespace.defaultRole = Iam.arn("of-theirs");
        secrets.keep(SECRET + name, endpoint.user(), endpoint.password());
        namespaces.put(name, namespace);
        Workgroup workgroup = new Workgroup();
        workgroup.namespace = name;
        workgroup.groups.add("sg-0f");
        workgroups.put(name, workgroup);
    }

    String answer(Request request) {
        Fields fields = new Fields(Secrets.fields(request.body()));
        return switch (request.action()) {
            case "GetNamespace" -> {
                look(namespaces, fields.required("namespaceName"));
                yield namespace(fields.required("namespaceName"));
            }
            case "CreateNamespace" -> createNamespace(fields);
            case "UpdateNamespace" -> updateNamespace(fields);
            case "DeleteNamespace" -> deleteNamespace(fields);
            case "GetWorkgroup" -> {
                look(workgroups, fields.required("workgroupName"));
                yield workgroup(fields.required("workgroupName"));
            }
            case "CreateWorkgroup" -> createWorkgroup(fields);
            case "UpdateWorkgroup" -> updateWorkgroup(fields);
            case "DeleteWorkgroup" -> {
                String name = fields.required("workgroupName");
                pass(atRest(found(workgroups, name), name), "DELETING", GONE);
                yield workgroup(name);
            }
            case "ListUsageLimits" -> "{\"usageLimits\":[" + limits.entrySet().stream()
                    .filter(limit -> limit.getValue().resource.equals(fields.required("resourceArn")))
                    .map(limit -> limit(limit.getKey())).collect(Collectors.joining(",")) + "]}";
            case "CreateUsageLimit" -> createLimit(fields);
            case "UpdateUsageLimit" -> {
                String id = fields.required("usageLimitId");
                Limit limit = found(limits, id);
                limits.put(id, new Limit(limit.resource, amount(fields), limit.period, fields.required("breachAction")));
                yield "{\"usageLimit\":" + limit(id) + "}";
            }
            case "DeleteUsageLimit" -> {
                String id = fields.required("usageLimitId");
                found(limits, id);
                String answer = "{\"usageLimit\":" + limit(id) + "}";
                limits.remove(id);
                yield answer;
            }
            case "GetCredentials" -> credentials(fields);
            case "CreateSnapshot" -> {
                String name = fields.required("namespaceName");
                atRest(found(namespaces, name), name);
                yield snapshot(fields.required("snapshotName"), name);
            }
            case "GetSnapshot" -> {
                look(snapshots, fields.required("snapshotName"));
                yield snapshot(fields.required("snapshotName"));
            }
            case "RestoreFromSnapshot" -> restore(fields);
            case "ListTagsForResource" -> "{\"tags\":[" + tagged(fields).tags.entrySet().stream().map(tag ->
                    "{\"key\":" + quote(tag.getKey()) + ",\"value\":" + quote(tag.getValue()) + "}")
                    .collect(Collectors.joining(",")) + "]}";
            case "TagResource" -> {
                tagged(fields).tags.putAll(fields.tags());
                yield "{}";
            }
            case "UntagResource" -> {
                fields.list("tagKeys").forEach(tagged(fields).tags::remove);
                yield "{}";
            }
            default -> throw new Fault(400, "UnknownOperationException", request.action());
        };
    }

    /** The parameters of a call. */
    record Fields(Map<String, String> values) {

        boolean has(String name) {
            return values.keySet().stream().anyMatch(key -> key.equals(name) || key.startsWith(name + "."));
        }

        String text(String name) {
            return values.getOrDefault(name, "");
        }

        String required(String name) {
            Serverless.check(!text(name).isEmpty(), "1 validation error detected: Value at '" + name + "' must not be null");
            return text(name);
        }

        List<String> list(String name) {
            List<String> list = new ArrayList<>();
            while (values.containsKey(name + "." + list.size())) {
                list.add(values.get(name + "." + list.size()));
            }
            return list;
        }

        Map<String, String> tags() {
            Map<String, String> tags = new TreeMap<>();
            for (int i = 0; values.containsKey("tags." + i + ".key"); i++) {
                tags.put(values.get("tags." + i + ".key"), values.get("tags." + i + ".value"));
            }
            return tags;
        }
    }

    static void check(boolean right, String message) {
        if (!right) {
            throw new Fault(400, "ValidationException", message);
        }
    }

    private static String quote(String text) {
        return Secrets.quote(text);
    }

    private static String arn(String kind, String name) {
        return "arn:aws:redshift-serverless:us-west-2:" + AwsStandIn.ACCOUNT + ":" + kind + "/" + name;
    }

    private static <T> T found(Map<String, T> things, String name) {
        T thing = things.get(name);
        if (thing == null) {
            throw new Fault(404, "ResourceNotFoundException", name + " was not found.");
        }
        return thing;
    }

    private static <T> void vacant(Map<String, T> things, String name) {
        if (things.containsKey(name)) {
            throw new Fault(409, "ConflictException", name + " already exists.");
        }
    }

    private static <T extends Changing> T atRest(T thing, String name) {
        if (!thing.status.equals(AVAILABLE)) {
            throw new Fault(409, "ConflictException", "There is an operation running on " + name + ". It is "
                    + thing.status);
        }
        return thing;
    }

    private void pass(Changing thing, String... states) {
        thing.next.addAll(List.of(states));
        thing.status = thing.next.remove();
        thing.looks = looks;
    }

    private void look(Map<String, ? extends Changing> things, String name) {
        Changing thing = found(things, name);
        if (thing.looks-- > 0) {
            return;
        }
        if (!thing.next.isEmpty()) {
            thing.status = thing.next.remove();
            thing.looks = looks;
            if (thing.status.equals(GONE)) {
                things.remove(name);
                if (thing instanceof Namespace) {
                    secrets.forget(SECRET + name);
                }
            }
        } else if (thing instanceof Namespace namespace) {
            namespace.roles.replaceAll((role, status) -> "in-sync");
        }
    }

    private Changing tagged(Fields fields) {
        String arn = fields.required("resourceArn");
        String name = arn.substring(arn.indexOf('/') + 1);
        return arn.contains(":workgroup/") ? found(workgroups, name) : found(namespaces, name);
    }

    private String namespace(String name) {
        Namespace namespace = found(namespaces, name);
        return "{\"namespace\":{\"namespaceName\":" + quote(name) + ",\"namespaceArn\":" + quote(arn("namespace", name))
                + ",\"status\":" + quote(namespace.status) + ",\"adminUsername\":" + quote(namespace.user) + ",\"dbName\":"
                + quote(namespace.database)
                + (namespace.managed ? ",\"adminPasswordSecretArn\":" + quote(Secrets.arn(SECRET + name)) : "")
                + (namespace.defaultRole == null ? "" : ",\"defaultIamRoleArn\":" + quote(namespace.defaultRole))
                + ",\"iamRoles\":[" + namespace.roles.entrySet().stream().map(role -> quote("IamRole(applyStatus="
                        + role.getValue() + ", iamRoleArn=" + role.getKey() + ")")).collect(Collectors.joining(","))
                + "]}}";
    }

    private static void name(String name, String parameter) {
        check(name.matches("[a-z0-9-]{3,64}"), "Value '" + name + "' at '" + parameter
                + "' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9-]+$");
    }

    private String createNamespace(Fields fields) {
        String name = fields.required("namespaceName");
        name(name, "namespaceName");
        vacant(namespaces, name);
        boolean managed = fields.text("manageAdminPassword").equals("true");
        String password = fields.text("adminUserPassword");
        check(managed == password.isEmpty(), "Specify either adminUserPassword or manageAdminPassword.");
        check(managed || password.matches("(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])[!-~&&[^'\"\\\\/@]]{8,64}"),
                "The parameter adminUserPassword is not a valid password");
        Namespace namespace = new Namespace();
        roles(namespace, fields);
        namespace.user = fields.required("adminUsername");
        namespace.database = fields.text("dbName").isEmpty() ? "dev" : fields.text("dbName");
        namespace.managed = managed;
        namespace.tags = fields.tags();
        namespaces.put(name, namespace);
        if (managed) {
            secrets.keep(SECRET + name, endpoint.user(), endpoint.password());
        }
        pass(namespace, "MODIFYING", AVAILABLE);
        return namespace(name);
    }

    private void roles(Namespace namespace, Fields fields) {
        Map<String, String> roles = new TreeMap<>();
        for (String role : fields.list("iamRoles")) {
            check(namespace.roles.containsKey(role) || iam.usable(role),
                    "Redshift is not authorized to assume the IAM role " + role);
            roles.put(role, namespace.roles.getOrDefault(role, "adding"));
        }
        String standard = fields.text("defaultIamRoleArn");
        check(standard.isEmpty() || roles.containsKey(standard), "The default role must be among iamRoles");
        namespace.roles.clear();
        namespace.roles.putAll(roles);
        if (fields.has("defaultIamRoleArn")) {
            namespace.defaultRole = standard.isEmpty() ? null : standard;
        }
    }

    private String updateNamespace(Fields fields) {
        String name = fields.required("namespaceName");
        Namespace namespace = atRest(found(namespaces, name), name);
        roles(namespace, fields);
        pass(namespace, "MODIFYING", AVAILABLE);
        return namespace(name);
    }

    private String deleteNamespace(Fields fields) {
        String name = fields.required("namespaceName");
        Namespace namespace = atRest(found(namespaces, name), name);
        if (workgroups.values().stream().anyMatch(workgroup -> workgroup.namespace.equals(name))) {
            throw new Fault(409, "ConflictException", "There is a workgroup associated with namespace " + name);
        }
        if (!fields.text("finalSnapshotName").isEmpty()) {
            snapshot(fields.text("finalSnapshotName"), name);
        }
        pass(namespace, "DELETING", GONE);
        return namespace(name);
    }

    private String workgroup(String name) {
        Workgroup workgroup = found(workgroups, name);
        String vpc = ec2.vpcOf(workgroup.subnets);
        return "{\"workgroup\":{\"workgroupName\":" + quote(name) + ",\"workgroupArn\":" + quote(arn("workgroup", name))
                + ",\"namespaceName\":" + quote(workgroup.namespace) + ",\"status\":" + quote(workgroup.status)
                + ",\"baseCapacity\":" + workgroup.base
                + (workgroup.most == null ? "" : ",\"maxCapacity\":" + workgroup.most)
                + ",\"port\":" + workgroup.port + ",\"publiclyAccessible\":" + workgroup.isPublic
                + ",\"securityGroupIds\":[" + quoted(workgroup.groups) + "],\"subnetIds\":["
                + quoted(workgroup.subnets) + "]"
                + (workgroup.status.equals("CREATING") ? "" : ",\"endpoint\":{\"address\":" + quote(endpoint.host())
                        + ",\"port\":" + endpoint.port() + ",\"vpcEndpoints\":[{\"vpcId\":" + quote(vpc) + "}]}") + "}}";
    }

    private static String quoted(Iterable<String> texts) {
        List<String> quoted = new ArrayList<>();
        texts.forEach(text -> quoted.add(quote(text)));
        return String.join(",", quoted);
    }

    private String createWorkgroup(Fields fields) {
        String name = fields.required("workgroupName");
        name(name, "workgroupName");
        vacant(workgroups, name);
        String namespace = fields.required("namespaceName");
        atRest(found(namespaces, namespace), namespace);
        if (workgroups.values().stream().anyMatch(workgroup -> workgroup.namespace.equals(namespace))) {
            throw new Fault(409, "ConflictException", "Namespace " + namespace + " already has a workgroup.");
        }
        Workgroup workgroup = new Workgroup();
        workgroup.namespace = namespace;
        workgroup.tags = fields.tags();
        set(workgroup, fields);
        check(workgroup.subnets.stream().map(ec2::zone).distinct().count() > 1,
                "Subnets must be in at least two Availability Zones.");
        workgroups.put(name, workgroup);
        pass(workgroup, "CREATING", AVAILABLE);
        return workgroup(name);
    }

    private void set(Workgroup workgroup, Fields fields) {
        if (fields.has("subnetIds")) {
            workgroup.subnets = fields.list("subnetIds");
            ec2.vpcOf(workgroup.subnets);
        }
        if (fields.has("securityGroupIds")) {
            List<String> groups = fields.list("securityGroupIds");
            groups.forEach(group -> check(ec2.has(group), "Invalid security group: " + group));
            workgroup.groups.clear();
            workgroup.groups.addAll(groups);
        }
        int base = fields.has("baseCapacity") ? Integer.parseInt(fields.text("baseCapacity")) : workgroup.base;
        check(base == 4 || base >= 8 && base <= 512 && base % 8 == 0, "Base capacity must be 4 or a multiple of 8.");
        Integer most = fields.has("maxCapacity") ? Integer.valueOf(fields.text("maxCapacity")) : workgroup.most;
        check(most == null || most >= base, "Max capacity must be at least the base capacity.");
        workgroup.base = base;
        workgroup.most = most;
        if (fields.has("port")) {
            workgroup.port = Integer.parseInt(fields.text("port"));
            check(workgroup.port >= 5431 && workgroup.port <= 5455 || workgroup.port >= 8191 && workgroup.port <= 8215,
                    "Invalid port");
        }
        workgroup.isPublic = fields.has("publiclyAccessible") ? fields.text("publiclyAccessible").equals("true")
                : workgroup.isPublic;
    }

    private String updateWorkgroup(Fields fields) {
        String name = fields.required("workgroupName");
        Workgroup workgroup = atRest(found(workgroups, name), name);
        check(WORKGROUP_PARAMETERS.stream().filter(fields::has).count() == 1, "You must update one parameter at a time.");
        set(workgroup, fields);
        pass(workgroup, "MODIFYING", AVAILABLE);
        return workgroup(name);
    }

    private static long amount(Fields fields) {
        long amount = Long.parseLong(fields.required("amount"));
        check(amount > 0, "The amount must be a positive number.");
        return amount;
    }

    private String createLimit(Fields fields) {
        String arn = fields.required("resourceArn");
        found(workgroups, arn.substring(arn.indexOf('/') + 1));
        check(fields.required("usageType").equals("serverless-compute"), "Unknown usage type");
        Limit limit = new Limit(arn, amount(fields), fields.text("period"), fields.text("breachAction"));
        check(Set.of("daily", "weekly", "monthly").contains(limit.period), "Unknown period");
        check(Set.of("log", "emit-metric", "deactivate").contains(limit.action), "Unknown action");
        if (limits.values().stream().anyMatch(there -> there.resource.equals(arn) && there.period.equals(limit.period))) {
            throw new Fault(409, "ConflictException", "The usage limit already exists.");
        }
        String id = "limit-" + ++made;
        limits.put(id, limit);
        return "{\"usageLimit\":" + limit(id) + "}";
    }

    private String limit(String id) {
        Limit limit = limits.get(id);
        return "{\"usageLimitId\":" + quote(id) + ",\"resourceArn\":" + quote(limit.resource) + ",\"amount\":" + limit.amount
                + ",\"usageType\":\"serverless-compute\",\"period\":" + quote(limit.period) + ",\"breachAction\":"
                + quote(limit.action) + "}";
    }

    private String credentials(Fields fields) {
        found(workgroups, fields.required("workgroupName"));
        int seconds = Integer.parseInt(fields.required("durationSeconds"));
        check(seconds >= 900 && seconds <= 3600, "durationSeconds must be between 900 and 3600");
        return "{\"dbUser\":" + quote(endpoint.user()) + ",\"dbPassword\":" + quote(endpoint.password())
                + ",\"expiration\":" + Instant.now().plusSeconds(seconds).getEpochSecond() + "}";
    }

    private String snapshot(String name, String namespace) {
        vacant(snapshots, name);
        Changing snapshot = new Changing();
        snapshot.tags.put("of", namespace);
        snapshots.put(name, snapshot);
        pass(snapshot, "CREATING", AVAILABLE);
        return snapshot(name);
    }

    private String snapshot(String name) {
        return "{\"snapshot\":{\"snapshotName\":" + quote(name) + ",\"status\":"
                + quote(found(snapshots, name).status) + "}}";
    }

    private String restore(Fields fields) {
        String name = fields.required("namespaceName");
        String snapshot = fields.required("snapshotName");
        atRest(found(snapshots, snapshot), snapshot);
        String workgroup = fields.required("workgroupName");
        atRest(found(workgroups, workgroup), workgroup);
        Namespace namespace = atRest(found(namespaces, name), name);
        namespace.data = snapshot;
        pass(namespace, "MODIFYING", AVAILABLE);
        return namespace(name);
    }

    String state() {
        return namespaces.entrySet().stream().map(namespace -> "namespace " + namespace.getKey() + " "
                + namespace.getValue().status + " " + namespace.getValue().roles + " " + namespace.getValue().defaultRole
                + " " + namespace.getValue().data + namespace.getValue().tags + "\n").collect(Collectors.joining())
                + workgroups.entrySet().stream().map(workgroup -> "workgroup " + workgroup.getKey() + " "
                        + workgroup.getValue().status + " " + workgroup.getValue().base + " " + workgroup.getValue().most
                        + " " + workgroup.getValue().groups.size() + " " + workgroup.getValue().tags + "\n")
                        .collect(Collectors.joining())
                + limits.values().stream().map(limit -> limit + "\n").collect(Collectors.joining())
                + snapshots.keySet().stream().map(snapshot -> "serverless snapshot " + snapshot + "\n")
                        .collect(Collectors.joining());
    }
}
