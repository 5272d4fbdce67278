/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What provisioning or deprovisioning would do on AWS, found without changing anything. Its text is meant to be read:
 * a line for each resource, then warnings, then the permissions that it takes.
 *
 * @param target what it is about
 * @param region the region
 * @param account the account's number
 * @param changes in the order in which they would be made
 * @param warnings what differs from what was asked for and would stay so, as sentences without a full stop
 * @param permissions the actions that the caller must be allowed, as policies name them
 */
public record ProvisionPlan(String target, String region, String account, List<Change> changes, List<String> warnings,
        Set<String> permissions) {

    /** Checks what was given. */
    public ProvisionPlan {
        Objects.requireNonNull(target, "target must not be null");
        Objects.requireNonNull(region, "region must not be null");
        Objects.requireNonNull(account, "account must not be null");
        changes = List.copyOf(changes);
        warnings = List.copyOf(warnings);
        permissions = Collections.unmodifiableSet(new TreeSet<>(permissions));
    }

    /** What happens to a resource. */
    public enum Verb {
        /** It is there and stays as it is. */
        KEEP,
        /** It is there, was not made here, and is used. */
        ADOPT,
        /** It is made. */
        CREATE,
        /** It is there and is changed. */
        CHANGE,
        /** It is paused and starts again, and costs by the hour from then on. */
        RESUME,
        /** It is deleted. */
        DELETE
    }

    /**
     * What happens to one resource.
     *
     * @param verb what
     * @param resource to what, such as {@code role dwhRole}
     * @param detail what else there is to know; may be empty
     */
    public record Change(Verb verb, String resource, String detail) {

        /** Checks what was given. */
        public Change {
            Objects.requireNonNull(verb, "verb must not be null");
            Objects.requireNonNull(resource, "resource must not be null");
            Objects.requireNonNull(detail, "detail must not be null");
        }

        @Override
        public String toString() {
            return String.format("%-6s %s", verb.name().toLowerCase(Locale.ROOT), resource)
                    + (detail.isEmpty() ? "" : ": " + detail);
        }
    }

    /**
     * Whether anything would change on AWS.
     *
     * @return false if all is as it shall be
     */
    public boolean changesSomething() {
        return changes.stream().anyMatch(change -> change.verb() != Verb.KEEP && change.verb() != Verb.ADOPT);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("plan of " + target + " in " + region + ", account " + account);
        text.append(changesSomething() ? "" : ": nothing to change");
        changes.forEach(change -> text.append("\n  ").append(change));
        warnings.forEach(warning -> text.append("\n  warning: ").append(warning));
        return text.append("\n  needs ").append(permissions.stream().collect(Collectors.joining(", "))).toString();
    }
}
