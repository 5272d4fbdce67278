package dev.warehouse.api;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a load would do, as {@link Warehouse#plan(Pipeline)} finds it without changing anything. Its text is meant to be
 * read: a line for each step, its warnings, its statement.
 *
 * @param pipeline the pipeline's name
 * @param steps in the order in which they would run; copies run side by side
 */
public record LoadPlan(String pipeline, List<StepPlan> steps) {

    public LoadPlan {
        Objects.requireNonNull(pipeline, "pipeline must not be null");
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
        return steps.stream().map(StepPlan::toString).collect(Collectors.joining("\n",
                "plan of \"" + pipeline + "\": " + Counts.of(steps.size(), "step") + ", "
                        + Counts.of(warnings().size(), "warning") + "\n", "\n"));
    }
}
