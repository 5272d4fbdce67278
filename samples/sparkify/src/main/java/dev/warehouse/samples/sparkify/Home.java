/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import dev.warehouse.local.LocalRedshift;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The folder of a warehouse that is kept between steps: {@code redshift} is the engine's, {@code data} holds data made
 * here, and a marker says that the folder is ours, so that no other is ever deleted.
 */
final class Home {

    private static final String MARKER = "sparkify.home";

    @Option(names = "--home", paramLabel = "DIR",
            description = "The folder of the kept warehouse; ~/.warehouse/sparkify without this.")
    private @Nullable Path chosen;

    Path path() {
        return chosen == null ? Path.of(System.getProperty("user.home"), ".warehouse", "sparkify")
                : chosen.toAbsolutePath().normalize();
    }

    /** Makes the folder ours; twice is fine. */
    void create() throws IOException {
        Path path = path();
        if (exists()) {
            return;
        }
        if (Files.exists(path)) {
            if (!Files.isDirectory(path)) {
                throw new SparkifyException(path + " is a file: choose a folder with --home");
            }
            try (Stream<Path> files = Files.list(path)) {
                if (files.findAny().isPresent()) {
                    throw new SparkifyException(path + " holds other files and was not made by sparkify:"
                            + " choose another folder with --home");
                }
            }
        }
        Files.createDirectories(path);
        Files.writeString(path.resolve(MARKER), "This folder is a warehouse of the Sparkify sample. \"sparkify delete\""
                + " removes it.\n");
    }

    boolean exists() {
        return Files.isRegularFile(path().resolve(MARKER));
    }

    /** The engine in it. */
    LocalRedshift redshift() {
        if (!exists()) {
            throw new SparkifyException("there is no warehouse in " + path() + ": make one with \"sparkify start"
                    + (chosen == null ? "" : " --home " + chosen) + "\"");
        }
        return LocalRedshift.at(path().resolve("redshift"));
    }

    /** The folder of the data that the options name; made if it is missing. */
    Path data(DataOptions options, PrintWriter out) throws IOException {
        if (options.folder().isPresent()) {
            return options.folder().get();
        }
        MusicService service = options.service();
        Path data = path().resolve("data").resolve("events-" + service.events() + "-songs-" + service.songs() + "-seed-"
                + service.seed() + "-match-" + service.matchShare());
        // the jsonpaths file is written last: where it is missing, somebody was interrupted
        if (!Files.exists(data.resolve("log_json_path.json"))) {
            TemporaryFolder.delete(data);
            Making.data(service, data, out);
        }
        return data;
    }

    /** Deletes what is ours; what is not ours stays, with the folder. */
    void delete() throws IOException {
        Path path = path();
        TemporaryFolder.delete(path.resolve("data"));
        Files.delete(path.resolve(MARKER));
        try {
            Files.delete(path);
        } catch (DirectoryNotEmptyException e) {
            throw new SparkifyException("the warehouse in " + path + " is deleted; the folder stays, because it holds"
                    + " other files");
        }
    }
}
