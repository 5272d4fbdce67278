/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.warehouse.api.Endpoint;
import dev.warehouse.local.Sql;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {

    private static final List<String> SONG = List.of("S1", "One", "2026");

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
    void theShownCommandChecksFoldersAndPatterns(@TempDir Path folder) throws Exception {
        Path migrations = Files.createDirectories(folder.resolve("migrations"));
        Files.writeString(migrations.resolve("V1__t.sql"), "create table t (a int);");
        Files.writeString(Files.createDirectories(folder.resolve("etl/daily")).resolve("load.sql"), "select a from t;");
        String[] arguments = shown("../docs/check.md");
        assertThat(arguments).contains("migrations", "etl/**/*.sql");
        for (int i = 1; i < arguments.length; i++) {
            arguments[i] = folder + "/" + arguments[i];
        }

        assertThat(run(arguments)).as("%s", err).isZero();
        assertThat(out.toString()).startsWith("2 statements, 0 refused");
    }

    /** What the page shows of Python; its statements run everywhere, itself where there is a psycopg2. */
    private static String program() throws IOException {
        String page = Files.readString(Path.of("../docs/local-redshift.md"));
        int from = page.indexOf("```python\n") + 10;
        return page.substring(from, page.indexOf("```", from));
    }

    @Test
    void theShownServerServesTheStatementsOfTheShownProgram(@TempDir Path folder) throws Exception {
        List<String> statements = Pattern.compile("execute\\(\"(.*)\"\\)").matcher(program()).results()
                .map(found -> found.group(1)).toList();
        assertThat(statements).hasSize(2);

        serve(shown("../docs/local-redshift.md"), folder, endpoint -> {
            try (Connection connection = Sql.connect(endpoint)) {
                Sql.run(connection, statements.toArray(String[]::new));
                assertThat(Sql.rows(connection, "select * from songs")).containsExactly(SONG);
            }
        });
    }

    @Test
    void theShownServerServesTheShownProgram(@TempDir Path folder) throws Exception {
        assumeThat(python(folder, "import psycopg2")).as("a python3 with psycopg2").isZero();

        serve(shown("../docs/local-redshift.md"), folder, endpoint -> {
            assertThat(python(folder, "import psycopg2\npassword = \"" + endpoint.password() + "\"\n"
                    + program().replace("5439", Integer.toString(endpoint.port())))).isZero();
            assertThat(Sql.rows(endpoint, "select * from songs")).containsExactly(SONG);
        });
    }

    private interface Client {

        void use(Endpoint endpoint) throws Exception;
    }

    /** Runs the server on a free port, with a song in its bucket, until the client has done. */
    private void serve(String[] arguments, Path folder, Client client) throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("song_data")).resolve("a.json"),
                "{\"song_id\": \"S1\", \"title\": \"One\", \"year\": 2026}");
        assertThat(arguments).contains("5439", "udacity-dend=data");
        Collections.replaceAll(Arrays.asList(arguments), "5439", "0");
        Collections.replaceAll(Arrays.asList(arguments), "udacity-dend=data", "udacity-dend=" + folder);
        Thread server = new Thread(() -> run(arguments), "server");
        server.start();
        try {
            while (!out.toString().contains("Ctrl-C ends it.")) {
                assertThat(server.isAlive()).as("%s%s", out, err).isTrue();
                Thread.onSpinWait();
            }
            Matcher ready = Pattern.compile("127\\.0\\.0\\.1:(\\d+), database dev, user awsuser\\R.*password (\\S+)",
                    Pattern.DOTALL).matcher(out.toString());
            assertThat(ready.find()).as("%s", out).isTrue();
            int port = Integer.parseInt(ready.group(1));
            client.use(new Endpoint("127.0.0.1", port, "dev", "awsuser", ready.group(2), false));
        } finally {
            server.interrupt();
            server.join();
        }
    }

    private static String[] shown(String page) throws IOException {
        Matcher command = Pattern.compile("java -jar warehouse-local/target/warehouse-local-server\\.jar (.*)")
                .matcher(Files.readString(Path.of(page)));
        assertThat(command.find()).isTrue();
        return command.group(1).replace("'", "").split(" ");
    }

    /** How a Python ends, which is {@code python3} or what {@code -Dtest.python} names; 127 if there is none. */
    private static int python(Path folder, String program) throws InterruptedException {
        try {
            Process python = new ProcessBuilder(System.getProperty("test.python", "python3"), "-c", program)
                    .directory(folder.toFile()).redirectErrorStream(true).start();
            python.getInputStream().transferTo(System.out);
            return python.waitFor();
        } catch (IOException e) {
            return 127;
        }
    }

    @Test
    void checkOfAMissingFileIsAMistakeOfTheCall(@TempDir Path folder) {
        assertThat(run("--check", folder.resolve("none.sql").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("none.sql cannot be read");
    }
}
