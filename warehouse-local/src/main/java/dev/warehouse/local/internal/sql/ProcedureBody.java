/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.internal.copy.CopyStatement;
import dev.warehouse.local.internal.unload.UnloadStatement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a procedure: its statements are Redshift's SQL, and its transactions are Redshift's.
 *
 * <p>A handler of an atomic procedure rolls back, runs in a transaction of its own, commits, and raises the error
 * again. In a NONATOMIC procedure every statement commits, and a handler ends the error. PostgreSQL runs a block with a
 * handler as a part of a transaction that can neither commit nor roll back, so no such block stays: each statement in
 * it that can fail gets the handler for itself.
 *
 * <p>Sources: the pages "Managing transactions", "Trapping errors" and "Supported PL/pgSQL statements" of the Redshift
 * Database Developer Guide.
 */
final class ProcedureBody {

    /** What follows a statement that commits: not in a block with a handler of a procedure that called this one. */
    private static final String COMMIT = " if pg_internal.may_commit() then commit; end if;";
    private static final String AUTOCOMMIT = " if pg_internal.autocommits() then commit; end if;";

    /** Words that begin a statement of SQL in PL/pgSQL. */
    private static final Set<String> COMMANDS = Set.of("select", "with", "insert", "update", "delete", "merge",
            "create", "alter", "drop", "truncate", "vacuum", "analyze", "grant", "revoke", "comment", "refresh", "set",
            "lock");
    /** Words behind which a statement begins. */
    static final Set<String> OPENING = Set.of("begin", "then", "else", "loop", "in", "for", "query", "declare");
    /** Statements that run SQL. */
    private static final Set<String> RUNNING = Set.of("execute", "perform", "call");
    /** Statements that go elsewhere or end a transaction: no handler has to do with them. */
    private static final Set<String> CONTROL = Set.of("return", "exit", "continue", "null", "commit", "rollback",
            "start");

    private sealed interface Node permits Text, Leaf, Block {
    }

    /** Words that structure the body, with the expressions or the query between them. */
    private record Text(int from, int to) implements Node {
    }

    /** A statement, with its semicolon. */
    private record Leaf(int from, int to) implements Node {
    }

    /** A block: what stands before its statements, the statements, what its handler does, what ends it. */
    private record Block(Text head, List<Node> nodes, @Nullable Handler handler, Text tail) implements Node {
    }

    private record Handler(List<Node> nodes, boolean continues) {
    }

    /** A block with a handler, while its statements are written. */
    private record Handled(Handler handler, String label, @Nullable Handled around) {
    }

    /** The tokens of a statement of SQL within others. */
    record Range(int from, int to) {
    }

    /** What became of a statement. */
    private record Translated(String sql, boolean commits) {
    }

    private final String text;
    private final List<Token> tokens;
    private final boolean nonatomic;
    private final BodyColumns columns;
    private final boolean opensCursors;
    /** Who takes the refusals of its statements; null if the first is thrown. */
    private final @Nullable Consumer<RedshiftError> refusals;
    /** What ends the handlers that are being written: in an atomic procedure none ends otherwise. */
    private final Deque<String> endings = new ArrayDeque<>();
    private int at;
    private int blocks;

    private ProcedureBody(String text, boolean nonatomic, BodyColumns columns,
            @Nullable Consumer<RedshiftError> refusals) {
        this.text = text;
        this.refusals = refusals;
        this.tokens = Tokenizer.tokenize(text);
        this.nonatomic = nonatomic;
        this.columns = columns;
        this.opensCursors = tokens.stream().anyMatch(token -> token.is("open"));
    }

    /**
     * PostgreSQL's text of a body.
     *
     * @param columns what is known of its columns; it learns the variables and tables of the body
     * @param refusals takes what is refused, with its place in the body; if null, the first is thrown
     */
    static String translate(String text, boolean nonatomic, BodyColumns columns,
            @Nullable Consumer<RedshiftError> refusals) {
        ProcedureBody body = new ProcedureBody(text, nonatomic, columns, refusals);
        List<Node> nodes = body.statements();
        StringBuilder result = new StringBuilder(text.length() + 64);
        body.write(nodes, null, result);
        // behind the last statement, or where the words make no sense: PostgreSQL says so
        result.append(text, body.endOf(body.at), text.length());
        return result.toString();
    }

    // reading

    private boolean word(int index, String word) {
        return index < tokens.size() && tokens.get(index).is(word);
    }

    private boolean sign(int index, String sign) {
        return index >= 0 && index < tokens.size() && tokens.get(index).isSign(sign);
    }

