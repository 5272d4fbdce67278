/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import static dev.warehouse.schema.Tables.SONGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.select;

import dev.warehouse.api.CopyResult;
import dev.warehouse.api.LoadReport;
import dev.warehouse.api.Migrations;
import dev.warehouse.api.Pipeline;
import dev.warehouse.api.S3Location;
import dev.warehouse.api.Stage;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.LocalRedshift;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code that docs/typed-commands.md shows, run as it stands there. */
@Timeout(120)
class TypedCommandsPageTest {

    @Test
    void thePageRuns(@TempDir Path raw, @TempDir Path reports) throws IOException {
        Files.writeString(raw.resolve("songs.csv"), "id;title;artist;year\nS1;Halo;A1;2008\nS2;\"A; B\";A2;x\n");
        try (Warehouse warehouse = Warehouse.provision(
                LocalRedshift.temporary().bucket("raw", raw).bucket("reports", reports))) {
            warehouse.reset("dev");
            // tag::copy[]
            Copy songs = Copy.into(SONGS)
                    .columns(SONGS.SONG_ID, SONGS.TITLE, SONGS.ARTIST_ID, SONGS.YEAR)
                    .from(S3Location.of("s3://raw/songs"))
                    .csv().delimiter(";").ignoreHeader(1)
                    .maxErrors(10);
            CopyResult loaded = songs.execute(warehouse);
            // end::copy[]
            assertThat(loaded.rows()).isEqualTo(1);
            assertThat(loaded.rejected()).isEqualTo(1);

            // tag::unload[]
            Unload years = Unload.of(
                    select(SONGS.YEAR, count().as("songs")).from(SONGS).groupBy(SONGS.YEAR).orderBy(SONGS.YEAR))
                    .to("s3://reports/2026-11-21/years_")
                    .csv().header()
                    .parallel(false)
                    .manifest();
            UnloadResult written = years.execute(warehouse.dsl());
            // end::unload[]
            assertThat(written.rows()).isEqualTo(1);
            assertThat(Files.readString(reports.resolve("2026-11-21/years_000"))).isEqualTo("year,songs\n2008,1\n");

            // tag::pipeline[]
            Pipeline pipeline = Pipeline.named("years")
                    .migrate(Migrations.none())
                    .copy(songs)
                    .unload(years.to("s3://reports/2026-11-22/years_"));
            LoadReport report = warehouse.load(pipeline);
            // end::pipeline[]
            assertThat(report.steps(Stage.UNLOAD)).singleElement()
                    .satisfies(step -> assertThat(step.rows()).isEqualTo(1));
        }
    }

    @Test
    void whatIsWrittenAlreadyIsRead() {
        // tag::parse[]
        Copy copy = Copy.parse("""
                copy songs from 's3://raw/songs' csv gzip
                credentials 'aws_iam_role=arn:aws:iam::123456789012:role/reader'""");
        String canonical = copy.region("us-west-2").sql();
        // end::parse[]
        assertThat(canonical).isEqualTo("""
                COPY "songs"
                FROM 's3://raw/songs'
                IAM_ROLE 'arn:aws:iam::123456789012:role/reader'
                FORMAT AS CSV
                GZIP
                REGION AS 'us-west-2'""");
        assertThatIllegalArgumentException().isThrownBy(() -> Copy.parse("""
                copy songs from 's3://raw/songs' iam_role default
                parquet gzip""")).withMessage("COPY at 2:9: GZIP is not supported with PARQUET. Leave out GZIP or PARQUET.");
    }
}
