/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.warehouse.api.Stage;
import dev.warehouse.api.WarehouseException;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file cannot be used. Everything that is wrong with it is told at once, each problem with its place
 * and the way out; no message shows the value of a secret.
 */
public final class ConfigException extends WarehouseException {

    private static final long serialVersionUID = 1L;

    /** The file that is wrong. */
    private final String file;
    /** All that is wrong with it. */
    private final Problem[] problems;

    /**
     * All problems of a file together.
     *
     * @param file the configuration file
     * @param problems at least one problem, in the order to show them
     * @param cause the failure underneath, if there is one
     */
    public ConfigException(Path file, List<Problem> problems, @Nullable Throwable cause) {
        super(Stage.PROVISION, KnownError.CONFIG_FILE, message(file, problems), cause);
        this.file = file.toString();
        this.problems = problems.toArray(Problem[]::new);
    }

    ConfigException(Path file, String problem, @Nullable Throwable cause) {
        this(file, List.of(new Problem("", "", 0, problem)), cause);
    }

    /**
     * The file that cannot be used.
     *
     * @return the path as it was given
     */
    public Path file() {
        return Path.of(file);
    }

    /**
     * What is wrong.
     *
     * @return every problem, in the order of the file; what is missing comes last
     */
    public List<Problem> problems() {
        return List.of(problems);
    }

    private static String message(Path file, List<Problem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("problems must not be empty");
        }
        if (problems.size() == 1) {
            return file + ": " + problems.get(0);
        }
        return problems.stream().map(Problem::toString)
                .collect(Collectors.joining("\n  ", file + " has " + problems.size() + " problems:\n  ", ""));
    }

    /**
     * One thing that is wrong.
     *
     * @param section the section's name without brackets; empty if the problem is not in a section
     * @param key the option as the manual spells it, for example {@code DWH_NODE_TYPE}; empty if it concerns no option
     * @param line the line in the file, from 1; 0 if there is no such line, as for something missing
     * @param message what is wrong and the way out
     */
    public record Problem(String section, String key, int line, String message) implements Serializable {

        private static final long serialVersionUID = 1L;

        /** Checks what was given. */
        public Problem {
            Objects.requireNonNull(section, "section must not be null");
            Objects.requireNonNull(key, "key must not be null");
            Objects.requireNonNull(message, "message must not be null");
            if (line < 0) {
                throw new IllegalArgumentException("line must be at least 0, was " + line);
            }
        }

        /**
         * The problem on one line, as the exception's message shows it.
         *
         * @return for example {@code line 7, [DWH] DWH_NUM_NODES: number of nodes must be a whole number, was "four"}
         */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            if (line > 0) {
                text.append("line ").append(line);
            }
            if (!section.isEmpty()) {
                text.append(text.isEmpty() ? "" : ", ").append('[').append(section).append(']');
                text.append(key.isEmpty() ? "" : " " + key);
            }
            return text.append(text.isEmpty() ? "" : ": ").append(message).toString();
        }
    }
}
