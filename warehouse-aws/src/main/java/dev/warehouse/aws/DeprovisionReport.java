/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Stage;

/**
 * What deprovisioning did.
 *
 * @param target what was deprovisioned
 * @param deleted what was deleted, in that order
 * @param kept what was left as it is, each with the reason
 * @param failed what could not be deleted, each with the reason; deprovisioning again tries it again
 */
public record DeprovisionReport(String target, List<String> deleted, Map<String, String> kept,
        Map<String, String> failed) {

    /** Checks what was given. */
    public DeprovisionReport {
        Objects.requireNonNull(target, "target must not be null");
        deleted = List.copyOf(deleted);
        kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
        failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("deprovisioned ").append(target);
        if (deleted.isEmpty() && kept.isEmpty() && failed.isEmpty()) {
            text.append(": nothing was there");
        }
        deleted.forEach(resource -> text.append("\n  deleted ").append(resource));
        kept.forEach((resource, reason) -> text.append("\n  kept ").append(resource).append(": ").append(reason));
        failed.forEach((resource, reason) -> text.append("\n  could not delete ").append(resource).append(": ")
                .append(reason));
        return text.toString();
    }

    /** Collects what is done. One failure does not stop the rest. */
    static final class Builder {

        private final String target;
        private final Progress progress;
        private final List<String> deleted = new ArrayList<>();
        private final Map<String, String> kept = new LinkedHashMap<>();
        private final Map<String, String> failed = new LinkedHashMap<>();

        Builder(String target, Progress progress) {
            this.target = target;
            this.progress = progress;
        }

        void deleted(String resource) {
            deleted.add(resource);
            progress.update(Stage.PROVISION, "deleted " + resource);
        }

        void kept(String resource, String reason) {
            kept.put(resource, reason);
        }

        void keptFinalSnapshot(String name) {
            kept("snapshot " + name, "it is the final one and holds the data; it costs until it is deleted");
        }

        /**
         * Tries to delete something.
         *
         * @param delete whether it was there and is deleted now
         * @return false if it failed
         */
        boolean attempt(String resource, BooleanSupplier delete) {
            try {
                if (delete.getAsBoolean()) {
                    deleted(resource);
                }
                return true;
            } catch (ProvisionException e) {
                failed.put(resource, e.summary());
                return false;
            }
        }

        DeprovisionReport build() {
            return new DeprovisionReport(target, deleted, kept, failed);
        }
    }
}
