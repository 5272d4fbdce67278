/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares SQL with a file under {@code src/test/resources/golden}, so that a change of what is sent to Redshift is
 * seen in a review. With {@code -Dgolden.write=true} the files are written instead; read the diff before it is
 * committed.
 */
final class Golden {

    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private Golden() {
    }

    static void assertMatches(String name, String sql) {
        Path file = FOLDER.resolve(name + ".sql");
        String actual = sql + "\n";
        try {
            if (Boolean.getBoolean("golden.write")) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, actual);
            }
            assertThat(file).as("a golden file; -Dgolden.write=true writes it").exists();
            assertThat(actual).as("%s", file).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
