/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Object;
import dev.warehouse.api.S3Objects;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {

    private static S3Object object(String key, long size) {
        return new S3Object(new S3Location("raw", key), size, Instant.EPOCH, "");
    }

    @Test
    void manifestIsWrittenAsCopyReadsIt() {
        assertThat(Manifest.of(List.of(object("a.gz", 12), object("it's \"b\"\\é\n.gz", 5956875))).toJson()).isEqualTo("""
                { "entries" : [
                  { "url" : "s3://raw/a.gz", "mandatory" : true, "meta" : { "content_length" : 12 } },
                  { "url" : "s3://raw/it's \\"b\\"\\\\é\\n.gz", "mandatory" : true, "meta" : { "content_length" : 5956875 } }
                ] }
                """);
    }

    @Test
    void manifestIsUsedAsDocumented(@TempDir Path folder) throws IOException {
        try (LocalRedshiftServer server = LocalRedshift.temporary().bucket("raw", folder).start()) {
            Files.writeString(folder.resolve("part-1"), "1\n");
            Files.writeString(folder.resolve("other"), "2\n");
            // tag::manifest[]
            S3Objects objects = server.objects().orElseThrow();
            S3Location place = S3Location.of("s3://raw/lists/today.manifest");
            try (Stream<S3Object> found = objects.list(S3Location.of("s3://raw/part-"))) {
                Manifest.of(found.toList()).write(objects, place);
            }
            Manifest manifest = Manifest.read(objects, place);
            // end::manifest[]
            assertThat(manifest.entries()).containsExactly(
                    new Manifest.Entry(S3Location.of("s3://raw/part-1"), true, 2));
        }
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Manifest manifest = new Manifest(List.of(
                new Manifest.Entry(S3Location.of("s3://raw/a \" \\ \u0001 ü.gz"), true, 0),
                new Manifest.Entry(S3Location.of("s3://other/b"), false, -1),
                new Manifest.Entry(S3Location.of("s3://other/b"), false, -1)));

        assertThat(Manifest.read(manifest.toJson())).isEqualTo(manifest);
        assertThat(manifest.entries().get(0).length()).hasValue(0);
        assertThat(manifest.entries().get(1).length()).isEmpty();
    }

    @Test
    void whatCopyIgnoresIsIgnored() {
        assertThat(Manifest.read("""
                {"schema": {"elements": [{"entries": [1]}]},
                 "entries": [{"etag": {"url": 1}, "meta": {"record_count": 3, "content_length": 9}, "url": "s3://raw/a"}],
                 "author": {"name": "x"}}""").entries())
                .containsExactly(new Manifest.Entry(S3Location.of("s3://raw/a"), false, 9));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "[]                                    | it must be an object",
        "{\"entry\":[]}                        | it has no \"entries\"",
        "{\"entries\":{}}                      | \"entries\" must be an array",
        "{\"entries\":[\"s3://raw/a\"]}        | entry 1 must be an object",
        "{\"entries\":[{\"mandatory\":true}]}  | entry 1 has no \"url\"",
        "{\"entries\":[{\"url\":1}]}           | entry 1 must have a text as its \"url\"",
        "{\"entries\":[{\"url\":\"a\"}]}       | entry 1: address must be an address in S3 such as "
                + "s3://bucket/folder/, was \"a\"",
        "{\"entries\":[{\"url\":\"s3://raw\"}]} | entry 1: location must be an object's, with a key, was s3://raw/",
        "{\"entries\":[{\"url\":\"s3://raw/a\",\"mandatory\":1}]} | entry 1 must have true or false as \"mandatory\"",
        "{\"entries\":[]}{}                    | there is text behind the object",
        "{\"entries\":[],\"entries\":[]}       | \"entries\" is there twice",
        "{\"entries\":[                        | line 1, column ",
    })
    void whatIsNoManifestIsRefused(String json, String complaint) {
        assertThatIllegalArgumentException().isThrownBy(() -> Manifest.read(json))
                .withMessageStartingWith("The manifest is malformed: " + complaint)
                .withMessageEndingWith("It is one JSON object: "
                        + "{\"entries\":[{\"url\":\"s3://bucket/key\",\"mandatory\":true}]}.");
    }

    @Test
    void manifestsGoToS3AndThoseOfUnloadComeBack(@TempDir Path folder) throws Exception {
        try (LocalRedshiftServer server = LocalRedshift.temporary().bucket("raw", folder).start();
                Connection connection = DriverManager.getConnection(server.endpoint().jdbcUrl(),
                        server.endpoint().properties());
                Statement statement = connection.createStatement()) {
            statement.execute("unload ('select 1 as a') to 's3://raw/out/' iam_role default manifest verbose parallel off");
            S3Objects objects = server.objects().orElseThrow();
            Manifest unloaded = Manifest.read(objects, S3Location.of("s3://raw/out/manifest"));

            assertThat(unloaded.entries()).extracting(entry -> entry.location().toString())
                    .containsExactly("s3://raw/out/000");
            assertThat(unloaded.entries().get(0).length()).hasValue(2);

            S3Location place = S3Location.of("s3://raw/lists/mine.manifest");
            unloaded.write(objects, place);
            statement.execute("create table t (a integer)");
            statement.execute("copy t from '" + place + "' iam_role default manifest");
            assertThat(Manifest.read(objects, place)).isEqualTo(unloaded);
            assertThatThrownBy(() -> Manifest.read(objects, S3Location.of("s3://raw/none")))
                    .isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> Manifest.read(objects, S3Location.of("s3://unknown/none")))
                    .isInstanceOf(IOException.class).hasMessageContaining("The specified bucket does not exist");
        }
    }
}
