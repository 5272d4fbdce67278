/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import static dev.warehouse.schema.Tables.SONGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.warehouse.api.CopyException;
import dev.warehouse.api.Endpoint;
import dev.warehouse.api.LoadReport;
import dev.warehouse.api.Platform;
import dev.warehouse.api.Progress;
import dev.warehouse.api.Provisioned;
import dev.warehouse.api.UnloadException;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads with a role that Redshift may not assume yet. */
class RolePropagationTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/dwhRole";

    @TempDir
    private static Path folder;
    private static LocalRedshiftServer server;
    private static RefusingEndpoint refusing;
    private static Warehouse warehouse;
    private static final List<String> TOLD = new CopyOnWriteArrayList<>();

    private record Behind(Endpoint endpoint) implements Platform, Provisioned {

        @Override
        public String name() {
            return "refusing Redshift";
        }

        @Override
        public Provisioned provision(Progress progress) {
            return this;
        }

        @Override
        public Map<String, String> describe() {
            return Map.of();
        }

        @Override
        public void deprovision() {
        }

        @Override
        public void close() {
        }
    }

    @BeforeAll
    static void start() throws IOException {
        Music.typical(folder);
        Files.createDirectories(folder.resolve("out"));
        server = LocalRedshift.temporary().bucket("udacity-dend", folder).start();
        refusing = new RefusingEndpoint(server.endpoint());
        warehouse = Warehouse.provision(new Behind(refusing.endpoint()), (stage, message) -> TOLD.add(message));
        warehouse.migrate();
    }

    @AfterAll
    static void stop() throws IOException {
        warehouse.close();
        refusing.close();
        server.close();
    }

    @Test
    void loadWaitsUntilTheRoleIsKnown() {
        refusing.refuse(1);

        LoadReport report = warehouse.load(SongPlays.pipeline(SongPlaysSource.udacity().withIamRole(ROLE))
                .unload(Unload.of("select song_id from songs").to("s3://udacity-dend/out/songs_").iamRole(ROLE).csv()
                        .allowOverwrite()));

        assertThat(refusing.refused()).isEqualTo(1);
        assertThat(report.steps()).noneMatch(step -> step.rejected() > 0);
        assertThat(warehouse.dsl().fetchCount(SONGS)).isPositive();
        assertThat(TOLD).contains("songplays: Redshift may not assume the role yet, as happens right after it was made; "
                + "trying again in 1 s, attempt 2 of 9");
    }

    @Test
    void commandsOutsideAPipelineWaitToo() {
        refusing.refuse(1);
        assertThat(SongPlays.songMetadata(SongPlaysSource.udacity().withIamRole(ROLE)).execute(warehouse.dsl()).rows())
                .isPositive();
        assertThat(refusing.refused()).isEqualTo(1);

        refusing.refuse(1);
        assertThat(Unload.of("select 1").to("s3://udacity-dend/out/one_").iamRole(ROLE).allowOverwrite()
                .execute(warehouse.dsl()).rows()).isEqualTo(1);
        assertThat(refusing.refused()).isEqualTo(1);
    }

    @Test
    void commandInATransactionFailsAtOnceWithTheWayOut() {
        refusing.refuse(1);
        assertThatExceptionOfType(CopyException.class).isThrownBy(() -> warehouse.dsl().transaction(transaction ->
                SongPlays.songMetadata(SongPlaysSource.udacity().withIamRole(ROLE)).execute(transaction.dsl())))
                .withMessageStartingWith("COPY into staging_songs from s3://udacity-dend/song_data/ failed: ERROR: "
                        + RefusingEndpoint.REFUSAL + ". Nothing was loaded. See that the role is attached to the cluster, and"
                        + " that its trust policy lets redshift.amazonaws.com assume it.");

        refusing.refuse(1);
        assertThatExceptionOfType(UnloadException.class).isThrownBy(() -> warehouse.dsl().transaction(transaction ->
                Unload.of("select 1").to("s3://udacity-dend/out/two_").iamRole(ROLE).execute(transaction.dsl())))
                .withMessageStartingWith(
                        "UNLOAD to s3://udacity-dend/out/two_ failed: ERROR: " + RefusingEndpoint.REFUSAL + ". See that"
                        + " the role is attached to the cluster, and that its trust policy lets redshift.amazonaws.com assume"
                        + " it; then repeat it.");
        assertThat(refusing.refused()).isEqualTo(1);
    }

    @Test
    void otherRefusalsAreNotRepeated() {
        refusing.refuse(0);
        int told = TOLD.size();

        assertThatExceptionOfType(CopyException.class).isThrownBy(() -> Copy.into(SONGS)
                .from("s3://udacity-dend/nothing-there/").iamRole(ROLE).csv().execute(warehouse.dsl()));
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> warehouse.dsl().execute("select cast('x' as integer)"));
        assertThat(TOLD).hasSize(told);
    }
}
