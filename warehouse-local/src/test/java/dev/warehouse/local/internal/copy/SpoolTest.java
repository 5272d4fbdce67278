/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpoolTest {

    /** The directories of spools that are there. */
    static List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("warehouse-copy-"))
                    .sorted().toList();
        }
    }

    @Test
    void closeDeletesWhatIsLeft() throws IOException, InterruptedException {
        Path first;
        Path second;
        try (Spool spool = new Spool()) {
            first = spool.write(new ByteArrayInputStream(new byte[] {1}));
            second = spool.write(new ByteArrayInputStream(new byte[] {2, 3}));
            assertThat(first).hasSize(1);
            assertThat(second).hasSize(2);
            spool.delete(first);
            assertThat(first).doesNotExist();
        }
        assertThat(second.getParent()).doesNotExist();
    }

    @Test
    void thirdFileWaitsForRoom() throws IOException, InterruptedException {
        try (Spool spool = new Spool()) {
            Path first = spool.write(InputStream.nullInputStream());
            spool.write(InputStream.nullInputStream());
            Thread.currentThread().interrupt();
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> spool.write(InputStream.nullInputStream())))
                    .isInstanceOf(InterruptedException.class);
            spool.delete(first);
            assertThat(spool.write(InputStream.nullInputStream())).exists();
        }
    }
}
