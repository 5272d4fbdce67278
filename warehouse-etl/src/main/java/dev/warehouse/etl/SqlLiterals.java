package dev.warehouse.etl;

/**
 * Text as a literal of Redshift SQL. COPY takes no bind values, so this is all that stands between a name from outside
 * and the statement.
 */
final class SqlLiterals {

    private SqlLiterals() {
    }

    /**
     * Quotes a text. Quotes and backslashes are doubled, never escaped by a backslash: so the literal ends at the same
     * place for a reader that takes backslashes for escapes, as Redshift does, and for one that does not, as a driver
     * or proxy on the way might.
     */
    static String quote(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A text in SQL must not hold the character NUL, was \""
                    + text.replace("\0", "\\0") + "\"");
        }
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
