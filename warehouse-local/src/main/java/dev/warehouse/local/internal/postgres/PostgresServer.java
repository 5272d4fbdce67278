/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.postgres;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.internal.KnownError;
import dev.warehouse.local.internal.catalog.Catalog;
import dev.warehouse.local.internal.wire.Backend;
import dev.warehouse.local.internal.wire.PgConnection;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own: its data directory and its process. It listens on a Unix-domain socket in a folder that only
 * this user may enter, and on nothing else.
 *
 * <p>A small shell stands between: it ends PostgreSQL when this JVM ends in whatever way, because its standard input
 * closes then, and removes the folder if the data is temporary.
 */
public final class PostgresServer implements Backend {

    /** The superuser of the cluster; no client ever enters as it. */
    public static final String SUPERUSER = "postgres";

    /**
     * So much may wait for PostgreSQL. The kernel wakes a writer when three quarters of it are read; of its usual size
     * too little is left by then, and a COPY waits whenever the writer is not scheduled at once.
     */
    private static final int SEND_BUFFER = 1 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final long START_TIMEOUT_SECONDS = 60;
    private static final int LONGEST_SOCKET_PATH = 100;
    private static final Set<String> OURS =
            Set.of("postgres", "postgres.making", "postgres.log", "sockets", FolderLock.FILE, PostgresServer.KEEP);
    /** A file that tells everybody who removes temporary data not to. */
    private static final String KEEP = "keep";
    private static final Duration BEING_MADE = Duration.ofSeconds(2);

    /** Starts the program as its arguments say, and ends it when the standard input closes. */
    private static final String WATCHDOG = """
            data="$1"; remove="$2"; shift 2
            ( "$@" </dev/null; kill $$ 2>/dev/null ) &
            while read -r line; do :; done
            trap '' TERM
            if [ -f "$data/postmaster.pid" ]; then
              kill -INT "$(head -n 1 "$data/postmaster.pid")" 2>/dev/null
            fi
            wait
            if [ -n "$remove" ] && [ ! -e "$remove/keep" ]; then rm -rf "$remove"; fi
            """;

    /** What leads to PostgreSQL's programs; found out once, because the question costs a process. */
    private static volatile @Nullable List<String> unprivileged;

    private final Path folder;
    private final Path data;
    private final Path sockets;
    private final boolean temporary;
    private final FolderLock lock;
    private final Process process;
    private boolean closed;

    private PostgresServer(
            Path folder, Path data, Path sockets, boolean temporary, FolderLock lock, Process process) {
        this.folder = folder;
        this.data = data;
        this.sockets = sockets;
        this.temporary = temporary;
        this.lock = lock;
        this.process = process;
    }

    /**
     * Starts one whose data is gone when it is closed, when this JVM ends, and after a crash.
     *
     * @return the running server
     * @throws ProvisionException if it does not start
     */
    public static PostgresServer temporary() {
        try {
            Path base = temporaryFolders();
            sweep(base);
            Path folder = Files.createTempDirectory(base, "engine-");
            return start(folder, true);
        } catch (IOException e) {
            throw notStarted(e);
        }
    }

