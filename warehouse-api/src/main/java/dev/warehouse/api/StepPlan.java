/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.util.List;
import java.util.Objects;

/**
 * What one step of a load would do.
 *
 * @param stage the step of the flow
 * @param target what it is about
 * @param detail what else there is to know; may be empty
 * @param statement the SQL that would be sent, secrets masked; empty if the step does not tell
 * @param warnings what looks wrong, as sentences without a full stop; empty if nothing does
 */
public record StepPlan(Stage stage, String target, String detail, String statement, List<String> warnings) {

    /** Checks what was given. */
    public StepPlan {
        Objects.requireNonNull(stage, "stage must not be null");
        Objects.requireNonNull(target, "target must not be null");
        Objects.requireNonNull(detail, "detail must not be null");
        Objects.requireNonNull(statement, "statement must not be null");
        warnings = List.copyOf(warnings);
    }

    /**
     * The plan of a step that tells no more than its name.
     *
     * @param step the step
     * @param statement the SQL that would be sent, secrets masked
     * @return its plan
     */
    public static StepPlan of(Step step, String statement) {
        return new StepPlan(step.stage(), step.target(), step.detail(), statement, List.of());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(stage.word()).append(' ').append(target);
        if (!detail.isEmpty()) {
            text.append(stage == Stage.UNLOAD ? " to " : stage == Stage.COPY ? " from " : ": ").append(detail);
        }
        warnings.forEach(warning -> text.append("\n  warning: ").append(warning));
        if (!statement.isEmpty()) {
            text.append("\n    ").append(statement.strip().replace("\n", "\n    "));
        }
        return text.toString();
    }
}
