/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import dev.warehouse.api.internal.NodeTypes;
import java.util.Objects;

/**
 * A cluster's shape: what decides where rows are kept. It need not exist.
 *
 * <p>See "Clusters and nodes in Amazon Redshift" in the AWS management guide.
 *
 * @param nodeType such as {@code ra3.xlplus}
 * @param nodes how many compute nodes, 1 or more
 * @param slicesPerNode how many slices a node has, 1 or more
 */
public record Cluster(String nodeType, int nodes, int slicesPerNode) {

    /** Checks what was given. */
    public Cluster {
        Objects.requireNonNull(nodeType, "nodeType must not be null");
        if (nodeType.isBlank()) {
            throw new IllegalArgumentException("nodeType must not be empty");
        }
        if (nodes < 1) {
            throw new IllegalArgumentException("nodes must be at least 1, was " + nodes);
        }
        if (slicesPerNode < 1) {
            throw new IllegalArgumentException("slicesPerNode must be at least 1, was " + slicesPerNode);
        }
    }

    /**
     * A cluster of a known node type.
     *
     * @param nodeType such as {@code ra3.xlplus}
     * @param nodes how many compute nodes
     * @return its shape, with the slices that the manual gives for the type
     * @throws IllegalArgumentException if the type's slices are not known, or there are no such clusters
     */
    public static Cluster of(String nodeType, int nodes) {
        Objects.requireNonNull(nodeType, "nodeType must not be null");
        int slices = NodeTypes.slices(nodeType).orElseThrow(() -> new IllegalArgumentException(
                "How many slices a node of type \"" + nodeType + "\" has is not known here: say new Cluster(\""
                        + nodeType
                        + "\", " + nodes + ", slices of one node)"));
        NodeTypes.limits(nodeType).ifPresent(limits -> {
            if (nodes > limits.mostNodes() || nodes == 1 && !limits.singleNode()) {
                throw new IllegalArgumentException("nodes must be " + (limits.singleNode() ? 1 : 2) + " to "
                        + limits.mostNodes() + " for " + nodeType + ", was " + nodes);
            }
        });
        return new Cluster(nodeType, nodes, slices);
    }

    /**
     * The slices of all nodes.
     *
     * @return at least 1
     */
    public int slices() {
        return Math.multiplyExact(nodes, slicesPerNode);
    }

    @Override
    public String toString() {
        return nodes + " × " + nodeType + ", " + slices() + " slices";
    }
}
