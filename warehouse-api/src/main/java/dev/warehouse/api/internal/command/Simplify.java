/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How SHAPEFILE simplifies geometries that are too large.
 *
 * @param given whether SIMPLIFY is there
 * @param auto whether AUTO is
 * @param tolerance the tolerance, or null for none
 */
public record Simplify(boolean given, boolean auto, @Nullable BigDecimal tolerance) {

    /** SHAPEFILE alone. */
    public static final Simplify NOT = new Simplify(false, false, null);

    public Simplify {
        if (!given && (auto || tolerance != null)) {
            throw new IllegalArgumentException("auto and tolerance need SIMPLIFY");
        }
        if (tolerance != null && tolerance.signum() < 0) {
            throw new IllegalArgumentException("tolerance must not be negative, was " + tolerance);
        }
        tolerance = tolerance == null ? null
                : tolerance.signum() == 0 ? BigDecimal.ZERO : tolerance.stripTrailingZeros();
    }
}
