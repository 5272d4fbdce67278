/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which data is loaded: files that exist, or data made for it. */
final class DataOptions {

    private static final long EVENTS = 8_000;
    private static final int SONGS = 300;
    private static final long SEED = 1;
    private static final double MATCH_SHARE = 0.3;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--data", paramLabel = "DIR",
            description = "Load the files DIR/log_data, DIR/song_data and DIR/log_json_path.json instead of making"
                    + " data.")
    private @Nullable Path data;

    @Option(names = "--events", paramLabel = "N", description = "How many events to make; " + EVENTS + " without this.")
    private @Nullable Long events;

    @Option(names = "--songs", paramLabel = "N", description = "How many songs to make; " + SONGS + " without this.")
    private @Nullable Integer songs;

    @Option(names = "--seed", paramLabel = "N",
            description = "Another seed makes other data, the same seed the same; " + SEED + " without this.")
    private @Nullable Long seed;

    @Option(names = "--match-share", paramLabel = "SHARE",
            description = "The share of plays whose song has metadata, 0 to 1; " + MATCH_SHARE + " without this.")
    private @Nullable Double matchShare;

    /** The folder of {@code --data}. */
    Optional<Path> folder() {
        if (data == null) {
            return Optional.empty();
        }
        if (events != null || songs != null || seed != null || matchShare != null) {
            throw usage("--data names files that exist, so --events, --songs, --seed and --match-share have no meaning"
                    + " beside it: leave them out, or leave out --data");
        }
        Path folder = data;
        List<String> missing = List.of("log_data", "song_data", "log_json_path.json").stream()
                .filter(name -> !(name.contains(".") ? Files.isRegularFile(folder.resolve(name))
                        : Files.isDirectory(folder.resolve(name)))).toList();
        if (!missing.isEmpty()) {
            throw usage("--data " + data + " has no " + String.join(", no ", missing)
                    + ": name the folder that holds log_data, song_data and log_json_path.json");
        }
        return Optional.of(data.toAbsolutePath().normalize());
    }

    /** What to make if there is no {@code --data}. */
    MusicService service() {
        try {
            return new MusicService(events == null ? EVENTS : events, songs == null ? SONGS : songs,
                    seed == null ? SEED : seed, matchShare == null ? MATCH_SHARE : matchShare);
        } catch (IllegalArgumentException e) {
            throw usage("--" + e.getMessage().replace("matchShare", "match-share"));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }
}
