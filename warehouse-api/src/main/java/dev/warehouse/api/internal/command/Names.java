package dev.warehouse.api.internal.command;

/** Names as they are rendered. */
final class Names {

    private Names() {
    }

    /** A name in double quotes, so that it can be any word; only a temporary table's sign stands free. */
    static String quoted(String name) {
        return name.matches("#[a-z_][a-z0-9_$]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
