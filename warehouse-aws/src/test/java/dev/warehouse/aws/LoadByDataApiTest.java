/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.warehouse.api.CopyException;
import dev.warehouse.api.Endpoint;
import dev.warehouse.api.LoadReport;
import dev.warehouse.api.Migrations;
import dev.warehouse.api.MigrateException;
import dev.warehouse.api.Pipeline;
import dev.warehouse.api.Platform;
import dev.warehouse.api.StepReport;
import dev.warehouse.api.Warehouse;
import dev.warehouse.aws.standin.AwsStandIn;
import dev.warehouse.etl.Checks;
import dev.warehouse.etl.Copy;
import dev.warehouse.etl.SongPlays;
import dev.warehouse.etl.SongPlaysSource;
import dev.warehouse.local.LocalPlatformProvider;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loads whose every statement goes by the Data API, beside the same by JDBC. */
@NeedsStandIn
class LoadByDataApiTest {

    private static final Table<Record> PEOPLE = DSL.table(DSL.name("people"));
    private static final Field<Integer> ID = DSL.field(DSL.name("id"), SQLDataType.INTEGER);

    @TempDir
    private static Path folder;
    private LocalRedshiftServer redshift;
    private AwsStandIn aws;
    private S3Server s3;

    @BeforeEach
    void start() throws IOException {
        write("good/part-1", "1|one\n2|two\n");
        write("bad/part-1", "1|one\nx7|two\n");
        write("long/part-1", "1|much too long for this\n");
        redshift = ((LocalRedshift) new LocalPlatformProvider().defaultPlatform()).bucket("people", folder).start();
        aws = new AwsStandIn().clustersAt(redshift.endpoint()).slow(1);
        s3 = new S3Server().deny("udacity-dend", "us-west-2").deny("people", "us-west-2");
    }

    @AfterEach
    void stop() {
        aws.close();
        s3.close();
        redshift.close();
    }

    private static void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private RedshiftServerless serverless() {
        return StandInClusters.workgroup(aws).s3(s3.uri());
    }

    static Stream<Function<LoadByDataApiTest, Platform>> privateWarehouses() {
        return Stream.of(test -> test.serverless().dataApi(),
                test -> StandInClusters.cluster(test.aws).s3(test.s3.uri()).login(Login.TEMPORARY).dataApi());
    }

    @ParameterizedTest
    @MethodSource("privateWarehouses")
    void songPlaysAreMigratedLoadedAndAsked(Function<LoadByDataApiTest, Platform> platform) {
        String before = aws.state();
        try (Warehouse warehouse = Warehouse.provision(platform.apply(this))) {
            LoadReport report = warehouse.load(SongPlays.pipeline(
                    SongPlaysSource.udacity().withIamRole("arn:aws:iam::123456789012:role/of-mine")));
            LoadReport again = warehouse.load(SongPlays.pipeline(SongPlaysSource.udacity()));

            List<Long> rows = again.steps().stream().map(StepReport::rows).toList();
            List<Long> expected = byJdbc();
            assertThat(rows.subList(rows.size() - expected.size(), rows.size())).isEqualTo(expected);
            assertThat(report.steps()).noneMatch(step -> step.rejected() > 0);
            int songplays = warehouse.dsl().fetchCount(DSL.table("songplays"));
            assertThat(songplays).isPositive();
            assertThat(warehouse.describe()).containsKey("version");
            assertThat(warehouse.plan(SongPlays.pipeline(SongPlaysSource.udacity())).steps()).isNotEmpty();
            assertThat(warehouse.loadErrors()).isEmpty();
            assertThat(aws.statements()).anyMatch(sql -> sql.startsWith("COPY"))
                    .contains("begin", "commit").noneMatch(sql -> sql.contains(redshift.endpoint().password()));
            warehouse.deprovision();
        }
        assertThat(aws.state()).isEqualTo(before);
    }

    /** The rows of each step of a second load by JDBC. */
    private List<Long> byJdbc() {
        try (Warehouse jdbc = Warehouse.connect(redshift.endpoint())) {
            return jdbc.load(SongPlays.pipeline(SongPlaysSource.udacity())).steps().stream()
                    .map(StepReport::rows).toList();
        }
    }

    private static Pipeline people(String prefix) {
        return Pipeline.named("people").migrate(Migrations.none())
                .copy(Copy.into(PEOPLE).from("s3://people/" + prefix + "/").iamRole("arn:aws:iam::123456789012:role/r")
                        .delimiter("|"))
                .check(Checks.rowsOf(PEOPLE, DSL.selectFrom(PEOPLE).where(ID.isNotNull())));
    }

    private static void table(Warehouse warehouse) {
        warehouse.dsl().execute("create table people (id integer, name varchar(8))");
    }

    @Test
    void rejectedRowsAreToldAsByJdbcAndNothingIsLoaded() {
        try (Warehouse warehouse = Warehouse.provision(serverless().dataApi());
                Warehouse jdbc = Warehouse.connect(redshift.endpoint())) {
            table(warehouse);
            warehouse.load(people("good"));
            for (String prefix : List.of("bad", "long", "missing")) {
                CopyException expected = catchThrowableOfType(CopyException.class, () -> jdbc.load(people(prefix)));
                CopyException failure = catchThrowableOfType(CopyException.class, () -> warehouse.load(people(prefix)));

                assertThat(unnumbered(failure)).as(prefix).isEqualTo(unnumbered(expected));
                assertThat(failure.errors()).isEqualTo(expected.errors());
                assertThat(warehouse.dsl().fetchCount(PEOPLE)).isEqualTo(2);
            }
            assertThat(warehouse.loadErrors()).isNotEmpty().isEqualTo(jdbc.loadErrors());
        }
        assertThat(aws.sessions()).isZero();
    }

    // each COPY has a number of its own
    private static String unnumbered(CopyException failure) {
        return String.valueOf(failure.getMessage()).replaceAll("query:     \\d+|query_\\d+ \\[pid=\\d+]", "query");
    }

    @Test
    void migrationsThatConnectByThemselvesAreRefusedWithTheWayOut() {
        Migrations own = new Migrations() {
            @Override
            public String name() {
                return "mine";
            }

            @Override
            public Migrated migrate(Endpoint endpoint) {
                throw new AssertionError("the endpoint is not reached");
            }

            @Override
            public void drop(Endpoint endpoint) {
                throw new AssertionError("the endpoint is not reached");
            }
        };
        try (Warehouse warehouse = Warehouse.provision(serverless().dataApi())) {
            assertThatThrownBy(() -> warehouse.migrate(own)).isInstanceOf(MigrateException.class)
                    .hasMessageStartingWith("migrate of mine at Endpoint[").hasMessageContaining("is not possible: these"
                            + " migrations connect by the JDBC driver only");
        }
    }

    @Test
    void resetDropsAndMakesTheTablesAgain() {
        try (Warehouse warehouse = Warehouse.provision(serverless().dataApi())) {
            assertThat(warehouse.migrate().rows()).isPositive();
            assertThat(warehouse.migrate().rows()).isZero();
            assertThat(warehouse.reset(warehouse.endpoint().database()).rows()).isPositive();
        }
    }
}
