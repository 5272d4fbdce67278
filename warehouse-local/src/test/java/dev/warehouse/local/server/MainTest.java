package dev.warehouse.local.server;

import static org.assertj.core.api.Assertions.assertThat;

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
                bad + ":3:3: syntax error at or near \"returning\": Redshift has no RETURNING (syntax), "
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
    void checkOfAMissingFileIsAMistakeOfTheCall(@TempDir Path folder) {
        assertThat(run("--check", folder.resolve("none.sql").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("none.sql cannot be read");
    }
}
