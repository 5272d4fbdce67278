/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import dev.warehouse.api.internal.sql.LongNames;
import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.local.internal.catalog.QueryLog;
import dev.warehouse.local.internal.copy.CopyResult;
import dev.warehouse.local.internal.copy.CopyStatement;
import dev.warehouse.local.internal.sql.Columns;
import dev.warehouse.local.internal.sql.Translation;
import dev.warehouse.local.internal.unload.ResultColumn;
import dev.warehouse.local.internal.unload.UnloadResult;
import dev.warehouse.local.internal.unload.UnloadSession;
import dev.warehouse.local.internal.unload.UnloadStatement;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's session: reads what the client sends, hands it on to a PostgreSQL session of its own with the statements
 * translated, and hands the answers back. A statement that PostgreSQL cannot run (COPY from S3) is run here, with
 * hidden messages to the same PostgreSQL session, so in the client's transaction.
 *
 * <p>Two threads: this one reads the client, another reads PostgreSQL. The queue of {@link Expectation}s tells the
 * second which message an answer belongs to. Hidden messages use the extended protocol without Sync: the transaction is
 * not touched by them, and a failure leaves PostgreSQL skipping until the client's own Sync, exactly as a failure of
 * the client's own statement does.
 */
final class Session implements Runnable, UnloadSession {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final String HIDDEN = "_warehouse";
    private static final byte[] NOTHING = new byte[0];
    /** The bytes behind a column's name in a description of rows. */
    private static final int TYPE_OF_COLUMN = 18;
    private static final long PEER_CHECK_NANOS = 200_000_000;

    /** What PostgreSQL tells at the start that Redshift does not have or says otherwise. */
    private static final Set<String> UNTOLD_PARAMETERS = Set.of("standard_conforming_strings", "in_hot_standby",
            "default_transaction_read_only", "scram_iterations", "search_path");

    private final EndpointServer server;
    private final PgChannel client;
    private final Deque<Expectation> pending = new ArrayDeque<>();
    private final Map<String, Translation> statements = new HashMap<>();
    private final Map<String, Translation> portals = new HashMap<>();
    private final Columns catalog = new SessionColumns();
    private final KnownTables tables;
    /** Whether a query was run to translate the statement: PostgreSQL has begun a transaction that only Sync ends. */
    private boolean asked;
    /** The client's texts, by the names of its prepared statements and of its portals. */
    private final Map<String, String> statementTexts = new HashMap<>();
    private final Map<String, String> portalTexts = new HashMap<>();

    private PgChannel backend;
    private String user = "";
    private String database = "";
    private int pid;
    private int secret;
    private boolean skipping;
    private @Nullable IOException backendLost;
    /** Once a procedure has asked for a text. */
    private @Nullable Answers answers;
    private @Nullable ProcedureStatement procedureStatement;
    private long queryId;
    /** The last statement that Redshift would count as a query, before the one that runs. */
    private volatile long lastQueryId = -1;
    /** The stream of the statement that runs here. */
    private @Nullable Exchange streaming;
    /** From a place in the query of the UNLOAD that runs to the one in the client's text. */
    private @Nullable IntUnaryOperator unloadPosition;
    private long lastPeerCheck;
    /** Whether the client has begun a transaction: known for sure when PostgreSQL owes no answer. */
    private volatile boolean inTransaction;
    private volatile String lastError = "";
    private volatile boolean cancelled;
    /** The next message begins a statement: a cancel request that came before it was for the one that is over. */
    private boolean betweenStatements = true;
    private volatile boolean ending;

    Session(EndpointServer server, SocketChannel channel) {
        this.server = server;
        this.client = new PgChannel(channel);
        this.backend = client;
        this.tables = new KnownTables(server.tableChanges());
    }

    @Override
    public void run() {
        try {
            if (open()) {
                Thread relay = new Thread(this::relayAnswers, Thread.currentThread().getName() + "-answers");
                relay.setDaemon(true);
                relay.start();
                serve();
            }
        } catch (EOFException gone) {
            LOG.debug("query: a client left without goodbye: {}", gone.getMessage());
        } catch (IOException e) {
            LOG.debug("query: a session ended: {}", e.toString());
        } catch (RuntimeException e) {
            LOG.error("query: a session ended by a fault of the endpoint", e);
            tellClient(ErrorFields.of("FATAL", RedshiftError.INTERNAL_ERROR, "the local Redshift failed: " + e));
        } finally {
            close();
        }
    }

    // the start

    private boolean open() throws IOException {
        Startup startup = Startup.read(client, server);
        if (startup == null) {
            return false;
        }
        user = startup.user();
        database = startup.database();
        String password = server.authenticator().authenticate(client, user);
        if (password == null) {
            tellClient(ErrorFields.of("FATAL", "28P01", "password authentication failed for user \"" + user + "\""));
            return false;
        }
        client.limitMessages(-1);
        PgChannel opened;
        try {
            opened = new PgChannel(server.backend().open());
        } catch (IOException e) {
            tellClient(ErrorFields.of("FATAL", "57P03", "the PostgreSQL underneath does not answer: "
                    + e.getMessage()));
            return false;
        }
        backend = opened;
        startup.sendTo(backend, server.backend().sessionSettings());
        return awaitBackend(new PasswordLogin(user, password));
    }

