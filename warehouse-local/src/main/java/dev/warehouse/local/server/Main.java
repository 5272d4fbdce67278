/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.server;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.WarehouseException;
import dev.warehouse.local.CheckedStatement;
import dev.warehouse.local.Compatibility;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import dev.warehouse.local.S3Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Serves a local Redshift until it is interrupted:
 *
 * <pre>{@code
 * java -jar warehouse-local-server.jar --port 5439 --database dev --user awsuser --bucket udacity-dend=data
 * }</pre>
 */
@Command(name = "warehouse-local-server", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "Serves a Redshift on 127.0.0.1 until it is interrupted, and leaves nothing behind unless --data "
                + "names a folder to keep.")
public final class Main implements Callable<Integer> {

    @Option(names = "--port", defaultValue = "5439", paramLabel = "PORT",
            description = "the TCP port on 127.0.0.1; 0 takes a free one")
    private int port;

    @Option(names = "--database", defaultValue = "dev", paramLabel = "NAME", description = "the database")
    private String database = "dev";

    @Option(names = "--user", defaultValue = "awsuser", paramLabel = "NAME", description = "the user who owns it")
    private String user = "awsuser";

    @Option(names = "--password", paramLabel = "PASSWORD", showDefaultValue = CommandLine.Help.Visibility.NEVER,
            defaultValue = "${env:WAREHOUSE_PASSWORD}",
            description = "the user's password; better in the environment as WAREHOUSE_PASSWORD, where ps does not show "
                    + "it. Without it one is made and printed")
    private @Nullable String password;

    @Option(names = "--bucket", paramLabel = "NAME=DIR",
            description = "lets a folder stand for an S3 bucket; repeatable")
    private Map<String, Path> buckets = new LinkedHashMap<>();

    @Option(names = "--s3-endpoint", paramLabel = "URL",
            description = "takes all other buckets from this S3-compatible service; credentials from the AWS default chain")
    private @Nullable URI s3Endpoint;

    @Option(names = "--data", paramLabel = "DIR", description = "keeps the data in this folder between runs")
    private @Nullable Path data;

    @Option(names = "--lenient", description = "takes also what PostgreSQL has and Redshift refuses")
    private boolean lenient;

    @Option(names = "--check", arity = "1..*", paramLabel = "FILE",
            description = "serves nothing: tells of each statement in these files, folders and patterns what Redshift would "
                    + "refuse, without running it; exits with 1 if it is any")
    private List<String> files = new ArrayList<>();

    @Option(names = "--format", defaultValue = "text", paramLabel = "FORMAT",
            description = "how --check tells it: ${COMPLETION-CANDIDATES}")
    private CheckFormat format = CheckFormat.TEXT;

    @Option(names = "--together",
            description = "the files of --check are one script, in their order: what one defines, the "
            + "next knows")
    private boolean together;

    @Spec
    private @Nullable CommandSpec spec;

    private Main() {
    }

    /**
     * Runs the program.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        String level = "org.slf4j.simpleLogger.defaultLogLevel";
        System.setProperty(level, System.getProperty(level, "warn"));
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((failure, line, parsed) -> {
            if (failure instanceof WarehouseException) {
                line.getErr().println(failure.getMessage());
                return 1;
            }
            throw failure;
        });
        return commandLine;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!files.isEmpty()) {
            return check();
        }
        try (LocalRedshiftServer server = description().start()) {
            PrintWriter out = requireSpec().commandLine().getOut();
            print(out, server.endpoint());
            CountDownLatch interrupted = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(interrupted::countDown, "warehouse-interrupted"));
            interrupted.await();
        }
        return 0;
    }

    private int check() {
        Map<Path, String> texts;
        try {
            texts = CheckedFiles.read(files);
        } catch (IOException e) {
            throw new ParameterException(requireSpec().commandLine(), e.getMessage());
        }
        Map<Path, List<CheckedStatement>> checked = new LinkedHashMap<>();
        try (LocalRedshiftServer server = LocalRedshift.temporary().start()) {
            if (together) {
                Iterator<List<CheckedStatement>> scripts =
                        server.checkInOrder(List.copyOf(texts.values())).iterator();
                texts.keySet().forEach(file -> checked.put(file, scripts.next()));
            } else {
                texts.forEach((file, text) -> checked.put(file, server.check(text)));
            }
        }
        PrintWriter out = requireSpec().commandLine().getOut();
        format.write(checked, out);
        out.flush();
        return checked.values().stream().flatMap(List::stream).allMatch(CheckedStatement::isAccepted) ? 0 : 1;
    }

    private LocalRedshift description() {
        try {
            LocalRedshift redshift = data == null ? LocalRedshift.temporary() : LocalRedshift.at(data);
            redshift = redshift.database(database).user(user).port(port)
                    .compatibility(lenient ? Compatibility.LENIENT : Compatibility.STRICT);
            if (password != null && !password.isBlank()) {
                redshift = redshift.password(password);
            }
            for (Map.Entry<String, Path> bucket : buckets.entrySet()) {
                redshift = redshift.bucket(bucket.getKey(), bucket.getValue());
            }
            return s3Endpoint == null ? redshift : redshift.s3(S3Endpoint.at(s3Endpoint));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(requireSpec().commandLine(), e.getMessage());
        }
    }

    private CommandSpec requireSpec() {
        if (spec == null) {
            throw new IllegalStateException("picocli gives the command its description");
        }
        return spec;
    }

    private void print(PrintWriter out, Endpoint endpoint) {
        boolean made = password == null || password.isBlank();
        out.println("Redshift is listening on 127.0.0.1:" + endpoint.port() + ", database " + endpoint.database()
                + ", user " + endpoint.user());
        out.println("  psql   " + (made ? "PGPASSWORD=" + endpoint.password() + " " : "") + endpoint.psqlCommand());
        out.println("  JDBC   " + endpoint.jdbcUrl());
        if (made) {
            out.println("  made for this run: password " + endpoint.password());
        }
        buckets.forEach((name, folder) -> out.println("  bucket s3://" + name + " is " + folder.toAbsolutePath()
                .normalize()));
        out.println(data == null ? "Nothing is kept. Ctrl-C ends it." : "Kept in " + data.toAbsolutePath().normalize()
                + ". Ctrl-C ends it.");
        out.flush();
    }
}
