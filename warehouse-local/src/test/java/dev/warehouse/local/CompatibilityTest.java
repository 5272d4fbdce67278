/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.internal.sql.Translation;
import dev.warehouse.local.internal.sql.Translator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Redshift documents of its SQL, row by row, through the Redshift driver; and the page that is made of the rows.
 * After a change run it once with {@code -Dcompatibility.write=true}: it writes the page anew.
 */
class CompatibilityTest {

    private static final Path ROWS = Path.of("src/test/resources/dev/warehouse/local/compatibility");
    private static final Path PAGE = Path.of("../docs/redshift-compatibility.md");
    private static final Translator TRANSLATOR = new Translator(Compatibility.STRICT);
    /** What is refused says why, or what to write instead; PostgreSQL's own errors do not. */
    private static final Pattern WAY_OUT = Pattern.compile("(?s)ERROR: (syntax error at or near \"[^\"]*\": .*"
            + "|.*\n  Hint: .*|[A-Z ]* cannot run inside a transaction block.*)");
    /** A statement that is longer says little in a table. */
    private static final int SHOWN = 160;

    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalRedshift.temporary().bucket("mybucket", TestBucket.empty().put("rows.txt", "7\n8\n")).start();
        connection = Sql.connect(server.endpoint());
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    static List<CompatibilityCase> cases() throws IOException {
        try (Stream<Path> files = Files.list(ROWS)) {
            return files.sorted().flatMap(file -> {
                try {
                    return CompatibilityCase.parse(file.getFileName().toString(), Files.readAllLines(file)).stream();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyRowHolds(CompatibilityCase row) throws SQLException {
        Sql.run(connection, "drop schema if exists own cascade", "create schema own");
        try (Connection session = Sql.connect(server.endpoint())) {
            Sql.run(session, "set search_path to own, public");
            for (String given : row.given()) {
                Sql.run(session, given);
            }
            SoftAssertions all = new SoftAssertions();
            for (CompatibilityCase.Step step : row.steps()) {
                check(session, step, all);
            }
            all.assertAll();
        }
    }

    private static void check(Connection session, CompatibilityCase.Step step, SoftAssertions all) {
        List<String> rows = new ArrayList<>();
        String error = "";
        try {
            rows = rows(session, step.sql());
        } catch (SQLException e) {
            error = String.valueOf(e.getMessage());
        }
        if (!step.fails()) {
            all.assertThat(error).as(step.sql()).isEmpty();
            if (!step.rows().isEmpty()) {
                all.assertThat(rows).as(step.sql()).isEqualTo(step.rows().equals(List.of("no rows")) ? List.of() : step.rows());
            }
            return;
        }
        all.assertThat(error).as(step.sql()).isNotEmpty().contains(step.error());
        if (step.refused()) {
            all.assertThat(error).as("the way out of: %s", step.sql()).matches(WAY_OUT);
        }
    }

    private static List<String> rows(Connection session, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = session.createStatement()) {
            if (!statement.execute(sql)) {
                return rows;
            }
            ResultSet result = statement.getResultSet();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join(" | ", row));
            }
        }
        return rows;
    }

    @Test
    void thePageSaysWhatTheRowsProve() throws IOException, SQLException {
        String page = page(cases());
        if (Boolean.getBoolean("compatibility.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "").as("docs/redshift-compatibility.md: write it anew "
                + "with -Dtest=CompatibilityTest -Dcompatibility.write=true").isEqualTo(page);
    }

    private static String page(List<CompatibilityCase> cases) throws SQLException {
        Set<String> made = Set.copyOf(Sql.rows(connection, """
                select proname from pg_catalog.pg_proc where oid >= 16384
                union select relname from pg_catalog.pg_class where oid >= 16384""").stream().map(row -> row.get(0)).toList());
        StringBuilder page = new StringBuilder("""
                # Redshift SQL on the local Redshift

                What Redshift documents of its SQL, and what the local Redshift does with it. This page is made by
                `CompatibilityTest` of the rows that it proves through the Redshift JDBC driver, so it says neither more nor less
                than was run.

                - **native**: PostgreSQL does as Redshift does.
                - **rewritten**: the endpoint rewrites the statement, runs it itself, or has a function or view of that name.
                - **refused**: Redshift refuses it, so it is refused here, with the way out.
                - **not emulated**: Redshift does otherwise. The row tells what happens here.

                """);
        page.append("| chapter | native | rewritten | refused | not emulated |\n|---|---:|---:|---:|---:|\n");
        List<String> chapters = cases.stream().map(CompatibilityCase::chapter).distinct().toList();
        for (String chapter : chapters) {
            page.append("| ").append(chapter);
            for (String status : List.of("native", "rewritten", "refused", "not emulated")) {
                page.append(" | ").append(cases.stream().filter(row -> row.chapter().equals(chapter))
                        .filter(row -> status(row, made).equals(status)).count());
            }
            page.append(" |\n");
        }
        for (String chapter : chapters) {
            page.append("\n## ").append(chapter).append("\n\n| feature | status | shown by |\n|---|---|---|\n");
            cases.stream().filter(row -> row.chapter().equals(chapter)).forEach(row -> page.append("| ")
                    .append(cell(row.feature())).append(" | ").append(status(row, made)).append(" | ").append(shown(row))
                    .append(" |\n"));
        }
        return page.toString();
    }

    private static String status(CompatibilityCase row, Set<String> made) {
        if (!row.missing().isEmpty()) {
            return "not emulated";
        } else if (row.isRefused()) {
            return "refused";
        }
        return !row.rewritten() && row.steps().stream().allMatch(step -> isNative(step.sql(), made)) ? "native" : "rewritten";
    }

    private static boolean isNative(String sql, Set<String> made) {
        List<Translation> translations = TRANSLATOR.translateAll(sql, query -> List.of());
        Set<String> names = Tokenizer.tokenize(sql).stream().filter(Token::isName).map(Token::name)
                .collect(Collectors.toCollection(HashSet::new));
        names.retainAll(made);
        return names.isEmpty() && translations.stream().allMatch(Translation::isPlain)
                && (translations.size() != 1 || translations.get(0).isUnchanged());
    }

    private static String shown(CompatibilityCase row) {
        CompatibilityCase.Step step = row.shown();
        String sql = step.sql().replace("\n", " ");
        StringBuilder cell = new StringBuilder();
        if (!row.missing().isEmpty()) {
            cell.append(cell(row.missing())).append(": ");
        }
        cell.append(code(sql.length() <= SHOWN ? sql : sql.substring(0, SHOWN) + "…"));
        if (step.fails()) {
            cell.append(" fails: ").append(cell(step.error()));
        } else if (step.rows().size() == 1) {
            cell.append(" → ").append(code(step.rows().get(0)));
        } else if (!step.rows().isEmpty()) {
            cell.append(" → ").append(step.rows().size()).append(" rows");
        }
        return cell.toString();
    }

    private static String code(String text) {
        String fence = text.contains("`") ? "``" : "`";
        return fence + text.replace("|", "\\|") + fence;
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
    }
}
