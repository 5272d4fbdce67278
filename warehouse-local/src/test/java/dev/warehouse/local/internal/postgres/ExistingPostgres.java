/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL of another version than the embedded one, if this machine has its programs: started by the test, by TCP. */
public final class ExistingPostgres implements AutoCloseable {

    public static final String PASSWORD = "p%ss w=rd";
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final Path folder;
    private final int port;
    private final Process process;

    private ExistingPostgres(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** The folder of the programs of one, of those at hand the oldest that is accepted. */
    public static Optional<Path> programs() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.filter(version -> version.getFileName().toString().matches("1[5-8]"))
                    .sorted(Comparator.naturalOrder()).map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb"))).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public static ExistingPostgres start(Path programs) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("warehouse-existing-");
        Path data = folder.resolve("data");
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        run(folder, programs.resolve("initdb").toString(), "-D", data.toString(), "-U", "admin", "--auth=scram-sha-256",
                "--pwfile=" + password, "--encoding=UTF8", "--locale=C", "--no-sync");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = unprivileged();
        command.addAll(List.of(programs.resolve("postgres").toString(), "-D", data.toString(), "-p", "" + port,
                "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile()).start();
        ExistingPostgres server = new ExistingPostgres(folder, port, process);
        server.awaitReady();
        return server;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.readString(folder.resolve("log")).contains("ready to accept connections")) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IOException("PostgreSQL did not start: " + Files.readString(folder.resolve("log")));
            }
            process.waitFor(5, TimeUnit.MILLISECONDS);
        }
    }

    /** PostgreSQL does not run as root. */
    private static List<String> unprivileged() {
        return new ArrayList<>(System.getProperty("user.name").equals("root") ? List.of("unshare", "-U") : List.of());
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        List<String> all = unprivileged();
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all).redirectErrorStream(true)
                .redirectOutput(folder.resolve("initdb.log").toFile()).start();
        if (process.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve("initdb.log")));
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        Folders.delete(folder);
    }
}
