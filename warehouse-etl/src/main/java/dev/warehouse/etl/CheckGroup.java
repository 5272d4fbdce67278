/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import dev.warehouse.api.CheckException;
import dev.warehouse.api.Finding;
import dev.warehouse.api.Stage;
import dev.warehouse.api.Step;
import dev.warehouse.api.StepContext;
import dev.warehouse.api.StepResult;
import dev.warehouse.api.internal.KnownError;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that belong together.
 *
 * @param target what they are about
 * @param checks steps of stage {@link Stage#CHECK}
 */
record CheckGroup(String target, List<Step> checks) implements Step {

    CheckGroup {
        if (target.isBlank()) {
            throw new IllegalArgumentException("target must not be blank");
        }
        checks = List.copyOf(checks);
    }

    @Override
    public Stage stage() {
        return Stage.CHECK;
    }

    @Override
    public String detail() {
        return checks.size() + (checks.size() == 1 ? " check" : " checks");
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Step check : checks) {
            if (check.stage() != Stage.CHECK) {
                problems.add(check.target() + " is a step of stage " + check.stage().word() + ", not a check");
            }
            problems.addAll(check.problems());
        }
        return problems;
    }

    @Override
    public StepResult run(StepContext context) {
        List<Finding> findings = new ArrayList<>();
        for (Step check : checks) {
            try {
                findings.addAll(check.run(context).findings());
            } catch (CheckException e) {
                findings.addAll(e.findings());
                throw new CheckException(KnownError.CHECK_NOT_MADE, findings, e.summary(), e);
            }
        }
        return StepResult.found(findings);
    }
}
