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
import dev.warehouse.api.internal.Reasons;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.Select;
import org.jooq.exception.DataAccessException;

/** A rule, and the query that finds what offends against it. */
final class Check implements Step {

    /** Offending rows that a finding shows; enough to see what they have in common. */
    static final int EXAMPLES = 5;

    private final String target;
    private final String rule;
    private final Select<?> query;
    private final Function<StepContext, List<Finding>> look;

    Check(String target, String rule, Select<?> query, Function<StepContext, List<Finding>> look) {
        this.target = Objects.requireNonNull(target, "target must not be null");
        this.rule = Objects.requireNonNull(rule, "rule must not be null");
        this.query = query;
        this.look = look;
    }

    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** The query at the heart of it. */
    Select<?> query() {
        return query;
    }

    @Override
    public Stage stage() {
        return Stage.CHECK;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public String detail() {
        return rule;
    }

    @Override
    public StepResult run(StepContext context) {
        try {
            return StepResult.found(look.apply(context));
        } catch (DataAccessException e) {
            throw new CheckException(KnownError.CHECK_NOT_MADE, List.of(), "check " + target + " " + rule
                    + " could not be made: " + Reasons.of(e) + ". The star is what it was before.", e);
        }
    }

    @Override
    public String toString() {
        return "Check[" + target + ": " + rule + "]";
    }
}
