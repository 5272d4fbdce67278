/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse;

import static dev.warehouse.schema.Tables.SONGPLAYS;
import static dev.warehouse.schema.Tables.STAGING_EVENTS;
import static dev.warehouse.schema.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.SQLDataType.INTEGER;

import dev.warehouse.api.LoadReport;
import dev.warehouse.api.Pipeline;
import dev.warehouse.api.Stage;
import dev.warehouse.api.Warehouse;
import dev.warehouse.etl.Checks;
import dev.warehouse.etl.Copy;
import dev.warehouse.etl.Transform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that the README and the pages show, run as it stands there; {@link DocumentationTest} compares them. */
class ReadmeTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(out);
    }

    @Test
    void theFirstScreen() {
        // tag::first-screen[]
        try (Warehouse warehouse = Warehouse.provision()) {
            LoadReport report = warehouse.load();
            System.out.println(report);
            System.out.println(warehouse.dsl()
                    .select(USERS.FIRST_NAME, USERS.LEVEL, count())
                    .from(SONGPLAYS).join(USERS).on(USERS.USER_ID.eq(SONGPLAYS.USER_ID))
                    .groupBy(USERS.USER_ID, USERS.FIRST_NAME, USERS.LEVEL)
                    .orderBy(count().desc(), USERS.USER_ID)
                    .limit(5)
                    .fetch());
        }
        // end::first-screen[]
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("staging_events").contains("first_name").containsPattern("\\|(free|paid) ");
    }

    @Test
    void aPipelineOfOnesOwnAndItsReport(@TempDir Path folder) throws IOException {
        try (Warehouse warehouse = Warehouse.provision()) {
            // tag::pipeline[]
            Pipeline pipeline = Pipeline.named("listeners")
                    .copy(Copy.into(STAGING_EVENTS)
                            .from("s3://udacity-dend/log_data/")
                            .json("s3://udacity-dend/log_json_path.json")
                            .region("us-west-2"))
                    .transform(Transform.into(USERS).select(
                            select(STAGING_EVENTS.USER_ID.cast(INTEGER).as(USERS.USER_ID),
                                    max(STAGING_EVENTS.FIRST_NAME).as(USERS.FIRST_NAME),
                                    max(STAGING_EVENTS.LAST_NAME).as(USERS.LAST_NAME),
                                    max(STAGING_EVENTS.GENDER).as(USERS.GENDER),
                                    max(STAGING_EVENTS.LEVEL).as(USERS.LEVEL))
                                    .from(STAGING_EVENTS)
                                    .where(STAGING_EVENTS.USER_ID.ne(""))
                                    .groupBy(STAGING_EVENTS.USER_ID)))
                    .check(Checks.unique(USERS.USER_ID), Checks.notNull(USERS.USER_ID),
                            Checks.oneOf(USERS.LEVEL, List.of("free", "paid")));
            LoadReport report = warehouse.load(pipeline);
            // end::pipeline[]
            assertThat(report.steps(Stage.TRANSFORM)).hasSize(1);
            assertThat(warehouse.dsl().fetchCount(USERS)).isPositive();
            // tag::report[]
            System.out.println(report);
            Files.writeString(folder.resolve("load.json"), report.toJson());
            Files.writeString(folder.resolve("load.md"), report.toMarkdown());
            // end::report[]
            assertThat(folder.resolve("load.json")).content().contains("\"stage\" : \"copy\"");
            assertThat(folder.resolve("load.md")).content().contains("| copy");
        }
    }
}
