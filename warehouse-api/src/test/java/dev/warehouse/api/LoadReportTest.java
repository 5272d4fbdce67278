/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadReportTest {

    private static final LoadReport REPORT = new LoadReport("songplays", Instant.parse("2026-11-21T09:00:00.123Z"),
            Duration.ofMillis(2345), List.of(
                    new StepReport(Stage.MIGRATE, "dev", "classpath:db/migration", 0, 2, 0, 0, Duration.ofMillis(210)),
                    new StepReport(Stage.COPY, "staging_events", "s3://udacity-dend/log_data/", 30, 8056, 3755598, 2,
                            Duration.ofMillis(640)),
                    new StepReport(Stage.COPY, "staging_songs", "s3://b/a|b/", 71, 71, 19221, 0, Duration.ofMillis(90)),
                    new StepReport(Stage.TRANSFORM, "songplays", "", 0, 6820, 0, 0, Duration.ofMillis(1200)),
                    new StepReport(Stage.CHECK, "users.user_id", "unique", 0, 0, 0, 0, Duration.ofMillis(4))));

    @Test
    void totalsCountWhatWasCopied() {
        assertThat(REPORT.files()).isEqualTo(101);
        assertThat(REPORT.rows()).isEqualTo(8127);
        assertThat(REPORT.bytes()).isEqualTo(3774819);
        assertThat(REPORT.rejected()).isEqualTo(2);
        assertThat(REPORT.steps(Stage.TRANSFORM)).extracting(StepReport::target).containsExactly("songplays");
    }

    @Test
    void tableIsAligned() {
        assertThat(REPORT.toString()).isEqualTo("""
                stage      target          files   rows     bytes  rejected    time  detail
                ---------  --------------  -----  -----  --------  --------  ------  ---------------------------
                migrate    dev                        2                      0.21 s  classpath:db/migration
                copy       staging_events     30  8,056   3.6 MiB         2  0.64 s  s3://udacity-dend/log_data/
                copy       staging_songs      71     71  18.8 KiB         0  0.09 s  s3://b/a|b/
                transform  songplays              6,820                      1.20 s
                check      users.user_id                                     0.00 s  unique
                ---------  --------------  -----  -----  --------  --------  ------  ---------------------------
                total      songplays         101  8,127   3.6 MiB         2  2.35 s  rows copied
                """);
    }

    @Test
    void jsonHasARowForEachStep() {
        assertThat(REPORT.toJson()).startsWith("""
                {
                  "pipeline" : "songplays",
                  "startedAt" : "2026-11-21T09:00:00.123Z",
                  "millis" : 2345,
                  "totals" : {
                    "files" : 101,
                    "rows" : 8127,
                    "bytes" : 3774819,
                    "rejected" : 2,
                    "millis" : 2345
                  },
                  "steps" : [
                    {
                      "stage" : "migrate",
                      "target" : "dev",
                      "detail" : "classpath:db/migration",
                      "files" : 0,
                      "rows" : 2,
                      "bytes" : 0,
                      "rejected" : 0,
                      "millis" : 210
                    },
                """).endsWith("""
                    {
                      "stage" : "check",
                      "target" : "users.user_id",
                      "detail" : "unique",
                      "files" : 0,
                      "rows" : 0,
                      "bytes" : 0,
                      "rejected" : 0,
                      "millis" : 4
                    }
                  ]
                }
                """);
    }

    @Test
    void markdownEscapesWhatWouldBreakTheTable() {
        assertThat(REPORT.toMarkdown()).isEqualTo("""
                # Load report: songplays

                8,127 rows from 101 files (3.6 MiB) in 2.35 s, 2 rejected; started at 2026-11-21T09:00:00Z.

                | stage | target | files | rows | bytes | rejected | time | detail |
                |---|---|---:|---:|---:|---:|---:|---|
                | migrate | dev |  | 2 |  |  | 0.21 s | classpath:db/migration |
                | copy | staging_events | 30 | 8,056 | 3.6 MiB | 2 | 0.64 s | s3://udacity-dend/log_data/ |
                | copy | staging_songs | 71 | 71 | 18.8 KiB | 0 | 0.09 s | s3://b/a\\|b/ |
                | transform | songplays |  | 6,820 |  |  | 1.20 s |  |
                | check | users.user_id |  |  |  |  | 0.00 s | unique |
                | total | songplays | 101 | 8,127 | 3.6 MiB | 2 | 2.35 s | rows copied |
                """);
    }

    @Test
    void endingOfTheFileChoosesTheForm(@TempDir Path folder) throws IOException {
        REPORT.write(folder.resolve("a.json"));
        REPORT.write(folder.resolve("a.MD"));
        REPORT.write(folder.resolve("a.txt"));

        assertThat(Files.readString(folder.resolve("a.json"))).isEqualTo(REPORT.toJson());
        assertThat(Files.readString(folder.resolve("a.MD"))).isEqualTo(REPORT.toMarkdown());
        assertThat(Files.readString(folder.resolve("a.txt"))).isEqualTo(REPORT.asTable());
    }

    @Test
    void otherEndingsAreRefused(@TempDir Path folder) {
        Path file = folder.resolve("a.pdf");
        assertThatExceptionOfType(ReportException.class).isThrownBy(() -> REPORT.write(file))
                .withMessageStartingWith("A report is written as .json, .md or .txt, and " + file
                        + " ends in none of these. Choose one of the endings.");
        assertThat(file).doesNotExist();
    }

    @Test
    void folderThatDoesNotExistIsNamed(@TempDir Path folder) {
        Path file = folder.resolve("none").resolve("a.json");
        assertThatExceptionOfType(ReportException.class).isThrownBy(() -> REPORT.write(file))
                .withMessageStartingWith("The report could not be written to " + file)
                .withMessageContaining("Name a file in a folder that exists and may be written to.");
    }

    @Test
    void countsAreNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StepReport(Stage.COPY, "t", "", 0, -1, 0, 0, Duration.ZERO))
                .withMessage("rows must not be negative, was -1");
    }
}