    private boolean awaitBackend(PasswordLogin login) throws IOException {
        while (true) {
            int type = backend.read();
            switch (type) {
                case 'R' -> {
                    MessageReader reader = MessageReader.of(backend);
                    int code = reader.int32();
                    if (code == 0) {
                        client.write(type, backend.body(), 0, backend.length());
                    } else {
                        login.answer(backend, reader, code);
                    }
                }
                case 'S' -> relayParameter();
                case 'K' -> {
                    MessageReader reader = MessageReader.of(backend);
                    pid = reader.int32();
                    secret = reader.int32();
                    server.register(this);
                    client.write(type, backend.body(), 0, backend.length());
                }
                case 'Z' -> {
                    client.write(type, backend.body(), 0, backend.length());
                    client.flush();
                    return true;
                }
                case 'E' -> {
                    client.write(type, backend.body(), 0, backend.length());
                    client.flush();
                    return false;
                }
                case -1 -> throw new EOFException("PostgreSQL closed the connection at the start of a session");
                default -> client.write(type, backend.body(), 0, backend.length());
            }
        }
    }

    private void relayParameter() throws IOException {
        MessageReader reader = MessageReader.of(backend);
        String name = reader.cstring();
        if (UNTOLD_PARAMETERS.contains(name)) {
            return;
        }
        if (name.equals("server_version")) {
            client.write(new MessageBuilder('S').cstring(name).cstring(EndpointServer.SERVER_VERSION));
        } else {
            client.write('S', backend.body(), 0, backend.length());
        }
    }

    // from the client to PostgreSQL

    private void serve() throws IOException {
        while (true) {
            int type = client.read();
            if (type < 0 || type == 'X') {
                return;
            }
            if (betweenStatements) {
                cancelled = false;
            }
            betweenStatements = type == 'S' || type == 'Q';
            switch (type) {
                case 'Q' -> simpleQuery();
                case 'P' -> parse();
                case 'B' -> bind();
                case 'D' -> relay('D', Expectation.visible(Expectation.Kind.DESCRIBE));
                case 'E' -> execute();
                case 'C' -> closeStatementOrPortal();
                case 'S' -> relay('S', Expectation.visible(Expectation.Kind.SYNC));
                case 'H' -> backend.write('H', NOTHING, 0, 0);
                case 'F' -> relay('F', Expectation.visible(Expectation.Kind.QUERY));
                case 'd', 'c', 'f' -> LOG.trace("COPY data that nobody waits for is dropped");
                default -> {
                    tellClient(ErrorFields.of("FATAL", "08P01", "invalid frontend message type " + type));
                    return;
                }
            }
            if (!client.hasBuffered()) {
                backend.flush();
            }
        }
    }

    private void relay(int type, Expectation expectation) throws IOException {
        expect(expectation);
        backend.write(type, client.body(), 0, client.length());
    }

    private void simpleQuery() throws IOException {
        String sql = MessageReader.of(client).cstring();
        tables.sent(sql);
        asked = false;
        List<Supplier<Translation>> statements = server.translator().statements(sql, catalog);
        List<Translation> translations;
        if (statements.size() > 1) {
            AskedColumns columns = new AskedColumns();
            translations = server.translator().translateAll(sql, columns);
            if (columns.asked || translations.stream().anyMatch(Translation::isCall)) {
                // what one asks for may be made by one before it
                begin();
                for (Supplier<Translation> statement : statements) {
                    runAsPartOfSimpleQuery(statement.get());
                }
                endOfSimpleQuery();
                return;
            }
        } else {
            translations = statements.stream().map(Supplier::get).toList();
        }
        begin();
        boolean plain = true;
        for (Translation translation : translations) {
            plain &= translation.isPlain();
        }
        if (plain && !asked && !isSkipping()) {
            Translation whole = Translation.joined(sql, translations);
            Expectation expectation = Expectation.visible(Expectation.Kind.QUERY);
            expectation.clientSql = sql;
            expectation.toClientPosition = whole::toClientPosition;
            expectation.queryId = queryId;
            expectation.entry = logged(sql);
            expect(expectation);
            backend.write(new MessageBuilder('Q').cstring(whole.sql()));
            backend.flush();
            return;
        }
        for (Translation translation : translations) {
            runAsPartOfSimpleQuery(translation);
        }
        endOfSimpleQuery();
    }

    private void endOfSimpleQuery() throws IOException {
        expect(Expectation.visible(Expectation.Kind.SYNC));
        backend.write('S', NOTHING, 0, 0);
        backend.flush();
    }

    /** What the endpoint itself knows of the client's database: PostgreSQL is not asked for it. */
    private abstract class EndpointColumns implements Columns {

