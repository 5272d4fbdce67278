/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.postgres;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.internal.KnownError;
import dev.warehouse.local.internal.catalog.Catalog;
import dev.warehouse.local.internal.sql.SharedCluster;
import dev.warehouse.local.internal.wire.Backend;
import dev.warehouse.local.internal.wire.PgConnection;
import dev.warehouse.local.internal.wire.Scram;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that was there before, reached by TCP. What is made in it has a suffix that nobody else uses, and is
 * dropped in the end: the template with the catalogue, the databases copied from it, the users.
 */
public final class ServerPostgres implements Backend {

    private static final Logger LOG = LoggerFactory.getLogger(ServerPostgres.class);
    private static final int OLDEST = 15;
    private static final int NEWEST = 18;
    private static final int SEND_BUFFER = 1 << 20;

    private final ServerAddress address;
    private final Runnable release;
    private final boolean ours;
    private final Claim claim = new Claim(this);
    private final int version;
    private final Map<String, String> settings;
    private volatile boolean kept;
    private boolean closed;

    private ServerPostgres(ServerAddress address, Runnable release, boolean ours, int version) {
        this.address = address;
        this.release = release;
        this.ours = ours;
        this.version = version;
        Map<String, String> own = Settings.ofSessions(version);
        own.putAll(Settings.defaultsOfSessions());
        // the translation of a text that is made while it runs comes by a file, and its files are not ours
        own.put("redshift.dynamic", "off");
        this.settings = own;
    }

    /**
     * Connects, and puts Redshift's catalogue into a template of its own.
     *
     * @param address where, and as which superuser
     * @param ours whether nobody else uses the server, and nothing in it lasts
     * @param release what to do in the end
     * @return the server, ready
     * @throws ProvisionException if it does not answer, or is none that the catalogue stands on
     */
    static ServerPostgres connect(ServerAddress address, boolean ours, Runnable release) {
        int version;
        try (PgConnection admin = PgConnection.open(channel(address), address.user(), address.password(),
                address.database(), Map.of())) {
            version = admin.majorVersion();
            requireVersion(address, version);
            if (!"on".equals(admin.query("show is_superuser").get(0)[0])) {
                throw new ProvisionException(KnownError.POSTGRES_SUPERUSER, "User " + address.user() + " of " + address
                        + " is no superuser, and the local Redshift must change the catalogue of its own database "
                        + "(casts, system views). Name a superuser, or use the embedded PostgreSQL: "
                        + "LocalRedshift.temporary().");
            }
        } catch (IOException e) {
            throw new ProvisionException(KnownError.POSTGRES_NOT_REACHED, "No PostgreSQL to stand on at " + address
                    + ": " + e.getMessage() + ". See that it runs, that it lets this machine in without TLS, and that "
                    + "user and password are right.", e);
        }
        ServerPostgres server = new ServerPostgres(address, release, ours, version);
        boolean ready = false;
        try {
            if (!ours) {
                server.claim.open();
                server.claim.dropOrphans();
            }
            Catalog.createTemplate(server);
            if (!ours) {
                server.claim.mark();
            }
            Catalog.fillTemplate(server);
            ready = true;
            LOG.info("provision: stands on PostgreSQL {} at {}, all names there end in _{}", version, address,
                    server.claim.suffix());
            return server;
        } catch (IOException e) {
            throw new ProvisionException(KnownError.POSTGRES_NOT_PREPARED, "The catalogue of Redshift could not be put "
                    + "into PostgreSQL " + version + " at " + address + ": " + e.getMessage(), e);
        } finally {
            if (!ready) {
                server.close();
            }
        }
    }

    private static void requireVersion(ServerAddress address, int version) {
        if (version < OLDEST) {
            throw new ProvisionException(KnownError.POSTGRES_VERSION, "PostgreSQL at " + address + " is of version "
                    + version + ", which has no MERGE: the local Redshift stands on versions " + OLDEST
                    + " to " + NEWEST + ".");
        }
        if (version > NEWEST) {
            throw new ProvisionException(KnownError.POSTGRES_VERSION, "PostgreSQL at " + address + " is of version "
                    + version + ", which this release was never run on: the local Redshift stands on versions "
                    + OLDEST + " to " + NEWEST + ".");
        }
    }

    private static SocketChannel channel(ServerAddress address) throws IOException {
        InetSocketAddress socket = new InetSocketAddress(address.host(), address.port());
        if (socket.isUnresolved()) {
            throw new IOException("there is no host " + address.host());
        }
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
            channel.connect(socket);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public SocketChannel open() throws IOException {
        return channel(address);
    }

    @Override
    public PgConnection admin(String database) throws IOException {
        return PgConnection.open(open(), address.user(), address.password(), database, settings);
    }

    @Override
    public String template() {
        return claim.template();
    }

    @Override
    public String errands() {
        return address.database();
    }

    @Override
    public String ownName(String wished) {
        return claim.ownName(wished);
    }

    @Override
    public Map<String, String> sessionSettings() {
        return settings;
    }

    @Override
    public boolean asksForPasswords() {
        return true;
    }

    @Override
    public String newPassword(String password) throws IOException {
        // servers of others write down what their settings tell them to
        return Scram.verifier(password);
    }

    @Override
    public String copyStrategy() {
        // elsewhere the checkpoints of a file copy are the whole server's
        return ours ? Backend.super.copyStrategy() : "wal_log";
    }

    @Override
    public Optional<SharedCluster> sharedCluster() {
        return Optional.of(new SharedCluster() {

            @Override
            public int version() {
                return version;
            }

            @Override
            public String template() {
                return ServerPostgres.this.template();
            }

            @Override
            public void makesRole(String name) {
                if (!ours) {
                    claim.makes(name);
                }
            }
        });
    }

    @Override
    public String keep(String database, String user) {
        kept = true;
        if (!ours) {
            try {
                claim.renounce();
            } catch (IOException e) {
                LOG.warn("provision: what ends in _{} may be dropped: {}", claim.suffix(), e.getMessage());
            }
        }
        return "psql -h " + address.host() + " -p " + address.port() + " -U " + address.user() + " -d " + database
                + "  (PostgreSQL itself; drop what ends in _" + claim.suffix() + " when you have seen it)";
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!ours && !kept) {
            try {
                claim.drop();
            } catch (IOException e) {
                LOG.warn("provision: what ends in _{} could not be dropped from {}: {}", claim.suffix(), address,
                        e.getMessage());
            }
        }
        claim.close();
        release.run();
    }

    @Override
    public String toString() {
        return "PostgreSQL at " + address;
    }
}
