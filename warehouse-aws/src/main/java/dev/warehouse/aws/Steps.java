/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.warehouse.api.Progress;
import dev.warehouse.api.Stage;
import dev.warehouse.aws.ProvisionPlan.Change;
import dev.warehouse.aws.ProvisionPlan.Verb;

/** A plan together with the work behind each line, in order. */
final class Steps {

    private record Step(Change change, Runnable work) { }

    private static final Runnable NOTHING = () -> { };

    private final List<Step> steps = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> permissions = new LinkedHashSet<>();

    /** Something that stays. */
    void keep(Verb verb, String resource, String detail) {
        steps.add(new Step(new Change(verb, resource, detail), NOTHING));
    }

    /** Something that is deleted, by work that is told of elsewhere, and the actions that it calls. */
    void delete(String resource, String detail, String... actions) {
        add(Verb.DELETE, resource, detail, NOTHING, actions);
    }

    /** Something to do, and the actions it calls. */
    void add(Verb verb, String resource, String detail, Runnable work, String... actions) {
        steps.add(new Step(new Change(verb, resource, detail), work));
        permissions.addAll(List.of(actions));
    }

    /** Actions that are called whatever there is to do. */
    void need(String... actions) {
        permissions.addAll(List.of(actions));
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    ProvisionPlan plan(String target, AwsSession session) {
        Set<String> all = new LinkedHashSet<>(permissions);
        String account = session.account();
        all.addAll(session.calls().actions());
        return new ProvisionPlan(target, session.region(), account, steps.stream().map(Step::change).toList(), warnings,
                all);
    }

    void run(Progress progress) {
        for (Step step : steps) {
            if (step.work != NOTHING) {
                progress.update(Stage.PROVISION, step.change.toString());
                step.work.run();
            }
        }
        for (String warning : warnings) {
            progress.warned(Stage.PROVISION, "AWS", warning);
        }
    }
}
