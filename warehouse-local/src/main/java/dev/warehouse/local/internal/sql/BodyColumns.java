/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the statements of a procedure's body can know of their columns: the types of tables that are there when the
 * procedure is made, of tables that the body makes itself, and of the variables that it declares. Nothing else is asked
 * for, because a table that is not there yet would be an error.
 */
final class BodyColumns implements Columns {

    private static final Set<String> MODES = Set.of("in", "out", "inout");

    private final Columns outside;
    private final Map<String, List<TypedColumn>> made = new HashMap<>();
    private final Map<String, TypedColumn> variables = new HashMap<>();

    BodyColumns(Columns outside) {
        this.outside = outside;
    }

    @Override
    public List<Column> of(String query) {
        return List.of();
    }

    @Override
    public Map<String, List<TypedColumn>> ofTables(Set<String> names) {
        Set<String> others = new HashSet<>(names);
        others.removeAll(made.keySet());
        Map<String, List<TypedColumn>> found = new HashMap<>(others.isEmpty() ? Map.of() : outside.ofTables(others));
        made.forEach((name, columns) -> {
            if (names.contains(name)) {
                found.put(name, columns);
            }
        });
        return found;
    }

    @Override
    public List<TypedColumn> variables() {
        return List.copyOf(variables.values());
    }

    private static TypedColumn column(@Nullable String name, @Nullable NumericType type) {
        return new TypedColumn(name == null ? "" : name, type == null ? 0 : type.typeOid(),
                type == null ? -1 : type.typeModifier());
    }

    /**
     * The arguments of the procedure. Those of DECIMAL come without a precision: a routine takes numbers of any.
     *
     * @param routine the CREATE PROCEDURE
     * @param open the index of the bracket before them
     */
    void arguments(Statement routine, int open) {
        int close = routine.behindBrackets(open) - 1;
        for (int from = open + 1; from < close; from = behindItem(routine, from, close) + 1) {
            int name = MODES.contains(routine.token(from).name()) ? from + 1 : from;
            int type = name + 1 < close && MODES.contains(routine.token(name + 1).name()) ? name + 2 : name + 1;
            if (type < behindItem(routine, from, close)) {
                NumericType number = NumberExpressions.type(routine, type);
                declare(routine.token(name).name(), number == null || number.isDecimal() ? null : number);
            }
        }
    }

    /** The end of an item of a list: a comma outside brackets, or the end of the list. */
    private static int behindItem(Statement statement, int from, int to) {
        int depth = 0;
        int at = from;
        while (at < to && (depth > 0 || !statement.sign(at, ","))) {
            depth += Selects.depthChange(statement.token(at));
            at++;
        }
        return at;
    }

    /** The variables between DECLARE and BEGIN: {@code name [CONSTANT] type …;}. */
    void declarations(Statement head) {
        boolean begins = false;
        for (int i = 0; i + 1 < head.size(); i++) {
            if (begins && head.token(i).isName() && !head.word(i, "begin")) {
                int type = head.word(i + 1, "constant") ? i + 2 : i + 1;
                declare(head.token(i).name(), NumberExpressions.type(head, type));
            }
            begins = head.word(i, "declare") || head.sign(i, ";");
        }
    }

    /** A variable that is declared twice, with different types, has none that is known. */
    private void declare(String name, @Nullable NumericType type) {
        variables.merge(name, column(name, type), (first, second) -> first.equals(second) ? first : column(name, null));
    }

    /** Remembers the table that a statement of the body makes. */
    void made(Statement statement) {
        if (!statement.word(0, "create")) {
            return;
        }
        int at = statement.word(1, "local") ? 2 : 1;
        at += statement.word(at, "temp") || statement.word(at, "temporary") ? 1 : 0;
        if (!statement.word(at, "table")) {
            return;
        }
        at += statement.looking(at + 1, "if", "not", "exists") ? 4 : 1;
        int behind = statement.behindName(at);
        String name = statement.name(at, behind);
        if (statement.sign(behind, "(") && statement.word(behind + 1, "like")) {
            String model = statement.name(behind + 2, statement.behindName(behind + 2));
            made.put(name, ofTables(Set.of(model)).getOrDefault(model, List.of()));
        } else if (statement.sign(behind, "(") && !isAs(statement, statement.behindBrackets(behind))) {
            made.put(name, listed(statement, behind));
        } else {
            made.put(name, Numbers.columns(statement, this).stream()
                    .map(column -> column(column.name(), column.type())).toList());
        }
    }

    private static boolean isAs(Statement statement, int index) {
        for (int i = index; i < statement.size(); i++) {
            if (statement.word(i, "as")) {
                return true;
            }
        }
        return false;
    }

    private static List<TypedColumn> listed(Statement statement, int open) {
        int close = statement.behindBrackets(open) - 1;
        List<TypedColumn> columns = new ArrayList<>();
        for (int from = open + 1; from < close; from = behindItem(statement, from, close) + 1) {
            Token name = statement.token(from);
            if (name.isName()) {
                columns.add(column(name.name(), NumberExpressions.type(statement, from + 1)));
            }
        }
        return columns;
    }
}
