/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The node types that a cluster can be created with, and what replaces those that are gone. From the page "Amazon
 * Redshift provisioned clusters" of the management guide; a family that is not listed here is left to the service to
 * judge.
 */
public final class NodeTypes {

    /**
     * A type's limits, and the slices of one node: the parts that load files and hold rows side by side.
     *
     * @param singleNode whether a cluster may have one node of it
     * @param mostNodes how many nodes a cluster may have
     * @param slices of one node
     */
    public record Limits(boolean singleNode, int mostNodes, int slices) { }

    private static final Map<String, Limits> CURRENT = new TreeMap<>(Map.of(
            "rg.large", new Limits(true, 16, 2),
            "rg.xlarge", new Limits(false, 16, 2),
            "rg.4xlarge", new Limits(false, 32, 8),
            "rg.12xlarge", new Limits(false, 128, 16),
            "ra3.large", new Limits(true, 16, 2),
            "ra3.xlplus", new Limits(true, 16, 2),
            "ra3.4xlarge", new Limits(false, 32, 4),
            "ra3.16xlarge", new Limits(false, 128, 16)));

    private static final Map<String, String> REPLACED = Map.of(
            "dc2.large", "ra3.large",
            "dc2.8xlarge", "ra3.4xlarge",
            "dc1.large", "ra3.large",
            "dc1.8xlarge", "ra3.4xlarge",
            "ds2.xlarge", "ra3.xlplus",
            "ds2.8xlarge", "ra3.4xlarge",
            "ds1.xlarge", "ra3.xlplus",
            "ds1.8xlarge", "ra3.4xlarge");

    // of those that still run
    private static final Map<String, Integer> SLICES_OF_OLD = Map.of("dc2.large", 2, "dc2.8xlarge", 16);

    private NodeTypes() {
    }

    /**
     * The limits of a type.
     *
     * @param type such as {@code ra3.large}
     * @return empty if no cluster can be created with it, or if that is not known
     */
    public static Optional<Limits> limits(String type) {
        return Optional.ofNullable(CURRENT.get(type));
    }

    /**
     * The slices of one node.
     *
     * @param type such as {@code ra3.large}; also types that only still run
     * @return empty if that is not known
     */
    public static OptionalInt slices(String type) {
        Limits limits = CURRENT.get(type);
        Integer old = SLICES_OF_OLD.get(type);
        return limits != null ? OptionalInt.of(limits.slices) : old != null ? OptionalInt.of(old) : OptionalInt.empty();
    }

    /**
     * Why a cluster cannot be created with the type, and what to take.
     *
     * @param type such as {@code dc2.large}
     * @return empty if it can, or if that is not known
     */
    public static Optional<String> problem(String type) {
        if (CURRENT.containsKey(type)) {
            return Optional.empty();
        }
        String replacement = REPLACED.get(type);
        if (replacement != null) {
            return Optional.of(type + " cannot be created any more: use " + replacement);
        }
        int dot = type.indexOf('.');
        String family = dot < 0 ? "" : type.substring(0, dot + 1);
        boolean unknownFamily = family.matches("[a-z]+[0-9]*[a-z]*\\.")
                && !family.startsWith("ds") && !family.startsWith("dc")
                && CURRENT.keySet().stream().noneMatch(known -> known.startsWith(family))
                && type.substring(dot + 1).matches("[a-z0-9]+");
        return unknownFamily ? Optional.empty()
                : Optional.of("\"" + type + "\" is not a node type: use one of " + String.join(", ", CURRENT.keySet()));
    }
}