    /** Where the token before the index ends. */
    private int endOf(int index) {
        return index == 0 ? 0 : tokens.get(index - 1).end();
    }

    private List<Node> statements() {
        List<Node> nodes = new ArrayList<>();
        while (at < tokens.size()) {
            if (word(at, "end") || word(at, "exception") || word(at, "else") || word(at, "elsif") || word(at, "elseif")
                    || word(at, "when")) {
                break;
            }
            statement(nodes);
        }
        return nodes;
    }

    private void statement(List<Node> nodes) {
        int from = at;
        int first = sign(at, "<<") ? Math.min(at + 3, tokens.size()) : at;
        if (word(first, "begin") || word(first, "declare")) {
            nodes.add(block(from, first));
        } else if (word(first, "if")) {
            part(nodes, from, "then");
            while (branch(nodes, "elsif") || branch(nodes, "elseif")) {
                // the next one
            }
            otherwise(nodes);
            closing(nodes);
        } else if (word(first, "case")) {
            at = first + 1;
            part(nodes, from, "when");
            part(nodes, at, "then");
            while (branch(nodes, "when")) {
                // the next one
            }
            otherwise(nodes);
            closing(nodes);
        } else if (word(first, "loop") || word(first, "while") || word(first, "for") || word(first, "foreach")) {
            part(nodes, from, "loop");
            nodes.addAll(statements());
            closing(nodes);
        } else {
            while (at < tokens.size() && !sign(at, ";")) {
                at++;
            }
            at = Math.min(at + 1, tokens.size());
            nodes.add(new Leaf(from, at));
        }
    }

    /** IF … THEN statements, WHEN … THEN statements. */
    private boolean branch(List<Node> nodes, String word) {
        if (!word(at, word)) {
            return false;
        }
        part(nodes, at, "then");
        return true;
    }

    /** The words up to one that opens statements, and these; a CASE in an expression has words of its own. */
    private void part(List<Node> nodes, int from, String until) {
        int cases = 0;
        while (at < tokens.size() && !(cases == 0 && word(at, until))) {
            cases += word(at, "case") && at > from ? 1 : word(at, "end") ? -1 : 0;
            at++;
        }
        at = Math.min(at + 1, tokens.size());
        nodes.add(new Text(from, at));
        if (until.equals("then")) {
            nodes.addAll(statements());
        }
    }

    private void otherwise(List<Node> nodes) {
        if (word(at, "else")) {
            nodes.add(new Text(at, at + 1));
            at++;
            nodes.addAll(statements());
        }
    }

    /** END … with its semicolon. */
    private void closing(List<Node> nodes) {
        nodes.add(closing());
    }

    private Text closing() {
        int from = at;
        while (at < tokens.size() && !sign(at, ";")) {
            at++;
        }
        at = Math.min(at + 1, tokens.size());
        return new Text(from, at);
    }

