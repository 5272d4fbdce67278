/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine program = Main.commandLine();
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        return program.execute(arguments);
    }

    @Test
    void checkTellsFileLineAndColumn(@TempDir Path folder) throws Exception {
        Path good = Files.writeString(folder.resolve("good.sql"),
                "create table t (a int sortkey);\nselect top 1 a from t;\n");
        Path bad = Files.writeString(folder.resolve("bad.sql"),
                "select 1;\ninsert into t values (1)\n  returning a;\nselect 2 3;\n");

        int code = run("--check", good.toString(), bad.toString());

        assertThat(out.toString().lines()).containsExactly(
                bad + ":3:3: syntax error at or near \"returning\": Redshift has no RETURNING (returning), "
                        + "SELECT the rows in the same transaction",
                bad + ":4:10: syntax error at or near \"3\" (syntax)",
                "5 statements, 2 refused");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void checkOfGoodFilesEndsWithZero(@TempDir Path folder) throws Exception {
        Path good = Files.writeString(folder.resolve("good.sql"), "select 1");

        assertThat(run("--check", good.toString())).isZero();
        assertThat(out.toString()).isEqualTo(String.format("1 statement, 0 refused%n"));
    }

    @Test
    void checkReadsFoldersAndPatternsInTheOrderOfTheirNumbers(@TempDir Path folder) throws Exception {
        Path inner = Files.createDirectories(folder.resolve("sql/inner"));
        Files.writeString(inner.resolve("V10__c.sql"), "select c from ${schema}.t;");
        Files.writeString(inner.resolve("V2__b.sql"), "alter table t add column b json;");
        Files.writeString(folder.resolve("sql/V1.txt"), "no SQL");

        assertThat(run("--check", folder.resolve("sql").toString())).isEqualTo(1);
        assertThat(out.toString()).contains("V2__b.sql:1:28: ").endsWith(
                String.format("2 statements, 1 refused, 1 with names that are not known here%n"));

        out.getBuffer().setLength(0);
        assertThat(run("--check", folder + "/**/V1*.sql")).isZero();
        assertThat(out.toString()).startsWith("1 statement, 0 refused");

        assertThat(run("--check", folder + "/**/*.ddl")).isEqualTo(2);
        assertThat(err.toString()).contains("*.ddl matches no file");
    }

    @Test
    void checkTogetherKnowsWhatFilesBeforeDefine(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("V9__first.sql"), "create table t (a int);");
        Files.writeString(folder.resolve("V10__second.sql"), "select b from t;");

        assertThat(run("--check", folder.toString())).isZero();
        assertThat(run("--check", folder.toString(), "--together")).isEqualTo(1);
        assertThat(out.toString()).contains("V10__second.sql:1:8: column \"b\" does not exist (unknown-column)");
    }

    @Test
    void checkTellsPrograms(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a b.sql"),
                "select 'key';\nselect array_agg(a) from t;\nselect a from u;");

        assertThat(run("--check", file.toString(), "--format", "json")).isEqualTo(1);
        JsonNode statements = new ObjectMapper().readTree(out.toString()).at("/files/0/statements");
        assertThat(statements).hasSize(3);
        assertThat(statements.at("/0/accepted").asBoolean()).isTrue();
        assertThat(statements.at("/1/refusals")).hasSize(1);
        assertThat(statements.at("/1/refusals/0")).hasToString("{\"rule\":\"pg-function\",\"line\":2,\"column\":8,"
                + "\"message\":\"Redshift has no function ARRAY_AGG\",\"hint\":\"use LISTAGG\"}");
        assertThat(statements.at("/2/unchecked/0").asText()).isEqualTo("relation \"u\" does not exist");
        assertThat(out.toString()).doesNotContain("'key'");

        out.getBuffer().setLength(0);
        assertThat(run("--check", file.toString(), "--format", "sarif")).isEqualTo(1);
        JsonNode run = new ObjectMapper().readTree(out.toString()).at("/runs/0");
        assertThat(run.at("/tool/driver/rules")).hasToString("[{\"id\":\"pg-function\"}]");
        assertThat(run.at("/results/0/locations/0/physicalLocation")).hasToString("{\"artifactLocation\":{\"uri\":\""
                + file.toUri() + "\"},\"region\":{\"startLine\":2,\"startColumn\":8}}");
    }

    @Test
    void checkOfAMissingFileIsAMistakeOfTheCall(@TempDir Path folder) {
        assertThat(run("--check", folder.resolve("none.sql").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("none.sql cannot be read");
    }
}
