/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.api.internal.sql.RedshiftError;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is rendered is read back to the same command, whatever its texts hold. */
class CommandRoundTripTest {

    /** The same each time, so that a build that passed passes again; change it to look elsewhere. */
    private static final String SEED = "20261121";

    private static final Pattern SECRET = Pattern.compile("hush");

    @Provide
    Arbitrary<CopyCommand> copies() {
        return Commands.copies();
    }

    @Provide
    Arbitrary<UnloadCommand> unloads() {
        return Commands.unloads();
    }

    /** Texts made of what statements are made of, in any order. */
    @Provide
    Arbitrary<String> scrambled() {
        Arbitrary<String> words = Arbitraries.of("copy", "t", "from", "'s3://b/k'", "iam_role", "default", "csv", "quote",
                "as", "'%'", "json", "'auto'", "format", "delimiter", "','", "gzip", "region", "'us-west-2'", "maxerror",
                "5", "null", "'\\N'", "(", ")", ",", ";", "credentials", "with", "'aws_iam_role=arn:aws:iam::1:role/r'",
                "access_key_id", "'k'", "secret_access_key", "unload", "'select 1'", "$$select 1$$", "to", "parallel",
                "off", "partition", "by", "maxfilesize", "5.5", "gb", "manifest", "verbose", "'", "\"", "'\\'", "''", ".",
                "fixedwidth", "'a:1'", "timeformat", "encoding", "compupdate", "preset", "-", "1e9", "#t", "\0");
        Arbitrary<String> heads = Arbitraries.of("", "copy t from 's3://b/k' iam_role default ",
                "unload ('select 1') to 's3://b/k' iam_role default ");
        return heads.flatMap(head -> words.list().ofMaxSize(12).map(list -> head + String.join(" ", list)));
    }

    @Property(seed = SEED)
    void copyIsReadBack(@ForAll("copies") CopyCommand copy) {
        String sql = copy.sql();
        assertThat(Commands.copy(sql)).as(sql).isEqualTo(copy).hasSameHashCodeAs(copy);
        assertThat(Commands.copy(sql).sql()).isEqualTo(sql);
    }

    @Property(seed = SEED)
    void unloadIsReadBack(@ForAll("unloads") UnloadCommand unload) {
        String sql = unload.sql();
        assertThat(Commands.unload(sql)).as(sql).isEqualTo(unload).hasSameHashCodeAs(unload);
        assertThat(Commands.unload(sql).sql()).isEqualTo(sql);
    }

    @Property(seed = SEED)
    void noSecretIsPrinted(@ForAll("copies") CopyCommand copy, @ForAll("unloads") UnloadCommand unload) {
        for (Object printed : List.of(copy, copy.clauses(), copy.authorization(), copy.maskedSql(), unload,
                unload.clauses(), unload.authorization(), unload.maskedSql())) {
            assertThat(printed.toString()).doesNotContainPattern(SECRET);
        }
    }

    @Property(tries = 5000, seed = SEED)
    void anyTextIsACommandOrAnError(@ForAll("scrambled") String sql) {
        try {
            CopyCommand copy = Commands.copy(sql);
            assertThat(Commands.copy(copy.sql())).isEqualTo(copy);
        } catch (RedshiftError e) {
            assertThat(e.position()).isBetween(0, sql.length());
        }
        try {
            UnloadCommand unload = Commands.unload(sql);
            assertThat(Commands.unload(unload.sql())).isEqualTo(unload);
        } catch (RedshiftError e) {
            assertThat(e.position()).isBetween(0, sql.length());
        }
    }
}
