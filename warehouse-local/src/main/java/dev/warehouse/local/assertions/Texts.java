/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.assertions;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Values as cells of a table. */
final class Texts {

    private static final String NULL = "{null}";

    private Texts() {
    }

    /** On one line, NULL as jOOQ shows it. */
    static String of(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        String text = value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString();
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }
}
