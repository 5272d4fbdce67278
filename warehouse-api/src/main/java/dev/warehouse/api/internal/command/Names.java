/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

/** Names as they are rendered. */
final class Names {

    private Names() {
    }

    /** A name in double quotes, so that it can be any word. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A part of a table's name; a temporary table's sign stands free. */
    static String table(String name) {
        return name.matches("#[a-z_][a-z0-9_$]*") ? name : quoted(name);
    }
}
