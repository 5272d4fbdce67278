/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationFailureTest {

    @TempDir
    private Path folder;

    private static String said(String location) {
        return """
                Failed to execute script V2__bad.sql
                ------------------------------------
                SQL State  : 42704
                Error Code : 0
                Message    : ERROR: type "integr" does not exist
                  Hint: Try another one.
                  Position: 36
                Location   : db/V2__bad.sql (%s)
                Line       : 3
                Statement  : Run Flyway with -X option to see the actual statement causing the problem
                """.formatted(location);
    }

    @Test
    void lineAndTextAreThoseOfTheMistake() throws Exception {
        Path script = Files.writeString(folder.resolve("V2 (bad).sql"),
                "-- a comment\r\nCREATE TABLE t2 (a INTEGER);\r\nCREATE TABLE t3 (\n  a INTEGER,\n  b INTEGR\n);\n");

        assertThat(MigrationFailure.of(said(script.toString()))).isEqualTo("""
                V2__bad.sql, line 5: ERROR: type "integr" does not exist
                  Hint: Try another one. (SQL state 42704)
                  b INTEGR""");
    }

    @Test
    void literalsAreLeftOutBecauseTheyMayBePasswords() throws Exception {
        Path script = Files.writeString(folder.resolve("V2.sql"),
                "--\n--\nALTER TABLE a; CREATE USER eve PASSWORD 's3cret' VALID UNTIL 'noon\n");

        assertThat(MigrationFailure.of(said(script.toString())))
                .endsWith("\n  ALTER TABLE a; CREATE USER eve PASSWORD '…' VALID UNTIL '…'").doesNotContain("s3cret");
    }

    @Test
    void withoutTheFileTheLineIsThatOfTheStatement() {
        assertThat(MigrationFailure.of(said("jar:file:/x.jar!/db/V2__bad.sql"))).isEqualTo("""
                V2__bad.sql, the statement that begins in line 3: ERROR: type "integr" does not exist
                  Hint: Try another one. (SQL state 42704)""");
    }

    @Test
    void aScriptWithPlaceholdersIsNotCounted() throws Exception {
        Path script = Files.writeString(folder.resolve("V2.sql"), "--\n--\n${a}\nCREATE TABLE t (a INTEGR);\nX;\n".repeat(3));

        assertThat(MigrationFailure.of(said(script.toString()))).startsWith("V2__bad.sql, the statement that begins in line 3: ");
    }

    @Test
    void otherWordsAreKept() {
        assertThat(MigrationFailure.of(" Unable to resolve location classpath:db/x. "))
                .isEqualTo("Unable to resolve location classpath:db/x.");
        assertThat(MigrationFailure.of(null)).isEmpty();
    }
}