    private Block block(int from, int first) {
        at = first;
        while (at < tokens.size() && !word(at, "begin")) {
            at++;
        }
        at = Math.min(at + 1, tokens.size());
        Text head = new Text(from, at);
        List<Node> nodes = statements();
        Handler handler = null;
        if (word(at, "exception")) {
            boolean continues = word(at + 1, "continue_handler");
            at += continues || word(at + 1, "exit_handler") ? 2 : 1;
            if (!word(at, "when") || !word(at + 1, "others") || !word(at + 2, "then")) {
                throw onlyOthers(at + 1);
            }
            if (continues && !nonatomic) {
                throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED,
                        "CONTINUE_HANDLER is supported in NONATOMIC procedures only", null,
                        "write CREATE PROCEDURE … NONATOMIC, or leave CONTINUE_HANDLER away");
            }
            at += 3;
            handler = new Handler(statements(), continues);
            if (word(at, "when")) {
                throw onlyOthers(at + 1);
            }
        }
        return new Block(head, nodes, handler, closing());
    }

    private RedshiftError onlyOthers(int index) {
        return new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED,
                "the only condition that an EXCEPTION block takes is OTHERS", null,
                "write EXCEPTION WHEN OTHERS THEN, and look at SQLSTATE",
                tokens.get(Math.min(index, tokens.size() - 1)).start());
    }

    // writing

    private void write(List<Node> nodes, @Nullable Handled handled, StringBuilder result) {
        for (Node node : nodes) {
            if (node instanceof Text words) {
                result.append(segment(words.from, words.to, tokens.get(words.to - 1).end()));
            } else if (node instanceof Leaf leaf) {
                write(leaf, handled, result);
            } else if (node instanceof Block block) {
                write(block, handled, result);
            }
        }
    }

    private void write(Block block, @Nullable Handled around, StringBuilder result) {
        columns.declarations(new Statement(text, tokens.subList(block.head.from, block.head.to), endOf(block.head.from),
                endOf(block.head.to)));
        String head = segment(block.head.from, block.head.to, tokens.get(block.head.to - 1).end());
        Handler handler = block.handler;
        if (handler == null) {
            result.append(head);
            write(block.nodes, around, result);
        } else {
            String label;
            if (sign(block.head.from, "<<")) {
                label = tokens.get(block.head.from + 1).text();
                result.append(head);
            } else {
                label = "\"?handled" + ++blocks + '"';
                result.append("<<").append(label).append(">>").append(head);
            }
            write(block.nodes, new Handled(handler, label, around), result);
        }
        if (block.tail.from < block.tail.to) {
            result.append(text, endOf(block.tail.from), endOf(block.tail.to));
        }
    }

    private void write(Leaf leaf, @Nullable Handled handled, StringBuilder result) {
        boolean closed = sign(leaf.to - 1, ";");
        int to = closed ? leaf.to - 1 : leaf.to;
        if (to == leaf.from) {
            result.append(text, endOf(leaf.from), endOf(leaf.to));
            return;
        }
        String first = tokens.get(leaf.from).name();
        if (!endings.isEmpty() && first.equals("return")) {
            // the handler of an atomic procedure raises the error at its end, and this is one
            result.append(endings.peek());
            return;
        }
        if (first.equals("start") && word(leaf.from + 1, "transaction") && nonatomic) {
            result.append(" perform pg_catalog.set_config('redshift.transaction', 'on', true);");
            return;
        }
        boolean here = isCopyOrUnload(first);
        if (here && refusals != null) {
            check(tokens.subList(leaf.from, to));
        }
        int end = closed ? tokens.get(to).start() : text.length();
        Translated translated = here ? new Translated(" perform pg_internal.run_here("
                + StringLiterals.quote(text.substring(tokens.get(leaf.from).start(), end)) + ")", false)
                : leaf(leaf.from, to, end);
        boolean call = first.equals("call");
        boolean runs = here || COMMANDS.contains(first) || RUNNING.contains(first);
        String sql = translated.sql + (closed ? ";" : "");
        boolean commit = first.equals("commit");
        if (handled == null || CONTROL.contains(first) || !closed) {
            result.append(commit ? "" : sql);
        } else {
            result.append(" begin");
            if (call) {
                result.append(" perform pg_internal.handled_call_begins();");
            }
            result.append(sql);
            if (call) {
                result.append(" perform pg_internal.handled_call_ends();");
            }
            result.append(" exception when others then");
            handle(handled, result);
            result.append(" end;");
            if (call) {
                result.append(" if pg_internal.commit_is_due() then commit; end if;");
            }
        }
        if (commit || translated.commits) {
            result.append(COMMIT);
        } else if (first.equals("execute")) {
            result.append(" if pg_internal.dynamic_commits() then").append(COMMIT).append(" end if;");
        }
        if (nonatomic && runs && !opensCursors) {
            result.append(AUTOCOMMIT);
        }
    }

    private static boolean isCopyOrUnload(String first) {
        return first.equals("copy") || first.equals("unload");
    }

    /** What is wrong with a COPY or UNLOAD is told when it runs; now only to whoever looks for all that is wrong. */
    private void check(List<Token> statement) {
        try {
            if (statement.get(0).is("copy")) {
                CopyStatement.parse(text, statement);
            } else {
                UnloadStatement.parse(text, statement);
            }
        } catch (RedshiftError e) {
            Objects.requireNonNull(refusals).accept(e);
        }
    }

    /** What a handler does for one statement of its block. */
    private void handle(Handled handled, StringBuilder result) {
        Handled around = handled.around;
        if (nonatomic) {
            write(handled.handler.nodes, around, result);
            result.append(handled.handler.continues ? "" : " exit " + handled.label + ";");
            return;
        }
        boolean works = runsSql(handled.handler.nodes);
        StringBuilder end = new StringBuilder(works ? COMMIT : "");
        if (around == null) {
            end.append(" raise;");
        } else {
            end.append(" begin raise; exception when others then");
            handle(around, end);
            end.append(" end;");
        }
        result.append(works ? " if pg_internal.may_roll_back() then rollback; end if;" : "");
        endings.push(end.toString());
        write(handled.handler.nodes, around, result);
        endings.pop();
        result.append(end);
    }

    private boolean runsSql(List<Node> nodes) {
        for (Node node : nodes) {
            if (node instanceof Leaf leaf) {
                String first = tokens.get(leaf.from).name();
                if (COMMANDS.contains(first) || RUNNING.contains(first) || isCopyOrUnload(first)
                        || first.equals("commit")
                        || first.equals("rollback")) {
                    return true;
                }
            } else if (node instanceof Block block && runsSql(block.nodes)) {
                return true;
            }
        }
        return false;
    }

    private Translated leaf(int from, int to, int end) {
        return segment(tokens.subList(from, to), endOf(from), end);
    }

    private String segment(int from, int to, int end) {
        return segment(tokens.subList(from, to), endOf(from), end).sql;
    }

    /** A statement of SQL in a part of the body, and what is none: PL/pgSQL's own words and expressions. */
    private Translated segment(List<Token> part, int from, int to) {
        Range range = command(part);
        if (range == null) {
            return new Translated(expressions(part, from, to), false);
        }
        int begins = range.from;
        int ends = range.to;
        int queryFrom = part.get(begins).start();
        int queryTo = ends == part.size() ? to : part.get(ends).start();
        String before = expressions(part.subList(0, begins), from, queryFrom);
        Translated translated = statement(new Statement(text, part.subList(begins, ends), queryFrom, queryTo,
                refusals));
        if (ends == part.size()) {
            return new Translated(before + translated.sql, translated.commits);
        }
        String after = segment(part.subList(ends, part.size()), queryTo, to).sql;
        return new Translated(before + translated.sql + after, translated.commits);
    }

    /** The first statement of SQL in a part of a body; null if there is none. */
    static @Nullable Range command(List<Token> part) {
        for (int i = 0; i < part.size(); i++) {
            Token token = part.get(i);
            Token before = i == 0 ? null : part.get(i - 1);
            boolean first = before == null || before.isSign(";")
                    || before.type() == Token.Type.WORD && OPENING.contains(before.name());
            if (first && token.type() == Token.Type.WORD && COMMANDS.contains(token.name())) {
                return new Range(i, endOfStatement(part, i));
            }
        }
        return null;
    }

    /** FOR row IN query LOOP, and the declaration of a cursor: … FOR query;. */
    private static int endOfStatement(List<Token> part, int begins) {
        boolean loop = begins > 0 && (part.get(begins - 1).is("in") || part.get(begins - 1).is("for"));
        for (int i = begins; i < part.size(); i++) {
            if (part.get(i).isSign(";") || loop && part.get(i).is("loop")) {
                return i;
            }
        }
        return part.size();
    }

    private String expressions(List<Token> part, int from, int to) {
        Statement own = new Statement(text, part, from, to);
        for (int i = 0; i < part.size(); i++) {
            if (own.word(i, "execute") && (i == 0 || own.word(i - 1, "in") || own.word(i - 1, "for")
                    || own.word(i - 1, "query"))) {
                dynamic(own, i);
            }
        }
        Statement current = own.sign(1, ":=") ? Numbers.rewriteAssigned(own, 2, columns) : own;
        Expressions.rewrite(current);
        return current.translated().sql();
    }

    /** EXECUTE text: the text is Redshift's SQL, and nobody knows it before it runs. */
    private static void dynamic(Statement own, int execute) {
        int end = execute + 1;
        int depth = 0;
        while (end < own.size() && !(depth == 0 && (own.word(end, "into") || own.word(end, "using")
                || own.word(end, "loop") || own.sign(end, ";")))) {
            depth += Selects.depthChange(own.token(end));
            end++;
        }
        if (end > execute + 1) {
            own.insertBefore(execute + 1, "pg_internal.dynamic(");
            own.insertBehind(end - 1, ")");
        }
    }

    /** A statement of SQL, with what must follow it. */
    private Translated statement(Statement own) {
        Translation translation;
        try {
            columns.made(own);
            translation = Translator.rewrite(own, columns);
        } catch (RedshiftError e) {
            own.refuse(e);
            return new Translated("", false);
        }
        boolean commits = false;
        StringBuilder sql = new StringBuilder(translation.sql());
        for (String followUp : translation.followUps()) {
            if (followUp.equals(Translation.COMMIT)) {
                commits = true;
            } else {
                sql.append("; ").append(followUp.startsWith("select ") ? "perform " + followUp.substring(7) : followUp);
            }
        }
        return new Translated(sql.toString(), commits);
    }
}
