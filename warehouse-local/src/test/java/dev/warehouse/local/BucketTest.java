/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warehouse.local.Bucket.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketTest {

    @TempDir
    private Path outside;
    private Path folder;
    private Bucket bucket;

    @BeforeEach
    void fill() throws IOException {
        folder = Files.createDirectory(outside.resolve("bucket"));
        for (String key : List.of("a/b.txt", "a-b", "a", "a0", "part0000_part_00", "part/x", "part-1", "z")) {
            if (!key.equals("a")) {
                Path file = folder.resolve(key);
                Files.createDirectories(file.getParent());
                Files.writeString(file, key);
            }
        }
        Files.writeString(outside.resolve("secret"), "secret");
        bucket = Bucket.folder(folder);
    }

    private List<String> keys(String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        bucket.list(prefix).forEachRemaining(object -> keys.add(object.key()));
        return keys;
    }

    @Test
    void objectsComeInTheOrderOfTheirKeys() throws IOException {
        assertThat(keys("")).containsExactly("a-b", "a/b.txt", "a0", "part-1", "part/x", "part0000_part_00", "z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"part;part-1,part/x,part0000_part_00", "part/;part/x", "a/b;a/b.txt",
            "a/b.txt;a/b.txt",
        "nothing;''", "A;''", "../;''", "/a;''"})
    void prefixIsTheBeginningOfKeys(String prefix, String keys) throws IOException {
        assertThat(String.join(",", keys(prefix))).isEqualTo(keys);
    }

    @Test
    void objectIsReadByItsKey() throws IOException {
        assertThat(new String(bucket.read("a/b.txt", 100), StandardCharsets.UTF_8)).isEqualTo("a/b.txt");
        StoredObject object = bucket.list("a/").next();
        assertThat(object.size()).isEqualTo(7);
        assertThat(object.lastModified()).isNotNull();
        assertThatThrownBy(() -> bucket.read("a/b.txt", 3)).hasMessage("the object is larger than 3 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "a/../../secret", "/etc/passwd", "a/./b.txt", "a//b.txt", "", "a", "a/",
            "link",
        "linked/secret", "missing", "a\0b"})
    void nothingOutsideTheFolderIsReached(String key) throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), outside.resolve("secret"));
        Files.createSymbolicLink(folder.resolve("linked"), outside);
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        assertThatThrownBy(() -> bucket.open(key)).isInstanceOf(NoSuchFileException.class);
        assertThat(keys("l")).isEmpty();
    }

    private void write(String key, String content) throws IOException {
        try (Bucket.Upload upload = bucket.upload(key)) {
            upload.stream().write(content.getBytes(StandardCharsets.UTF_8));
            upload.complete();
        }
    }

    @Test
    void objectsAppearWhenTheyAreComplete() throws IOException {
        List<String> before = keys("");
        try (Bucket.Upload upload = bucket.upload("new/deep/x")) {
            upload.stream().write('a');
            assertThat(keys("")).isEqualTo(before);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).as("nothing is left behind").hasSize(before.size());
        }
        write("new/deep/x", "content");
        write("z", "replaced");
        assertThat(bucket.read("new/deep/x", 100)).asString().isEqualTo("content");
        assertThat(bucket.read("z", 100)).asString().isEqualTo("replaced");
        bucket.delete("z");
        bucket.delete("z");
        assertThat(keys("z")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../new", "a/../../new", "/new", "a/./new", "a//new", "", "a", "a/", "linked/new", "z/new",
        "a\0b", "linked/deep/new"})
    void nothingOutsideTheFolderIsWritten(String key) throws IOException {
        Files.createSymbolicLink(folder.resolve("linked"), outside);
        List<String> before = keys("");
        assertThatThrownBy(() -> write(key, "content")).isInstanceOf(IOException.class).hasMessageStartingWith("the key ");
        assertThat(keys("")).isEqualTo(before);
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void bucketsThatDoNotSayOtherwiseAreOnlyRead() {
        Bucket readOnly = new Bucket() {
            @Override
            public Iterator<StoredObject> list(String prefix) {
                return List.<StoredObject>of().iterator();
            }

            @Override
            public InputStream open(String key) throws IOException {
                return bucket.open(key);
            }

            @Override
            public String toString() {
                return "a bucket of somebody";
            }
        };
        assertThatThrownBy(() -> readOnly.upload("x")).hasMessage("the bucket (a bucket of somebody) can only be read");
        assertThatThrownBy(() -> readOnly.delete("x")).hasMessage("the bucket (a bucket of somebody) can only be read");
    }

    @Test
    void folderMustExist() {
        assertThatThrownBy(() -> Bucket.folder(outside.resolve("none"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("folder must be an existing folder, was " + outside.resolve("none"));
    }

    @Test
    void endpointSaysWhereItIsAndNothingSecret() {
        assertThat(S3Endpoint.at(URI.create("http://127.0.0.1:9000")).region("eu-west-1").bucket("data"))
                .hasToString("data of S3 at http://127.0.0.1:9000 in eu-west-1");
        assertThatThrownBy(() -> S3Endpoint.at(URI.create("http://user:pass@localhost")))
                .hasMessage("uri must hold no credentials; the AWS default chain gives them");
        assertThatThrownBy(() -> S3Endpoint.at(URI.create("localhost:9000")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