        @Override
        public Set<String> lateBindingViews() {
            return server.lateBindingViews(database);
        }

        @Override
        public Set<String> superNames() {
            return server.superNames(database);
        }

        @Override
        public void declareSuper(String name) {
            server.superNames(database).add(name);
        }
    }

    /** Knows nothing of what PostgreSQL would be asked for, but that it would be. */
    private final class AskedColumns extends EndpointColumns {

        private boolean asked;

        @Override
        public List<Column> of(String query) {
            asked = true;
            return List.of();
        }

        @Override
        public Map<String, List<TypedColumn>> ofTables(Set<String> names) {
            asked = true;
            return Map.of();
        }

        @Override
        public @Nullable String procedureArguments(String name, List<String> inputs) {
            asked = true;
            return null;
        }

        @Override
        public @Nullable String lateBindingView(String name) {
            asked = true;
            return null;
        }

        @Override
        public void declareLateBindingView(String name) {
            asked = true;
        }
    }

    /** What PostgreSQL knows, asked in the client's own transaction. */
    private final class SessionColumns extends EndpointColumns {

        @Override
        public List<Column> of(String query) {
            return columns(query);
        }

        @Override
        public Map<String, List<TypedColumn>> ofTables(Set<String> names) {
            return tables.of(names, Session.this::tableColumns);
        }

        @Override
        public @Nullable String procedureArguments(String name, List<String> inputs) {
            return told("pg_internal.procedure_arguments(" + StringLiterals.quote(name) + ", array["
                    + inputs.stream().map(StringLiterals::quote).collect(Collectors.joining(", ")) + "]::text[])");
        }

        @Override
        public @Nullable String lateBindingView(String name) {
            return told("pg_internal.late_binding_view(" + StringLiterals.quote(name) + ")");
        }

