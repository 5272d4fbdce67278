/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import dev.warehouse.api.WarehouseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The music service of the tutorials, from files to answers: {@code java -jar sparkify.jar}. Without a command it runs
 * everything once on a temporary warehouse; the commands are the tutorials' scripts, one by one, on a warehouse that is
 * kept.
 */
@Command(name = "sparkify", mixinStandardHelpOptions = true, version = "sparkify 0.1.0",
        description = "Loads a music service's event log and songs into a warehouse and asks it questions.",
        footer = {"", "Without a command, sparkify means run. Exit codes: 0 done, 1 failed, 2 wrong usage."},
        subcommands = {RunCommand.class, StartCommand.class, StatusCommand.class, CreateTablesCommand.class,
            EtlCommand.class, QueryCommand.class, DeleteCommand.class})
public final class Sparkify {

    private static final Set<String> ROOT_OPTIONS = Set.of("-h", "--help", "-V", "--version");

    private final Terminal terminal;

    private Sparkify(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Who is asked. */
    Terminal terminal() {
        return terminal;
    }

    /**
     * Runs the program and ends the JVM.
     *
     * @param arguments the command line
     */
    public static void main(String... arguments) {
        configureLogging(List.of(arguments).contains("--verbose") || List.of(arguments).contains("-v"));
        System.exit(execute(new PrintWriter(System.out, true), new PrintWriter(System.err, true), Terminal.OF_PROCESS,
                arguments));
    }

    /**
     * Runs the program.
     *
     * @param out takes what was asked for
     * @param err takes messages
     * @param terminal is asked before anything costs money or is deleted
     * @param arguments the command line
     * @return the exit code: 0 done, 1 failed, 2 wrong usage
     */
    static int execute(PrintWriter out, PrintWriter err, Terminal terminal, String... arguments) {
        return new CommandLine(new Sparkify(terminal))
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command))
                .execute(withCommand(arguments));
    }

    private static String[] withCommand(String... arguments) {
        if (arguments.length > 0 && (!arguments[0].startsWith("-") || ROOT_OPTIONS.contains(arguments[0]))) {
            return arguments;
        }
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(0, "run");
        return all.toArray(String[]::new);
    }

    // has to come before the first logger is made
    private static void configureLogging(boolean verbose) {
        setIfMissing("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "info" : "error");
        setIfMissing("org.slf4j.simpleLogger.log.dev.warehouse", verbose ? "debug" : "warn");
        setIfMissing("org.slf4j.simpleLogger.showShortLogName", "true");
        setIfMissing("org.slf4j.simpleLogger.showThreadName", "false");
    }

    private static void setIfMissing(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static int report(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        err.println("sparkify: " + message(failure));
        if (Verbosity.of(command.getParseResult())) {
            failure.printStackTrace(err);
        } else if (!expected(failure)) {
            err.println("This was not expected. Run it again with --verbose to see where it comes from.");
        }
        return failure instanceof SparkifyException told ? told.exitCode() : CommandLine.ExitCode.SOFTWARE;
    }

    private static String message(Exception failure) {
        // the messages of file systems are often the path alone
        return expected(failure) && !(failure instanceof IOException) && !(failure instanceof UncheckedIOException)
                ? failure.getMessage() : failure.toString();
    }

    private static boolean expected(Exception failure) {
        return failure instanceof WarehouseException || failure instanceof IOException
                || failure instanceof UncheckedIOException || failure instanceof SparkifyException;
    }
}
