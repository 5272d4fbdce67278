package dev.warehouse.local.internal.sql;

/** CREATE, as far as PostgreSQL lacks Redshift's form of it: tables, and what Redshift has no such thing of. */
final class Create {

    private Create() {
    }

    static void rewrite(Statement statement) {
        int at = 1;
        boolean temporary = false;
        if (statement.word(at, "local")) {
            statement.remove(at, at + 1);
            at++;
        }
        if (statement.word(at, "temp") || statement.word(at, "temporary")) {
            temporary = true;
            at++;
        }
        if (statement.word(at, "table")) {
            CreateTable.rewrite(statement, at, temporary);
        } else if (statement.word(at, "index") || statement.looking(at, "unique", "index")) {
            throw statement.unsupported("Redshift has no indexes: CREATE INDEX is not supported",
                    "give the table a SORTKEY instead", 0);
        } else if (statement.word(at, "sequence")) {
            throw statement.unsupported("Redshift has no sequences: CREATE SEQUENCE is not supported",
                    "use an IDENTITY column instead", 0);
        }
    }
}
