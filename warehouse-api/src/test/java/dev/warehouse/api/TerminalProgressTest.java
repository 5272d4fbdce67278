/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Progress progress = new TerminalProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    @Test
    void stepsThatEndLeaveALine() {
        progress.started(Stage.COPY, "staging_events");
        progress.started(Stage.COPY, "staging_songs");
        progress.ended(Stage.COPY, "staging_songs", Duration.ofMillis(120));
        progress.update(Stage.COPY, "8,056 rows");
        progress.ended(Stage.COPY, "staging_events", Duration.ofMillis(1500));

        String shown = bytes.toString(StandardCharsets.UTF_8);
        assertThat(shown).contains("copy staging_events 0.", ", copy staging_songs 0.");
        assertThat(shown.replaceAll("[^\\r\\n]*\\r", "").lines())
                .containsExactly("copy staging_songs  0.12 s", "copy 8,056 rows", "copy staging_events  1.50 s");
    }

    @Test
    void nobodyWatchesATest() {
        assertThat(Progress.terminal()).isSameAs(Progress.SILENT);
    }
}
