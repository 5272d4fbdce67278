/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warehouse.api.LoadError;
import dev.warehouse.api.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTemplateTest {

    @TempDir
    private static Path data;
    private static LocalTemplate template;

    @BeforeAll
    static void prepare() throws Exception {
        Files.writeString(data.resolve("users.csv"), "1,Ann\n2,Bob\nthree,Eve\n");
        template = LocalRedshift.temporary().bucket("raw", data).database("music").template(warehouse -> {
            warehouse.dsl().execute("create table users (id int primary key, name varchar(3)) distkey(id) sortkey(name)");
            warehouse.dsl().execute("create view names as select name from public.users with no schema binding");
            warehouse.dsl().execute("copy users from 's3://raw/users.csv' iam_role default csv maxerror 2");
        });
    }

    @Test
    void eachCopyHasWhatWasPreparedAndIsItsOwn() throws Exception {
        try (LocalRedshiftServer one = template.start(); LocalRedshiftServer other = template.start()) {
            assertThat(one.endpoint().database()).startsWith("music_").isNotEqualTo(other.endpoint().database());
            Sql.run(one.endpoint(), "insert into users values (1, 'Eve')");
            assertThat(Sql.value(one.endpoint(), "select count(*) from users")).isEqualTo("3");
            assertThat(Sql.value(other.endpoint(), "select count(*) from users")).isEqualTo("2");
        }
    }

    @Test
    void whatTheCatalogueKnowsIsCopiedToo() throws Exception {
        try (LocalRedshiftServer copy = template.start()) {
            assertThat(Sql.rows(copy.endpoint(), "select diststyle, sortkey1 from svv_table_info where \"table\" = 'users'"))
                    .containsExactly(List.of("KEY(id)", "name"));
            // the key is information only, and a length counts bytes
            Sql.run(copy.endpoint(), "insert into users values (1, 'Eve')");
            assertThatThrownBy(() -> Sql.run(copy.endpoint(), "insert into users values (4, 'Zoë')"))
                    .isInstanceOf(SQLException.class).hasMessageContaining("value too long for type character varying(3)");
            assertThat(Sql.value(copy.endpoint(), "select count(*) from names")).isEqualTo("3");
        }
    }

    @Test
    void tracesOfLoadsAreOfTheCopysDatabase() throws Exception {
        try (Warehouse copy = Warehouse.provision(template)) {
            assertThat(copy.loadErrors()).extracting(LoadError::rawValue).containsExactly("three");
            String database = copy.endpoint().database();
            assertThat(Sql.value(copy.endpoint(), "select trim(database_name) from sys_load_history")).isEqualTo(database);
            Sql.run(copy.endpoint(), "copy users from 's3://raw/users.csv' iam_role default csv maxerror 2");
            assertThat(Sql.value(copy.endpoint(), "select count(distinct query_id) from sys_load_history")).isEqualTo("2");
            try (Warehouse other = Warehouse.provision(template)) {
                assertThat(Sql.value(other.endpoint(), "select count(*) from sys_load_history")).isEqualTo("1");
                assertThat(Sql.rows(other.endpoint(), "select distinct trim(database) from stl_query"))
                        .containsExactly(List.of(other.endpoint().database()));
            }
        }
    }

    @Test
    void aBucketCanBeAnotherOneForACopy(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("users.csv"), "7,Zoe\n");
        try (LocalRedshiftServer copy = template.bucket("raw", Bucket.folder(folder)).start()) {
            Sql.run(copy.endpoint(), "delete from users", "copy users from 's3://raw/users.csv' iam_role default csv");
            assertThat(Sql.value(copy.endpoint(), "select id from users")).isEqualTo("7");
        }
    }

    @Test
    void copiesAreMadeSideBySide() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<String>> tasks = Collections.nCopies(12, () -> {
                try (LocalRedshiftServer copy = template.database("side").start()) {
                    Sql.run(copy.endpoint(), "insert into users values (4, 'Eve')");
                    return copy.endpoint().database() + " " + Sql.value(copy.endpoint(), "select count(*) from users");
                }
            });
            List<String> results = new ArrayList<>();
            for (Future<String> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            assertThat(results).doesNotHaveDuplicates().allMatch(result -> result.matches("side_\\d+ 3"));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aClosedCopyIsDropped() throws Exception {
        String database;
        try (LocalRedshiftServer copy = template.start()) {
            database = copy.endpoint().database();
        }
        try (LocalRedshiftServer other = template.start()) {
            assertThat(database).isNotEmpty();
            awaitGone(other, database);
        }
    }

    @Test
    void theNextCopyIsMadeWhileTheLastOneIsInUse() throws Exception {
        LocalTemplate own = LocalRedshift.temporary().user("spares_owner").template(warehouse ->
                warehouse.dsl().execute("create table t (a int)"));
        try (LocalRedshiftServer copy = own.start()) {
            String spare = awaitSpare(copy);
            try (LocalRedshiftServer next = own.database("next").start()) {
                String name = next.endpoint().database();
                assertThat(name).startsWith("next_");
                assertThat(Sql.value(next.endpoint(), "select oid from pg_database where datname = current_database()"))
                        .isEqualTo(spare);
                assertThat(Sql.value(next.endpoint(), "select count(*) from t")).isEqualTo("0");
            }
        }
    }

    private static String awaitSpare(LocalRedshiftServer copy) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        String spares = "select oid from pg_database where datname like 'warehouse_spare%' "
                + "and pg_get_userbyid(datdba) = current_user";
        List<List<String>> found;
        while ((found = Sql.rows(copy.endpoint(), spares)).isEmpty()) {
            assertThat(System.nanoTime()).as("no spare copy was made").isLessThan(deadline);
            Thread.onSpinWait();
        }
        return found.get(0).get(0);
    }

    private static void awaitGone(LocalRedshiftServer other, String database) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        String count = "select count(*) from pg_database where datname = '" + database + "'";
        while (!Sql.value(other.endpoint(), count).equals("0")) {
            assertThat(System.nanoTime()).as("%s is still there", database).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aFailedPreparationSaysWhyAndLeavesNothing() {
        assertThatThrownBy(() -> LocalRedshift.temporary().template(warehouse -> {
            throw new IllegalStateException("no data today");
        })).isInstanceOf(IllegalStateException.class).hasMessage("no data today");
    }

    @Test
    void whatCannotBeCopiedIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> LocalRedshift.at(folder).template(warehouse -> { }))
                .hasMessage("copies of a template are temporary, and a local Redshift at " + folder
                        + " keeps its data: use LocalRedshift.temporary()");
        assertThatThrownBy(() -> LocalRedshift.temporary().port(5439).template(warehouse -> { }))
                .hasMessageContaining("cannot all have port 5439");
        assertThatThrownBy(() -> LocalRedshift.temporary().password("secret1A").template(warehouse -> { }))
                .hasMessageContaining("leave the password away").hasMessageNotContaining("secret1A");
    }
}
