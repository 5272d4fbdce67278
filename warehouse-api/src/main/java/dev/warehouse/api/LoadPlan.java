/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a load would do, as {@link Warehouse#plan(Pipeline)} finds it without changing anything. Its text is meant to be
 * read: the plan of the platform, then a line for each step, its warnings, its statement.
 *
 * @param pipeline the pipeline's name
 * @param provisioning what the platform would make or change, for people; empty if it has no plan
 * @param steps in the order in which they would run; copies run side by side
 */
public record LoadPlan(String pipeline, String provisioning, List<StepPlan> steps) {

    /** Checks what was given. */
    public LoadPlan {
        Objects.requireNonNull(pipeline, "pipeline must not be null");
        Objects.requireNonNull(provisioning, "provisioning must not be null");
        steps = List.copyOf(steps);
    }

    /**
     * The warnings of all steps, each led by its step.
     *
     * @return sentences without a full stop; empty if nothing looks wrong
     */
    public List<String> warnings() {
        return steps.stream().flatMap(step -> step.warnings().stream()
                .map(warning -> step.stage().word() + " " + step.target() + ": " + warning)).toList();
    }

    @Override
    public String toString() {
        String before = provisioning.isEmpty() ? "" : provisioning + "\n";
        return steps.stream().map(StepPlan::toString).collect(Collectors.joining("\n",
                before + "plan of \"" + pipeline + "\": " + Counts.of(steps.size(), "step") + ", "
                        + Counts.of(warnings().size(), "warning") + "\n", "\n"));
    }
}