    /**
     * Starts one that keeps its data in a folder, with PostgreSQL's durability on.
     *
     * @param folder made if it is missing; must be empty or hold an earlier one's data
     * @return the running server
     * @throws ProvisionException if it does not start, or if another process uses the folder
     */
    public static PostgresServer keptAt(Path folder) {
        try {
            Path absolute = folder.toAbsolutePath().normalize();
            if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
                throw new ProvisionException(KnownError.FOLDER_NOT_A_WAREHOUSE, absolute
                        + " is a file: name a folder to keep the warehouse in");
            }
            Files.createDirectories(absolute);
            if (!Files.exists(absolute.resolve("postgres/PG_VERSION")) && !isEmptyButForOurs(absolute)) {
                throw new ProvisionException(KnownError.FOLDER_NOT_A_WAREHOUSE, absolute
                        + " holds something that is no warehouse: name an empty folder");
            }
            return start(absolute, false);
        } catch (IOException e) {
            throw notStarted(e);
        }
    }

    /**
     * Deletes what {@link #keptAt(Path)} made in a folder, and the folder if nothing else is in it.
     *
     * @param folder the folder of a kept server that is closed
     * @throws IOException if something cannot be deleted
     */
    public static void deleteKept(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        FolderLock.of(folder).close();
        for (String name : OURS) {
            Path ours = folder.resolve(name);
            if (Files.isDirectory(ours)) {
                Folders.delete(ours);
            } else {
                Files.deleteIfExists(ours);
            }
        }
        try (DirectoryStream<Path> rest = Files.newDirectoryStream(folder)) {
            if (!rest.iterator().hasNext()) {
                Files.delete(folder);
            }
        }
    }

    private static boolean isEmptyButForOurs(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!OURS.contains(entry.getFileName().toString())) {
                    return false;
                }
            }
            return true;
        }
    }

    private static ProvisionException notStarted(IOException e) {
        String reason = e instanceof AccessDeniedException ? "this user may not write " + e.getMessage()
                + "; -Djava.io.tmpdir names another folder for what is temporary" : e.getMessage();
        return new ProvisionException(KnownError.LOCAL_NOT_STARTED,
                "the local Redshift could not start its PostgreSQL: " + reason, e);
    }

    private static PostgresServer start(Path folder, boolean temporary) throws IOException {
        FolderLock lock = FolderLock.of(folder);
        boolean started = false;
        try {
            PostgresBinaries binaries = PostgresBinaries.unpacked();
            Path data = folder.resolve("postgres");
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                copyTemplate(binaries, folder, data);
            } else {
                removeLeftOvers(data);
            }
            Files.setPosixFilePermissions(data, Folders.OWNER_ONLY);
            Path sockets = socketFolder(folder);
            Process process = launch(binaries, folder, data, sockets, temporary, temporary);
            PostgresServer server = new PostgresServer(folder, data, sockets, temporary, lock, process);
            try {
                server.awaitReady();
                if (!temporary) {
                    Catalog.upgrade(server);
                }
                started = true;
                return server;
            } finally {
                if (!started) {
                    server.close();
                }
            }
        } finally {
            if (!started) {
                lock.close();
                if (temporary) {
                    Folders.delete(folder);
                }
            }
        }
    }

    /** What an earlier run exchanged with the functions in PostgreSQL, if it was killed meanwhile. */
    private static void removeLeftOvers(Path data) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(data, "warehouse_{copy,dynamic}_*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private static void copyTemplate(PostgresBinaries binaries, Path folder, Path data) throws IOException {
        Path template = CacheFolder.folder("data-" + binaries.version() + "-" + Catalog.version(), made -> {
            initialise(binaries, made);
        });
        Path making = folder.resolve("postgres.making");
        Folders.delete(making);
        Files.createDirectory(making);
        Folders.copyContents(template.resolve("postgres"), making);
        Files.move(making, data);
    }

    /** Makes the data directory that all others are copies of, with Redshift's catalogue in its template databases. */
    private static void initialise(PostgresBinaries binaries, Path folder) throws IOException {
        Path data = folder.resolve("postgres");
        Path log = folder.resolve("initdb.log");
        List<String> command = new ArrayList<>(unprivileged());
        command.addAll(List.of(binaries.program("initdb").toString(), "-D", data.toString(), "-U", SUPERUSER,
                "--auth=trust", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions"));
        Process initdb = new ProcessBuilder(command)
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            if (initdb.waitFor() != 0) {
                throw new IOException("initdb failed: " + tail(log));
            }
        } catch (InterruptedException e) {
            initdb.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while initdb ran", e);
        }
        FolderLock lock = FolderLock.of(folder);
        Path sockets = socketFolder(folder);
        Process process = launch(binaries, folder, data, sockets, true, false);
        PostgresServer server = new PostgresServer(folder, data, sockets, false, lock, process);
        try {
            server.awaitReady();
            Catalog.install(server);
        } finally {
            server.close();
            Files.deleteIfExists(folder.resolve(FolderLock.FILE));
        }
    }

    private static Process launch(PostgresBinaries binaries, Path folder, Path data, Path sockets, boolean fast,
            boolean removeFolder) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", WATCHDOG, "warehouse-postgres", data.toString(),
                removeFolder ? folder.toString() : ""));
        command.addAll(unprivileged());
        command.addAll(List.of(binaries.program("postgres").toString(), "-D", data.toString()));
        Settings.of(sockets, fast).forEach((name, value) -> {
            command.add("-c");
            command.add(name + "=" + value);
        });
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    /** PostgreSQL refuses to run as root: in a user namespace of its own it does not see that it is. */
    private static List<String> unprivileged() throws IOException {
        List<String> known = unprivileged;
        if (known == null) {
            known = Integer.valueOf(0).equals(Folders.uid()) ? List.of("unshare", "-U") : List.of();
            if (!known.isEmpty() && !succeeds("unshare", "-U", "true")) {
                throw new IOException("PostgreSQL does not run as root, and this system does not let root make a user "
                        + "namespace (unshare -U): run as an ordinary user");
            }
            unprivileged = known;
        }
        return known;
    }

    private static boolean succeeds(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException missing) {
            return false;
        }
    }

    private static Path socketFolder(Path folder) throws IOException {
        Path sockets = folder.resolve("sockets");
        if (sockets.resolve(".s.PGSQL.5432").toString().getBytes(StandardCharsets.UTF_8).length
                > LONGEST_SOCKET_PATH) {
            Path base = Files.isDirectory(Path.of("/tmp")) ? Path.of("/tmp")
                    : Path.of(System.getProperty("java.io.tmpdir"));
            return Files.createTempDirectory(base, "wh-", PosixFilePermissions.asFileAttribute(Folders.OWNER_ONLY));
        }
        Files.createDirectories(sockets);
        Files.setPosixFilePermissions(sockets, Folders.OWNER_ONLY);
        return sockets;
    }

    private static Path temporaryFolders() throws IOException {
        return Folders.ofThisUserOnly(
                Path.of(System.getProperty("java.io.tmpdir"), "warehouse-" + System.getProperty("user.name")));
    }

    /** Removes what a crashed run left: a folder whose lock nobody holds. One that is being made has no lock yet. */
    private static void sweep(Path base) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, "engine-*")) {
            for (Path folder : folders) {
                try {
                    if (Files.exists(folder.resolve(FolderLock.FILE)) && !Files.exists(folder.resolve(KEEP))
                            && olderThan(folder, BEING_MADE)) {
                        FolderLock.of(folder).close();
                        LOG.info("provision: removes what an earlier run left at {}", folder);
                        killLeftOver(folder.resolve("postgres"));
                        Folders.delete(folder);
                    }
                } catch (ProvisionException inUse) {
                    LOG.trace("{} is in use", folder);
                } catch (IOException e) {
                    LOG.warn("provision: could not remove {}, left by an earlier run: {}", folder, e.toString());
                }
            }
        } catch (NoSuchFileException gone) {
            LOG.trace("{} is gone", base);
        }
    }

    private static boolean olderThan(Path folder, Duration age) throws IOException {
        return Files.getLastModifiedTime(folder).toInstant().isBefore(Instant.now().minus(age));
    }

    private static void killLeftOver(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).trim());
        ProcessHandle.of(pid)
                .filter(handle -> handle.info().commandLine().orElse("").contains(data.toString()))
                .ifPresent(handle -> {
                    handle.destroyForcibly();
                    handle.onExit().orTimeout(5, TimeUnit.SECONDS).exceptionally(late -> handle).join();
                });
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_TIMEOUT_SECONDS);
        IOException last = new IOException("no connection tried yet");
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IOException("PostgreSQL ended while starting: " + tail(folder.resolve("postgres.log")));
            }
            if (Files.exists(socketPath())) {
                try {
                    admin(template()).close();
                    LOG.debug("provision: PostgreSQL answers at {}", sockets);
                    return;
                } catch (IOException notYet) {
                    last = notYet;
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(3);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while PostgreSQL started", e);
            }
        }
        throw new IOException("PostgreSQL did not answer within " + START_TIMEOUT_SECONDS + " s, last: "
                + last.getMessage() + "; its log: " + tail(folder.resolve("postgres.log")), last);
    }

    private static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "(no log)";
        }
        List<String> lines = Files.readAllLines(log);
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }

    private Path socketPath() {
        return sockets.resolve(".s.PGSQL.5432");
    }

    /**
     * The socket that PostgreSQL listens on, in a folder that only this user may enter.
     *
     * @return its path
     */
    public Path socket() {
        return socketPath();
    }

    @Override
    public SocketChannel open() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
            channel.connect(UnixDomainSocketAddress.of(socketPath()));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public PgConnection admin(String database) throws IOException {
        return PgConnection.open(open(), SUPERUSER, database);
    }

    @Override
    public String keep(String database, String user) {
        try {
            if (!Files.exists(folder.resolve(KEEP))) {
                Files.createFile(folder.resolve(KEEP));
            }
        } catch (IOException e) {
            throw new ProvisionException(KnownError.FOLDER_NOT_KEPT,
                    "the data at " + folder + " cannot be kept: " + e.getMessage(), e);
        }
        return "LocalRedshift.at(Path.of(\"" + folder + "\")).database(\"" + database + "\").user(\"" + user
                + "\").start()";
    }

    /** Where the data lies. */
    @Override
    public String toString() {
        return "PostgreSQL at " + data;
    }

    /** Ends PostgreSQL, waits until it has, and removes temporary data. Twice is fine. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                LOG.warn("provision: PostgreSQL at {} did not end within 30 s and is killed", data);
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            if (!sockets.startsWith(folder)) {
                Folders.delete(sockets);
            }
            if (temporary && !Files.exists(folder.resolve(KEEP))) {
                Folders.delete(folder);
            }
            lock.close();
        } catch (IOException e) {
            LOG.warn("provision: trouble while ending PostgreSQL at {}: {}", data, e.toString());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
