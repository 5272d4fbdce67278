/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What jOOQ renders for Redshift is no wrong SQL: the local Redshift runs it, and another parser reads it. */
class GoldenSqlTest {

    private static final Path GOLDEN = Path.of("..", "warehouse-api", "src", "test", "resources", "golden");
    private static final String INLINED = "\n-- inlined\n";

    /** Statements that Redshift documents and sqlfluff 1.4.5 cannot read, and what it stumbles over. */
    private static final Map<String, String> UNREADABLE_FOR_SQLFLUFF = Map.of(
            "redshift-merge-remove-duplicates.sql", "merge",
            "documented-qualify.sql", "qualify",
            "redshift-qualify.sql", "qualify",
            "redshift-qualify-where.sql", "qualify",
            "select-offset.sql", "offset");

    private static final Pattern FILE = Pattern.compile("^== \\[.*?(?<name>[^/]+\\.sql)\\] (?:PASS|FAIL)");
    private static final Pattern SECTION = Pattern.compile("unparsable section: '\\s*(?<word>\\w+)");

    private static LocalRedshiftServer server;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalRedshift.temporary().start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList().stream();
        }
    }

    private static String inlined(Path file) throws IOException {
        String text = Files.readString(file);
        assertThat(text).as("%s", file).contains(INLINED);
        return text.substring(text.indexOf(INLINED) + INLINED.length()).strip();
    }

    @ParameterizedTest
    @MethodSource("files")
    void theLocalRedshiftRunsIt(Path file) throws Exception {
        String sql = inlined(file);
        try (Connection connection = Sql.connect(server.endpoint())) {
            Sql.run(connection, "drop schema if exists golden cascade", "create schema golden",
                    "set search_path to golden",
                    "create table songplays (songplay_id int, start_time timestamp, user_id int, level varchar(4))",
                    "create table users (user_id int, first_name varchar(256), firstname varchar(256))",
                    "create table staging_events (ts bigint)",
                    "create table sales (sale_id bigint, shop varchar(20), sold int, sold_at timestamp)",
                    "create table recent_sales (like sales)",
                    "create table scores (maths int, physics int)",
                    "create table orders (detail varchar(1000), item super)",
                    "insert into sales values (1, 'north', 3, '2026-01-02'), (2, 'o''south', 4, '2026-01-03')",
                    "insert into orders values ('{\"user\": {\"city\": \"Bern\"}}', "
                            + "json_parse('{\"lines\": [{\"price\": 1.5}]}'))");
            assertThatCode(() -> Sql.run(connection, sql)).as(sql).doesNotThrowAnyException();
        }
    }

    @Test
    void sqlfluffReadsThem(@TempDir Path folder) throws Exception {
        assumeTrue(isInstalled(), "sqlfluff is not installed: apt-get install sqlfluff");
        for (Path file : files().toList()) {
            Files.writeString(folder.resolve(file.getFileName()), inlined(file) + "\n");
        }
        Map<String, String> unreadable = new TreeMap<>();
        // the rule asks for a line's end behind the last statement; what cannot be read is told in any case
        String output = run("sqlfluff", "lint", "--dialect", "redshift", "--templater", "raw", "--rules", "L009",
                "--nocolor", "--verbose", folder.toString());
        List<String> read = new ArrayList<>();
        for (String line : output.lines().toList()) {
            Matcher file = FILE.matcher(line);
            if (file.find()) {
                read.add(file.group("name"));
            } else if (line.contains("PRS |")) {
                Matcher section = SECTION.matcher(line);
                unreadable.put(read.get(read.size() - 1), section.find() ? section.group("word") : line);
            }
        }
        assertThat(read).as(output).hasSameSizeAs(files().toList());
        assertThat(unreadable).isEqualTo(UNREADABLE_FOR_SQLFLUFF);
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            run("sqlfluff", "--version");
            return true;
        } catch (IOException notFound) {
            return false;
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output;
    }
}
