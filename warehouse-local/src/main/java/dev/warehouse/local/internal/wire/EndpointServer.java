/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import dev.warehouse.local.internal.catalog.QueryLog;
import dev.warehouse.local.internal.catalog.SystemTables;
import dev.warehouse.local.internal.copy.CopyExecutor;
import dev.warehouse.local.internal.sql.Translator;
import dev.warehouse.local.internal.unload.UnloadExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoint: accepts clients on the loopback address and gives each a {@link Session}. Safe for use by several
 * threads.
 */
public final class EndpointServer implements AutoCloseable {

    /** What Redshift says of itself, and drivers choose their SQL by. */
    static final String SERVER_VERSION = "8.0.2";

    private static final Logger LOG = LoggerFactory.getLogger(EndpointServer.class);

    private final Backend backend;
    private final Translator translator;
    private final CopyExecutor copyExecutor;
    private final UnloadExecutor unloadExecutor;
    private final Authenticator authenticator;
    private final ServerSocketChannel listener;
    private final SystemTables systemTables;
    private final AtomicLong lastQueryId;
    private final QueryLog queryLog;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Session> byPid = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> lateBindingViews = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> superNames = new ConcurrentHashMap<>();
    private volatile @Nullable Path dataFolder;
    private final AtomicLong tableChanges = new AtomicLong();
    private volatile boolean closed;

    private EndpointServer(Backend backend, Translator translator, CopyExecutor copyExecutor,
            UnloadExecutor unloadExecutor, SystemTables systemTables, long lastQueryId,
            ServerSocketChannel listener) {
        this.backend = backend;
        this.translator = translator;
        this.copyExecutor = copyExecutor;
        this.unloadExecutor = unloadExecutor;
        this.authenticator = new Authenticator(backend);
        this.systemTables = systemTables;
        this.lastQueryId = new AtomicLong(lastQueryId);
        this.queryLog = new QueryLog(backend);
        this.listener = listener;
    }

    /**
     * Listens, and serves from then on.
     *
     * @param port the TCP port on the loopback address; 0 takes a free one
     * @param backend the PostgreSQL underneath
     * @param translator turns Redshift's SQL into PostgreSQL's
     * @param copyExecutor runs COPY
     * @param unloadExecutor runs UNLOAD
     * @param systemTables what loads leave behind
     * @param lastQueryId the id of the last statement before this start
     * @return the running endpoint
     * @throws IOException if the port is taken
     */
    public static EndpointServer listen(int port, Backend backend, Translator translator, CopyExecutor copyExecutor,
            UnloadExecutor unloadExecutor, SystemTables systemTables, long lastQueryId) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 200);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        EndpointServer server = new EndpointServer(backend, translator, copyExecutor, unloadExecutor, systemTables,
                lastQueryId, listener);
        Thread acceptor = new Thread(server::accept, "warehouse-endpoint");
        acceptor.setDaemon(true);
        acceptor.start();
        return server;
    }

    /**
     * The port it listens on.
     *
     * @return the TCP port
     * @throws IOException if it is closed
     */
    public int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    private void accept() {
        long count = 0;
        while (!closed) {
            try {
                SocketChannel channel = listener.accept();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Session session = new Session(this, channel);
                sessions.add(session);
                if (closed) {
                    // a thread that waits in accept() may get one more client after the port was closed
                    sessions.remove(session);
                    channel.close();
                    return;
                }
                Thread thread = new Thread(session, "warehouse-session-" + ++count);
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                if (!closed) {
                    LOG.warn("query: a client could not be accepted: {}", e.toString());
                }
            }
        }
    }

    Backend backend() {
        return backend;
    }

    Translator translator() {
        return translator;
    }

    CopyExecutor copyExecutor() {
        return copyExecutor;
    }

    UnloadExecutor unloadExecutor() {
        return unloadExecutor;
    }

    Authenticator authenticator() {
        return authenticator;
    }

    /** The bare names of the views WITH NO SCHEMA BINDING in a database, also of some that are gone. */
    Set<String> lateBindingViews(String database) {
        return lateBindingViews.computeIfAbsent(database, name -> names(name, "select c.relname "
                + "from pg_internal.late_binding_views v join pg_catalog.pg_class c on c.oid = v.view_oid"));
    }

    /** The bare names of the tables in a database that may have a column of SUPER, and of such columns. */
    Set<String> superNames(String database) {
        return superNames.computeIfAbsent(database, name -> names(name,
                "select n from (select c.oid, c.relname, a.attname "
                + "from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid "
                + "where a.atttypid = 'pg_catalog.super'::regtype and c.oid >= 16384 and c.relkind in ('r', 'v', 'm') "
                + "and c.relnamespace not in ('pg_catalog'::regnamespace, 'pg_internal'::regnamespace)) x "
                + "cross join lateral (values (x.relname), (x.attname)) as names (n)"));
    }

    private Set<String> names(String database, String query) {
        Set<String> names = ConcurrentHashMap.newKeySet();
        try (PgConnection admin = backend.admin(database)) {
            for (@Nullable String[] row : admin.query(query)) {
                names.add(String.valueOf(row[0]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    /** PostgreSQL's data folder: on this machine, as PostgreSQL is. */
    Path dataFolder() throws IOException {
        Path known = dataFolder;
        if (known == null) {
            try (PgConnection admin = backend.admin(backend.errands())) {
                known = Path.of(String.valueOf(admin.query("select current_setting('data_directory')").get(0)[0]));
            }
            dataFolder = known;
        }
        return known;
    }

    /** Counts the statements that may have changed a table. */
    AtomicLong tableChanges() {
        return tableChanges;
    }

    QueryLog queryLog() {
        return queryLog;
    }

    SystemTables systemTables() {
        return systemTables;
    }

    long nextQueryId() {
        return lastQueryId.incrementAndGet();
    }

    void register(Session session) {
        byPid.put(session.processId(), session);
    }

    void unregister(Session session) {
        sessions.remove(session);
        byPid.remove(session.processId(), session);
    }

    void cancel(int pid, int secret) throws IOException {
        Session session = byPid.get(pid);
        if (session != null) {
            session.cancel(secret);
        }
    }

    /** Ends all sessions and listens no more. Twice is fine. */
    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
        } catch (IOException e) {
            LOG.debug("query: the endpoint's port was closed already: {}", e.toString());
        }
        sessions.forEach(Session::end);
    }
}
