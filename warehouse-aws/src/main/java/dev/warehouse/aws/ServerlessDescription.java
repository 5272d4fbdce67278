/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.redshiftserverless.model.Namespace;
import software.amazon.awssdk.services.redshiftserverless.model.Workgroup;

/**
 * What a workgroup and its namespace are, as GetWorkgroup and GetNamespace of the Amazon Redshift Serverless API tell
 * it.
 *
 * @param workgroup its name
 * @param namespace the name of the namespace that holds its data
 * @param status of the workgroup, such as {@code AVAILABLE}
 * @param baseCapacity the RPU that a query begins with; 1 RPU has 16 GB of memory
 * @param maxCapacity the most RPU it grows to; 0 if that is not limited
 * @param usageLimits how much it may compute
 * @param user the admin
 * @param database the database that was made with the namespace
 * @param host where it answers; null while it is not ready
 * @param port the TCP port; 0 while it is not ready
 * @param vpc the VPC it lies in; null while it is not ready
 * @param roles the ARNs of the namespace's roles
 * @param publiclyAccessible whether it has an address on the internet
 * @param tags the workgroup's tags
 */
public record ServerlessDescription(String workgroup, String namespace, String status, int baseCapacity,
        int maxCapacity, List<UsageLimit> usageLimits, String user, String database, @Nullable String host, int port,
        @Nullable String vpc, List<String> roles, boolean publiclyAccessible, Map<String, String> tags) {

    public ServerlessDescription {
        Objects.requireNonNull(workgroup, "workgroup must not be null");
        Objects.requireNonNull(namespace, "namespace must not be null");
        Objects.requireNonNull(status, "status must not be null");
        usageLimits = List.copyOf(usageLimits);
        roles = List.copyOf(roles);
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    static ServerlessDescription of(Workgroup workgroup, @Nullable Namespace namespace, List<UsageLimit> limits,
            Map<String, String> tags) {
        boolean ready = workgroup.endpoint() != null && workgroup.endpoint().address() != null;
        return new ServerlessDescription(workgroup.workgroupName(), workgroup.namespaceName(),
                workgroup.statusAsString(), workgroup.baseCapacity() == null ? 0 : workgroup.baseCapacity(),
                workgroup.maxCapacity() == null ? 0 : workgroup.maxCapacity(), limits,
                namespace == null ? "" : String.valueOf(namespace.adminUsername()),
                namespace == null ? "" : String.valueOf(namespace.dbName()),
                ready ? workgroup.endpoint().address() : null, ready ? workgroup.endpoint().port() : 0,
                ready ? workgroup.endpoint().vpcEndpoints().stream().map(vpc -> vpc.vpcId()).findFirst().orElse(null)
                        : null,
                namespace == null ? List.of() : NamespacePart.roles(namespace).keySet().stream().toList(),
                Boolean.TRUE.equals(workgroup.publiclyAccessible()), tags);
    }

    /**
     * What it is, for people, in the order to show it.
     *
     * @return an ordered, unmodifiable map
     */
    public Map<String, String> rows() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("workgroup", workgroup);
        rows.put("namespace", namespace);
        rows.put("status", status);
        rows.put("capacity", baseCapacity + " RPU" + (maxCapacity == 0 ? "" : ", at most " + maxCapacity));
        rows.put("usage limits", usageLimits.isEmpty() ? "none"
                : usageLimits.stream().map(UsageLimit::toString).collect(Collectors.joining("; ")));
        rows.put("user", user);
        rows.put("database", database);
        rows.put("endpoint", DescriptionRows.endpoint(host, port));
        rows.put("vpc", vpc == null ? "not yet" : vpc);
        rows.put("roles", String.join(", ", roles));
        rows.put("publicly accessible", DescriptionRows.yesOrNo(publiclyAccessible));
        rows.put("tags", DescriptionRows.tags(tags));
        return Collections.unmodifiableMap(rows);
    }

    /**
     * What it is, for programs.
     *
     * @return a JSON object with the names of this record
     */
    public String json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("workgroup", workgroup);
        json.put("namespace", namespace);
        json.put("status", status);
        json.put("baseCapacity", baseCapacity);
        json.put("maxCapacity", maxCapacity);
        json.put("usageLimits", usageLimits.stream().map(limit -> Map.of("rpuHours", limit.rpuHours(), "period",
                limit.period().word(), "action", limit.action().word())).toList());
        json.put("user", user);
        json.put("database", database);
        json.put("host", host);
        json.put("port", port);
        json.put("vpc", vpc);
        json.put("roles", roles);
        json.put("publiclyAccessible", publiclyAccessible);
        json.put("tags", tags);
        return Json.write(json);
    }

    /** A table of two columns. */
    @Override
    public String toString() {
        return DescriptionRows.table(rows());
    }
}
