/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
final class Numbers {

    private Numbers() {
    }

    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String bytes(long bytes) {
        return bytes < 1024 ? bytes + " B"
                : bytes < 1 << 20 ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : bytes < 1L << 30 ? String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0)
                : String.format(Locale.ROOT, "%,.1f GiB", bytes / 1073741824.0);
    }

    static String skew(double skew) {
        return Double.isInfinite(skew) ? "∞" : String.format(Locale.ROOT, "%.2f", skew);
    }
}
