/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.NodeTypes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.redshift.model.Cluster;
import software.amazon.awssdk.services.redshift.model.ClusterIamRole;
import software.amazon.awssdk.services.redshift.model.Tag;

/**
 * What a cluster is, as DescribeClusters of the Amazon Redshift API tells it.
 *
 * @param identifier its name
 * @param nodeType the kind of its nodes
 * @param nodes how many compute nodes
 * @param slices how many files it loads side by side: slices of a node times nodes; 0 if that is not known
 * @param status such as {@code available}
 * @param user the admin
 * @param database the database that was made with it
 * @param host where it answers; null while it is not ready
 * @param port the TCP port; 0 while it is not ready
 * @param vpc the VPC it lies in
 * @param roles the ARNs of its roles
 * @param encrypted whether its data is encrypted at rest
 * @param publiclyAccessible whether it has an address on the internet
 * @param tags its tags
 */
public record ClusterDescription(String identifier, String nodeType, int nodes, int slices, String status, String user,
        String database, @Nullable String host, int port, @Nullable String vpc, List<String> roles, boolean encrypted,
        boolean publiclyAccessible, Map<String, String> tags) {

    public ClusterDescription {
        Objects.requireNonNull(identifier, "identifier must not be null");
        Objects.requireNonNull(status, "status must not be null");
        roles = List.copyOf(roles);
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    static ClusterDescription of(Cluster cluster) {
        int nodes = cluster.numberOfNodes() == null ? 1 : cluster.numberOfNodes();
        OptionalInt slices = NodeTypes.slices(String.valueOf(cluster.nodeType()));
        Map<String, String> tags = cluster.tags().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value, (one, other) -> other, LinkedHashMap::new));
        boolean ready = cluster.endpoint() != null && cluster.endpoint().address() != null;
        return new ClusterDescription(cluster.clusterIdentifier(), String.valueOf(cluster.nodeType()), nodes,
                slices.orElse(0) * nodes, cluster.clusterStatus(), String.valueOf(cluster.masterUsername()),
                String.valueOf(cluster.dbName()), ready ? cluster.endpoint().address() : null,
                ready ? cluster.endpoint().port() : 0, cluster.vpcId(),
                cluster.iamRoles().stream().map(ClusterIamRole::iamRoleArn).toList(),
                Boolean.TRUE.equals(cluster.encrypted()), Boolean.TRUE.equals(cluster.publiclyAccessible()), tags);
    }

    /**
     * What it is, for people, in the order to show it.
     *
     * @return an ordered, unmodifiable map
     */
    public Map<String, String> rows() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("cluster", identifier);
        rows.put("node type", nodeType);
        rows.put("nodes", nodes + (slices == 0 ? "" : ", " + slices + " slices"));
        rows.put("status", status);
        rows.put("user", user);
        rows.put("database", database);
        rows.put("endpoint", DescriptionRows.endpoint(host, port));
        rows.put("vpc", String.valueOf(vpc));
        rows.put("roles", String.join(", ", roles));
        rows.put("encrypted", DescriptionRows.yesOrNo(encrypted));
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
        json.put("identifier", identifier);
        json.put("nodeType", nodeType);
        json.put("nodes", nodes);
        json.put("slices", slices);
        json.put("status", status);
        json.put("user", user);
        json.put("database", database);
        json.put("host", host);
        json.put("port", port);
        json.put("vpc", vpc);
        json.put("roles", roles);
        json.put("encrypted", encrypted);
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