        private @Nullable String told(String call) {
            Session.this.asked = true;
            try {
                List<@Nullable String[]> rows = query("select " + call);
                return rows.isEmpty() ? null : rows.get(0)[0];
            } catch (StatementFailedException toldAlready) {
                LOG.debug("query: {} could not be asked: {}", call, toldAlready.getMessage());
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void declareLateBindingView(String name) {
            server.lateBindingViews(database).add(name);
        }
    }

    private boolean isSkipping() {
        synchronized (pending) {
            return skipping;
        }
    }

    /**
     * One of several statements of a simple query, by the extended protocol: all share one transaction, as they should.
     */
    private void runAsPartOfSimpleQuery(Translation translation) throws IOException {
        RedshiftError error = translation.error();
        if (error != null) {
            fail(error, translation.clientSql());
        } else if (translation.runsHere()) {
            runHere(translation);
        } else if (mayRun(translation)) {
            prepareToAsk(translation);
            prepareToShowQueries(translation);
            if (translation.isCall()) {
                // the statements of one text are one transaction, and a NONATOMIC procedure leaves that to end
                sendHidden("select pg_catalog.set_config('redshift.transaction', 'on', true)", new Exchange());
            }
            sendParse("", translation, true);
            Expectation bind = Expectation.hidden(Expectation.Kind.BIND, null);
            bind.clientSql = translation.clientSql();
            expect(bind);
            backend.write(new MessageBuilder('B').cstring("").cstring("").int16(0).int16(0).int16(0));
            Expectation describe = Expectation.visible(Expectation.Kind.DESCRIBE);
            describe.hideNoData = true;
            expect(describe);
            backend.write(new MessageBuilder('D').int8('P').cstring(""));
            sendExecute(translation, new MessageBuilder('E').cstring("").int32(0));
        }
    }

    private void parse() throws IOException {
        MessageReader reader = MessageReader.of(client);
        String name = reader.cstring();
        String sql = reader.cstring();
        int parametersAt = reader.position();
        Translation translation = server.translator().translate(sql, catalog);
        prepareToShowQueries(translation);
        statements.remove(name);
        statementTexts.put(name, sql);
        RedshiftError error = translation.error();
        if (error != null) {
            fail(error, sql);
            return;
        }
        if (!translation.isPlain()) {
            statements.put(name, translation);
        }
        if (translation.isUnchanged()) {
            relay('P', Expectation.visible(Expectation.Kind.PARSE));
            return;
        }
        Expectation expectation = Expectation.visible(Expectation.Kind.PARSE);
        expectation.clientSql = sql;
        expectation.toClientPosition = translation::toClientPosition;
        expect(expectation);
        backend.write(new MessageBuilder('P').cstring(name).cstring(translation.sql())
                .raw(client.body(), parametersAt, client.length() - parametersAt));
    }

    /** The columns of a query, asked in the client's own transaction; none where that has failed or fails. */
    private List<Columns.Column> columns(String query) {
        try {
            List<Columns.Column> columns = new ArrayList<>();
            for (ResultColumn column : describe(query)) {
                columns.add(new Columns.Column(column.name(), column.isSuper()));
            }
            return columns;
        } catch (StatementFailedException toldAlready) {
            LOG.debug("query: columns could not be asked for: {}", toldAlready.getMessage());
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The columns of tables and views, in the client's own transaction, which asking does not make fail. */
    private Map<String, List<Columns.TypedColumn>> tableColumns(Set<String> names) {
        StringBuilder sql = new StringBuilder("select n, a.attname, a.atttypid, a.atttypmod from pg_catalog.unnest(array[");
        for (String name : names) {
            sql.append(sql.charAt(sql.length() - 1) == '[' ? "" : ", ").append(StringLiterals.quote(name));
        }
        sql.append("]::text[]) as t(n) join pg_catalog.pg_attribute a on a.attrelid = pg_catalog.to_regclass(n) "
                + "where a.attnum > 0 and not a.attisdropped order by a.attrelid, a.attnum");
        Map<String, List<Columns.TypedColumn>> columns = new HashMap<>();
        asked = true;
        try {
            for (@Nullable String[] row : query(sql.toString())) {
                columns.computeIfAbsent(row[0], name -> new ArrayList<>()).add(
                        new Columns.TypedColumn(row[1], Integer.parseInt(row[2]), Integer.parseInt(row[3])));
            }
        } catch (StatementFailedException toldAlready) {
            LOG.debug("query: columns could not be asked for: {}", toldAlready.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return columns;
    }

    private void sendParse(String name, Translation translation, boolean hidden) throws IOException {
        Expectation expectation = new Expectation(Expectation.Kind.PARSE);
        expectation.hidden = hidden;
        expectation.clientSql = translation.clientSql();
        expectation.toClientPosition = translation::toClientPosition;
        expect(expectation);
        backend.write(new MessageBuilder('P').cstring(name).cstring(translation.sql()).int16(0));
    }

    private void bind() throws IOException {
        MessageReader reader = MessageReader.of(client);
        String portal = reader.cstring();
        String statement = reader.cstring();
        Translation special = statements.get(statement);
        portalTexts.put(portal, statementTexts.getOrDefault(statement, ""));
        if (special == null) {
            portals.remove(portal);
        } else {
            portals.put(portal, special);
            prepareToShowQueries(special);
        }
        Expectation expectation = Expectation.visible(Expectation.Kind.BIND);
        expectation.clientSql = statementTexts.getOrDefault(statement, "");
        relay('B', expectation);
    }

    private void execute() throws IOException {
        begin();
        String portal = MessageReader.of(client).cstring();
        tables.sent(portalTexts.getOrDefault(portal, ""));
        Translation special = portals.get(portal);
        if (special == null) {
            Expectation expectation = Expectation.visible(Expectation.Kind.EXECUTE);
            expectation.clientSql = portalTexts.getOrDefault(portal, "");
            expectation.queryId = queryId;
            expectation.entry = logged(expectation.clientSql);
            relay('E', expectation);
        } else if (special.runsHere()) {
            runHere(special);
        } else if (mayRun(special)) {
            prepareToAsk(special);
            sendExecute(special, new MessageBuilder('E').raw(client.body(), 0, client.length()));
        }
    }

    /** Makes a statement fail that must not stand in a transaction block and does; gives whether it may go on. */
    private boolean mayRun(Translation translation) throws IOException {
        String command = translation.alone();
        if (command == null) {
            return true;
        }
        backend.write('H', NOTHING, 0, 0);
        backend.flush();
        if (awaitAnswers() && inTransaction) {
            fail(new RedshiftError("25001", command + " cannot run inside a transaction block", null,
                    "end the transaction with COMMIT first, or switch autocommit on"), translation.clientSql());
            return false;
        }
        return true;
    }

    private void sendExecute(Translation translation, MessageBuilder execute) throws IOException {
        Expectation expectation = Expectation.visible(Expectation.Kind.EXECUTE);
        expectation.clientSql = translation.clientSql();
        expectation.tag = translation.tag();
        expectation.queryId = translation.asksForLastQuery() ? -1 : queryId;
        expectation.entry = logged(translation.clientSql());
        expect(expectation);
        backend.write(execute);
        for (String followUp : translation.followUps()) {
            sendHidden(followUp, new Exchange());
        }
    }

    private void closeStatementOrPortal() throws IOException {
        MessageReader reader = MessageReader.of(client);
        int what = reader.int8();
        String name = reader.cstring();
        (what == 'S' ? statements : portals).remove(name);
        (what == 'S' ? statementTexts : portalTexts).remove(name);
        relay('C', Expectation.visible(Expectation.Kind.CLOSE));
    }

    private QueryLog.Entry logged(String sql) {
        return server.queryLog().begin(queryId, pid, user, database, sql);
    }

    /** A statement of the client begins: it has an id, and no earlier cancel request is for it. */
    private void begin() {
        queryId = server.nextQueryId();
    }

    /** Makes the client's statement fail: PostgreSQL gets a text that it must refuse, the client gets the error. */
    private void fail(RedshiftError error, String clientSql) throws IOException {
        Expectation expectation = Expectation.hidden(Expectation.Kind.PARSE, null);
        expectation.replacement = error;
        expectation.clientSql = clientSql;
        expect(expectation);
        backend.write(new MessageBuilder('P').cstring(HIDDEN).cstring("refused by the endpoint").int16(0));
    }

    // statements that run here

    private void runHere(Translation translation) throws IOException {
        backend.write('H', NOTHING, 0, 0);
        backend.flush();
        if (!awaitAnswers()) {
            return;
        }
        lastQueryId = queryId;
        streaming = null;
        QueryLog.Entry entry = logged(translation.clientSql());
        try {
            CopyStatement copy = translation.copy();
            String tag;
            if (copy != null) {
                CopyResult result = server.copyExecutor().execute(copy, this, user);
                remember("copy", result.queryId(), result.loadedRows());
                tag = "COPY";
            } else {
                UnloadStatement unload = Objects.requireNonNull(translation.unload());
                unloadPosition = translation::fromUnloadQuery;
                UnloadResult result = server.unloadExecutor().execute(unload, translation.unloadQuery(), this, user);
                remember("unload", result.queryId(), result.rows());
                tag = "UNLOAD";
            }
            if (inTransaction) {
                showOwnTraces();
            }
            entry.succeeded(tag);
            client.write(new MessageBuilder('C').cstring(tag));
            client.flush();
        } catch (RedshiftError e) {
            entry.failed(String.valueOf(e.getMessage()));
            tellFailure(e, translation.clientSql());
        } catch (StatementFailedException toldAlready) {
            entry.failed(String.valueOf(toldAlready.getMessage()));
            LOG.debug("{}: {}", translation.copy() != null ? "copy" : "unload", toldAlready.getMessage());
        } finally {
            unloadPosition = null;
        }
    }

    /**
     * The log is written by another connection, and the transaction's snapshot is older: it gets a copy until its end.
     */
    private void showOwnTraces() throws IOException {
        sendHidden("select set_config('redshift.traces', (coalesce(nullif(current_setting('redshift.traces', true), ''), "
                + "'[]')::jsonb || " + StringLiterals.quote(server.systemTables().traces(database, queryId))
                + "::jsonb)::text, true)",
                new Exchange());
    }

    private void tellFailure(RedshiftError failure, String clientSql) throws IOException {
        Exchange stream = streaming;
        if (stream != null && stream.wasTold()) {
            // PostgreSQL failed at the same time, and one error a statement is what clients expect
            return;
        }
        RedshiftError told = failure.told(queryId, pid);
        if (isSkipping()) {
            client.write(ErrorFields.of(told, clientSql).toMessage('E'));
            client.flush();
        } else {
            fail(told, clientSql);
        }
    }

    /** For the functions {@code pg_last_copy_id()} and its sisters. */
    private void remember(String what, long id, long rows) throws IOException {
        sendHidden("select set_config('redshift.last_" + what + "_id', '" + id + "', false), set_config('redshift.last_"
                + what + "_count', '" + rows + "', false)", new Exchange());
    }

    /** A statement that reads the log of queries needs it written down before its snapshot is taken. */
    private void prepareToShowQueries(Translation translation) throws IOException {
        if (translation.asksForQueries()) {
            // those before it in the same pipeline are to be seen
            backend.write('H', NOTHING, 0, 0);
            backend.flush();
            awaitAnswers();
            server.queryLog().writeDown(database);
        }
    }

    /** A statement that asks for the last query's id needs to know it. */
    private void prepareToAsk(Translation translation) throws IOException {
        if (translation.asksForLastQuery()) {
            sendHidden("select set_config('redshift.last_query_id', '" + lastQueryId + "', false)", new Exchange());
        }
    }

    private void sendHidden(String sql, Exchange exchange) throws IOException {
        expect(Expectation.hidden(Expectation.Kind.CLOSE, null));
        backend.write(new MessageBuilder('C').int8('S').cstring(HIDDEN));
        expect(Expectation.hidden(Expectation.Kind.CLOSE, null));
        backend.write(new MessageBuilder('C').int8('P').cstring(HIDDEN));
        expect(Expectation.hidden(Expectation.Kind.PARSE, exchange));
        backend.write(new MessageBuilder('P').cstring(HIDDEN).cstring(sql).int16(0));
        expect(Expectation.hidden(Expectation.Kind.BIND, exchange));
        backend.write(new MessageBuilder('B').cstring(HIDDEN).cstring(HIDDEN).int16(0).int16(0).int16(0));
        Expectation execute = Expectation.hidden(Expectation.Kind.EXECUTE, exchange);
        // PostgreSQL warns of a COMMIT outside a transaction block, and the client did not write it
        execute.silent = sql.equals(Translation.COMMIT);
        expect(execute);
        backend.write(new MessageBuilder('E').cstring(HIDDEN).int32(0));
    }

    @Override
    public List<@Nullable String[]> query(String sql) throws IOException {
        Exchange exchange = new Exchange();
        sendHidden(sql, exchange);
        backend.write('H', NOTHING, 0, 0);
        backend.flush();
        return exchange.awaitRows();
    }

    @Override
    public List<ResultColumn> describe(String sql) throws IOException {
        Exchange exchange = new Exchange();
        expect(Expectation.hidden(Expectation.Kind.CLOSE, null));
        backend.write(new MessageBuilder('C').int8('S').cstring(HIDDEN));
        Expectation parse = Expectation.hidden(Expectation.Kind.PARSE, exchange);
        parse.toClientPosition = unloadPosition;
        expect(parse);
        backend.write(new MessageBuilder('P').cstring(HIDDEN).cstring(sql).int16(0));
        expect(Expectation.hidden(Expectation.Kind.DESCRIBE, exchange));
        backend.write(new MessageBuilder('D').int8('S').cstring(HIDDEN));
        backend.write('H', NOTHING, 0, 0);
        backend.flush();
        return exchange.awaitColumns();
    }

    @Override
    public CopyOut copyOut(String sql) throws IOException {
        Exchange exchange = new Exchange();
        streaming = exchange;
        sendHidden(sql, exchange);
        backend.write('H', NOTHING, 0, 0);
        backend.flush();
        // PostgreSQL keeps its first answer back until the first rows follow, however long that takes
        return new CopyOutStream(exchange);
    }

    private final class CopyOutStream implements CopyOut {

        private final Exchange exchange;
        private CopyOutPipe.@Nullable Chunk chunk;

        CopyOutStream(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public boolean next() throws IOException {
            CopyOutPipe rows = exchange.rowsOut();
            if (chunk != null) {
                rows.giveBack(chunk);
            }
            chunk = rows.poll();
            while (chunk == null && !rows.isExhausted()) {
                // a query may take long before its first row, and its client may leave meanwhile
                checkCancelled();
                chunk = rows.poll();
            }
            if (chunk == null) {
                exchange.awaitCount();
            }
            return chunk != null;
        }

        @Override
        public byte[] bytes() {
            return Objects.requireNonNull(chunk).bytes();
        }

        @Override
        public int length() {
            return Objects.requireNonNull(chunk).length();
        }

        @Override
        public void abort() throws IOException {
            exchange.expectError();
            exchange.rowsOut().discard();
            if (!exchange.isDone()) {
                cancelInBackend();
            }
            exchange.awaitEnd();
        }
    }

    @Override
    public CopyIn copyIn(Target target) throws IOException {
        Exchange exchange = new Exchange();
        streaming = exchange;
        sendHidden(target.sql(), exchange);
        backend.flush();
        exchange.awaitCopyStarted();
        return new CopyInStream(exchange);
    }

    private final class CopyInStream implements CopyIn {

        private final Exchange exchange;

        CopyInStream(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            exchange.check();
            backend.write('d', buffer, offset, length);
        }

        @Override
        public long finish() throws IOException {
            backend.write('c', NOTHING, 0, 0);
            backend.write('H', NOTHING, 0, 0);
            backend.flush();
            return exchange.awaitCount();
        }

        @Override
        public void abort(String reason) throws IOException {
            exchange.expectError();
            if (!exchange.isDone()) {
                backend.write(new MessageBuilder('f').cstring(reason));
                backend.flush();
            }
            exchange.awaitEnd();
        }
    }

    @Override
    public void notice(String message) throws IOException {
        client.write(ErrorFields.of("INFO", "00000", message).toMessage('N'));
    }

    @Override
    public void checkCancelled() {
        if (cancelled) {
            throw new RedshiftError(RedshiftError.QUERY_CANCELED, "Query cancelled on user's request", null, null);
        }
        long now = System.nanoTime();
        if (now - lastPeerCheck > PEER_CHECK_NANOS) {
            lastPeerCheck = now;
            if (ending || client.isClosedByPeer()) {
                throw new RedshiftError(RedshiftError.QUERY_CANCELED, "the client is gone", null, null);
            }
        }
    }

    @Override
    public int pid() {
        return pid;
    }

    @Override
    public long queryId() {
        return queryId;
    }

    @Override
    public String database() {
        return database;
    }

    // the queue of answers

    private void expect(Expectation expectation) throws IOException {
        synchronized (pending) {
            if (backendLost != null) {
                throw new IOException("PostgreSQL is gone: " + backendLost.getMessage(), backendLost);
            }
            if (skipping && expectation.kind != Expectation.Kind.SYNC) {
                expectation.skipped(lastError);
                return;
            }
            skipping = false;
            expectation.tableChanges = tables.begun();
            pending.add(expectation);
        }
    }

    /** Waits until PostgreSQL owes nothing; gives false if a statement failed and PostgreSQL skips until Sync. */
    private boolean awaitAnswers() throws IOException {
        synchronized (pending) {
            while (!pending.isEmpty() && !skipping && backendLost == null) {
                try {
                    pending.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
            if (backendLost != null) {
                throw new IOException("PostgreSQL is gone: " + backendLost.getMessage(), backendLost);
            }
            return !skipping;
        }
    }

    // from PostgreSQL to the client

    private void relayAnswers() {
        IOException end = new EOFException("PostgreSQL closed the connection");
        try {
            while (true) {
                int type = backend.read();
                if (type < 0) {
                    break;
                }
                relayAnswer(type);
                if (!backend.hasBuffered()) {
                    client.flush();
                }
            }
        } catch (IOException e) {
            end = e;
        } finally {
            backendEnded(end);
        }
    }

    private void relayAnswer(int type) throws IOException {
        if (type == 'N' || type == 'A') {
            if (type == 'N') {
                ErrorFields notice = ErrorFields.parse(backend.body(), backend.length());
                if (DynamicSql.asks(notice)) {
                    new DynamicSql(server.translator(), answers()).answer(notice);
                    return;
                } else if (ProcedureStatement.asks(notice)) {
                    procedureStatements(notice);
                    return;
                }
            }
            synchronized (pending) {
                Expectation now = pending.peek();
                if (type == 'N' && now != null && now.silent) {
                    return;
                }
            }
            client.write(type, backend.body(), 0, backend.length());
            return;
        }
        if (type == 'S') {
            relayParameter();
            return;
        }
        if (type == 'E') {
            relayError();
            return;
        }
        Expectation head;
        synchronized (pending) {
            head = pending.peek();
        }
        if (head == null) {
            throw new IOException("PostgreSQL answered a question that nobody asked: " + (char) type);
        }
        if (type == 'C' && head.queryId >= 0 && isQuery(backend.body())) {
            lastQueryId = head.queryId;
        }
        if (type == 'C') {
            trackTransaction(backend.body());
            if (head.entry != null) {
                head.entry.succeeded(MessageReader.of(backend).cstring());
            }
        } else if (type == 'Z') {
            inTransaction = backend.body()[0] != 'I';
            endProcedureStatement();
            if (!inTransaction) {
                tables.idle(head.tableChanges);
            }
        }
        boolean ends = head.isEndedBy(type);
        if (head.hidden) {
            takeHidden(head, type);
        } else if (type == 'C' && head.tag != null) {
            client.write(new MessageBuilder('C').cstring(tag(head.tag, backend)));
        } else if (type == 'T' && LongNames.any()) {
            client.write(withWholeNames(MessageReader.of(backend)));
        } else if (!(type == 'n' && head.hideNoData)) {
            client.write(type, backend.body(), 0, backend.length());
            if (type == 'D') {
                // what answers the same question needs no look at the queue
                backend.relayRows(client);
            }
        }
        if (ends) {
            synchronized (pending) {
                pending.remove();
                if (pending.isEmpty()) {
                    pending.notifyAll();
                }
            }
        }
    }

    private Answers answers() throws IOException {
        Answers opened = answers;
        if (opened == null) {
            opened = new Answers(server.dataFolder(), pid);
            answers = opened;
        }
        return opened;
    }

    private void procedureStatements(ErrorFields notice) throws IOException {
        ProcedureStatement running = procedureStatement;
        if (running != null && !ProcedureStatement.begins(notice)) {
            running.told(notice);
            return;
        }
        // of one that failed, and whose error a handler of the procedure took
        endProcedureStatement();
        procedureStatement = ProcedureStatement.begin(server, answers(), pid, user, database, notice);
    }

    private void endProcedureStatement() {
        ProcedureStatement running = procedureStatement;
        if (running != null) {
            running.end();
            procedureStatement = null;
        }
    }

    /** The tag that the client gets: with PostgreSQL's count behind it, if it ends with a blank. */
    private static String tag(String tag, PgChannel answer) throws IOException {
        if (!tag.endsWith(" ")) {
            return tag;
        }
        String own = MessageReader.of(answer).cstring();
        return tag + own.substring(own.lastIndexOf(' ') + 1);
    }

    /** BEGIN and START TRANSACTION, COMMIT and ROLLBACK, by the letters that no other tag has. */
    private void trackTransaction(byte[] tag) {
        if (tag[0] == 'B' || tag[0] == 'S' && tag[1] == 'T') {
            inTransaction = true;
        } else if (tag[0] == 'C' && tag[1] == 'O' && tag[2] == 'M' && tag[4] == 'I' || tag[0] == 'R' && tag[1] == 'O') {
            inTransaction = false;
        }
    }

    /** SELECT, INSERT, UPDATE, DELETE and MERGE have ids on Redshift; SET, BEGIN and such do not. */
    private static boolean isQuery(byte[] tag) {
        return switch (tag[0]) {
            case 'S' -> tag[2] == 'L';
            case 'D' -> tag[2] == 'L';
            case 'I', 'U', 'M' -> true;
            default -> false;
        };
    }

    private void takeHidden(Expectation head, int type) throws IOException {
        Exchange exchange = head.exchange;
        if (exchange == null) {
            return;
        }
        switch (type) {
            case 'D' -> exchange.row(PgConnection.row(backend.body(), backend.length()));
            case 'G' -> exchange.copyStarted();
            case 'd' -> exchange.rowsOut().put(backend.body(), backend.length());
            case 'T' -> exchange.described(columns(MessageReader.of(backend)));
            case 'n' -> exchange.described(List.of());
            case 'C' -> exchange.done(MessageReader.of(backend).cstring());
            default -> {
                // ParseComplete and the like: the question goes on
            }
        }
    }

    /** A description of rows, with the names of columns as the client knows them. */
    private static MessageBuilder withWholeNames(MessageReader description) throws IOException {
        int count = description.int16();
        MessageBuilder whole = new MessageBuilder('T').int16(count);
        for (int i = 0; i < count; i++) {
            whole.cstring(LongNames.lengthen(description.cstring())).raw(description.bytes(TYPE_OF_COLUMN));
        }
        return whole;
    }

    /** The columns of a RowDescription. */
    static List<ResultColumn> columns(MessageReader description) throws IOException {
        List<ResultColumn> columns = new ArrayList<>();
        int count = description.int16();
        for (int i = 0; i < count; i++) {
            String name = description.cstring();
            description.bytes(6);
            int type = description.int32();
            description.int16();
            columns.add(new ResultColumn(name, type, description.int32()));
            description.int16();
        }
        return columns;
    }

    private void relayError() throws IOException {
        Expectation head;
        synchronized (pending) {
            head = pending.peek();
            if (head != null && head.kind != Expectation.Kind.QUERY && head.kind != Expectation.Kind.SYNC) {
                pending.remove();
            }
        }
        ErrorFields fields = ErrorFields.parse(backend.body(), backend.length())
                .inRedshiftsWords(head == null ? "" : head.clientSql);
        lastError = fields.message();
        boolean tell = true;
        if (head != null && head.entry != null) {
            head.entry.failed(fields.message());
        }
        if (head != null) {
            RedshiftError replacement = head.replacement;
            if (replacement != null) {
                fields = ErrorFields.of(replacement, head.clientSql);
            } else if (head.toClientPosition != null) {
                fields.movePosition(head.toClientPosition);
            } else if (head.hidden) {
                fields.movePosition(position -> -1);
            }
        }
        synchronized (pending) {
            if (head != null && head.kind != Expectation.Kind.QUERY && head.kind != Expectation.Kind.SYNC) {
                while (!pending.isEmpty() && pending.peek().kind != Expectation.Kind.SYNC) {
                    pending.remove().skipped(lastError);
                }
                skipping = pending.isEmpty();
                pending.notifyAll();
            }
        }
        if (head != null && head.exchange != null) {
            tell = head.exchange.failed(fields.message());
        }
        if (tell) {
            client.write(fields.toMessage('E'));
        }
    }

    private void backendEnded(IOException cause) {
        endProcedureStatement();
        Answers opened = answers;
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                LOG.debug("query: the last answer to EXECUTE could not be removed: {}", e.toString());
            }
        }
        synchronized (pending) {
            backendLost = cause;
            for (Expectation expectation : pending) {
                if (expectation.exchange != null) {
                    expectation.exchange.lost(cause);
                }
            }
            pending.notifyAll();
        }
        if (!ending) {
            try {
                client.flush();
            } catch (IOException gone) {
                LOG.trace("the client is gone too");
            }
            client.close();
        }
    }

    private void tellClient(ErrorFields fields) {
        try {
            client.write(fields.toMessage('E'));
            client.flush();
        } catch (IOException gone) {
            LOG.trace("the client is gone");
        }
    }

    // the end

    int processId() {
        return pid;
    }

    /** A cancel request came in: stops what runs, here or in PostgreSQL. */
    void cancel(int claimedSecret) throws IOException {
        if (claimedSecret != secret) {
            return;
        }
        cancelled = true;
        cancelInBackend();
    }

    private void cancelInBackend() throws IOException {
        try (PgChannel channel = new PgChannel(server.backend().open())) {
            byte[] request = new MessageBuilder().int32(16).int32(80877102).int32(pid).int32(secret).toBytes();
            channel.writeRaw(request, 0, request.length);
            channel.flush();
            channel.read();
        } catch (EOFException accepted) {
            LOG.trace("PostgreSQL took the cancel request");
        }
    }

    /** Ends the session from outside: the endpoint closes. */
    void end() {
        ending = true;
        client.close();
        if (backend != client) {
            backend.close();
        }
    }

    private void close() {
        ending = true;
        boolean busy;
        synchronized (pending) {
            busy = !pending.isEmpty();
        }
        if (backend != client && backend.isOpen()) {
            try {
                if (busy) {
                    cancelInBackend();
                }
                backend.write('X', NOTHING, 0, 0);
                backend.flush();
            } catch (IOException gone) {
                LOG.trace("PostgreSQL's side of the session is gone already");
            }
            backend.close();
        }
        client.close();
        server.unregister(this);
    }

    @Override
    public String toString() {
        return "session " + pid + " of " + user + " in " + database;
    }

}
