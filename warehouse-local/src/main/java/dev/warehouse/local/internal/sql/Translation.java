/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.internal.copy.CopyStatement;
import dev.warehouse.local.internal.unload.UnloadStatement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one statement: PostgreSQL's text for it with what must follow, or a COPY or UNLOAD that the endpoint
 * runs, or the reason why it is refused.
 */
public final class Translation {

    /** The statement that ends the client's transaction behind one that commits in Redshift. */
    public static final String COMMIT = "commit";

    private final String clientSql;
    private final int from;
    private final int to;
    private final Edits edits;
    private final List<String> followUps;
    private final @Nullable String tag;
    private final @Nullable CopyStatement copy;
    private final @Nullable RedshiftError error;
    private @Nullable UnloadStatement unload;
    private @Nullable Translation unloadQuery;
    private boolean asksForLastQuery;
    private boolean asksForQueries;
    private boolean call;
    private @Nullable String alone;
    private @Nullable String sql;

    private Translation(String clientSql, int from, int to, Edits edits, List<String> followUps, @Nullable String tag,
            @Nullable CopyStatement copy, @Nullable RedshiftError error) {
        this.clientSql = clientSql;
        this.from = from;
        this.to = to;
        this.edits = edits;
        this.followUps = List.copyOf(followUps);
        this.tag = tag;
        this.copy = copy;
        this.error = error;
    }

    static Translation of(String clientSql, int from, int to, Edits edits, List<String> followUps,
            @Nullable String tag) {
        return new Translation(clientSql, from, to, edits, followUps, tag, null, null);
    }

    static Translation ofCopy(String clientSql, CopyStatement copy) {
        // for PostgreSQL it is an empty statement: it can be prepared, bound and described, and answers no rows
        Edits nothing = new Edits();
        nothing.replace(0, clientSql.length(), "");
        return new Translation(clientSql, 0, clientSql.length(), nothing, List.of(), null, copy, null);
    }

    static Translation ofUnload(String clientSql, UnloadStatement unload, Translation query) {
        Edits nothing = new Edits();
        nothing.replace(0, clientSql.length(), "");
        Translation translation =
                new Translation(clientSql, 0, clientSql.length(), nothing, List.of(), null, null, null);
        translation.unload = unload;
        translation.unloadQuery = query;
        return translation;
    }

    /** The same, with the mark that the session's last query must be made known before it runs. */
    Translation askingForLastQuery() {
        asksForLastQuery = true;
        return this;
    }

    /** The same, with the mark that the log of queries must be written down before it runs. */
    Translation askingForQueries() {
        asksForQueries = true;
        return this;
    }

    /** The same, with the mark that it is a CALL. */
    Translation calling() {
        call = true;
        return this;
    }

    /** The same, as a command that must not stand in a transaction block; null if it may. */
    Translation alone(@Nullable String command) {
        alone = command;
        return this;
    }

    static Translation refused(String clientSql, RedshiftError error) {
        return new Translation(clientSql, 0, clientSql.length(), new Edits(), List.of(), null, null, error);
    }

    /**
     * Several plain statements as the one text that they came in.
     *
     * @param clientSql the client's text
     * @param parts its statements, all plain
     * @return the text as a whole
     */
    public static Translation joined(String clientSql, List<Translation> parts) {
        Edits all = new Edits();
        for (Translation part : parts) {
            all.addAll(part.edits);
        }
        return of(clientSql, 0, clientSql.length(), all, List.of(), null);
    }

    /**
     * PostgreSQL's text.
     *
     * @return one statement, or several if the client sent several in one
     */
    public String sql() {
        if (sql == null) {
            sql = edits.applyTo(clientSql, from, to);
        }
        return sql;
    }

    /**
     * The client's text.
     *
     * @return as it was sent
     */
    public String clientSql() {
        return clientSql;
    }

    /**
     * Whether PostgreSQL's text is the client's, to the letter.
     *
     * @return true if it is
     */
    public boolean isUnchanged() {
        return edits.isEmpty() && from == 0 && to == clientSql.length();
    }

    /**
     * Whether handing on PostgreSQL's text is all there is to do.
     *
     * @return true if it is
     */
    public boolean isPlain() {
        return !runsHere() && error == null && followUps.isEmpty() && tag == null && !asksForLastQuery
                && !asksForQueries
                && alone == null;
    }

    /**
     * Statements that must run after it, in the same transaction, unseen by the client.
     *
     * @return PostgreSQL's SQL, in order
     */
    public List<String> followUps() {
        return followUps;
    }

    /**
     * The command tag that the client shall see.
     *
     * @return the tag, or null for PostgreSQL's own; if it ends with a blank, PostgreSQL's count belongs behind it
     */
    public @Nullable String tag() {
        return tag;
    }

    /**
     * What the command is called, if Redshift refuses it in a transaction block and PostgreSQL does not.
     *
     * @return the command's name, or null if it may run anywhere
     */
    public @Nullable String alone() {
        return alone;
    }

    /**
     * The COPY that the endpoint runs.
     *
     * @return the COPY, or null if it is none
     */
    public @Nullable CopyStatement copy() {
        return copy;
    }

    /**
     * The UNLOAD that the endpoint runs.
     *
     * @return the UNLOAD, or null if it is none
     */
    public @Nullable UnloadStatement unload() {
        return unload;
    }

    /**
     * The query of an UNLOAD.
     *
     * @return PostgreSQL's SQL; empty if it is no UNLOAD
     */
    public String unloadQuery() {
        return unloadQuery == null ? "" : unloadQuery.sql();
    }

    /**
     * The place in the client's text that a place in the query of an UNLOAD came from. Both count characters as
     * PostgreSQL does, from 0.
     *
     * @param position a place in {@link #unloadQuery()}
     * @return the place in {@link #clientSql()}
     */
    public int fromUnloadQuery(int position) {
        Translation query = Objects.requireNonNull(unloadQuery);
        String text = query.clientSql;
        int index = text.offsetByCodePoints(0, query.toClientPosition(position));
        return clientSql.codePointCount(0, Objects.requireNonNull(unload).placeInSql(index));
    }

    /**
     * Whether the endpoint runs it, and PostgreSQL sees an empty statement only.
     *
     * @return true if it does
     */
    public boolean runsHere() {
        return copy != null || unload != null;
    }

    /**
     * Whether it calls {@code pg_last_query_id()}, which the session must answer.
     *
     * @return true if it does
     */
    public boolean asksForLastQuery() {
        return asksForLastQuery;
    }

    /**
     * Whether it reads a view of the queries that have run, which the session must write down.
     *
     * @return true if it does
     */
    public boolean asksForQueries() {
        return asksForQueries;
    }

    /**
     * Whether it is a CALL, whose procedure may commit.
     *
     * @return true if it is
     */
    public boolean isCall() {
        return call;
    }

    /**
     * Why the statement is refused.
     *
     * @return the error, or null if it is not
     */
    public @Nullable RedshiftError error() {
        return error;
    }

    /**
     * The place in the client's text that a place in PostgreSQL's came from. Both count characters as PostgreSQL does,
     * from 0.
     *
     * @param position a place in {@link #sql()}
     * @return the place in {@link #clientSql()}
     */
    public int toClientPosition(int position) {
        String text = sql();
        int units = position <= text.codePointCount(0, text.length())
                ? text.offsetByCodePoints(0, position) : text.length();
        int original = edits.toOriginal(units, from, to);
        return clientSql.codePointCount(0, original);
    }
}
