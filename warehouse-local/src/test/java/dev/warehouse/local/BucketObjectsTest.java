/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Object;
import dev.warehouse.api.S3Objects;
import dev.warehouse.local.internal.copy.Buckets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketObjectsTest {

    @TempDir
    private Path folder;
    private S3Objects objects;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/a"), "one");
        Files.writeString(folder.resolve("data0"), "three");
        Files.writeString(folder.resolve("other"), "");
        objects = new BucketObjects(Buckets.of(Map.of("raw", Bucket.folder(folder))));
    }

    @Test
    void objectsAreListedWithTheirWholePlace() throws IOException {
        try (Stream<S3Object> found = objects.list(S3Location.of("s3://raw/data"))) {
            assertThat(found.map(object -> object.location() + " " + object.size()))
                    .containsExactly("s3://raw/data/a 3", "s3://raw/data0 5");
        }
    }

    @Test
    void objectsAreWrittenWholeReadAndDeleted() throws IOException {
        S3Location place = S3Location.of("s3://raw/new/x");

        objects.write(place, out -> {
            out.write("con".getBytes(StandardCharsets.UTF_8));
            assertThat(folder.resolve("new/x")).doesNotExist();
            out.write("tent".getBytes(StandardCharsets.UTF_8));
        });

        try (InputStream in = objects.read(place)) {
            assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("content");
        }
        objects.delete(place);
        objects.delete(place);
        assertThatThrownBy(() -> objects.read(place)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> objects.write(place, out -> {
            out.write('x');
            throw new IOException("no more");
        })).hasMessage("no more");
        assertThat(folder.resolve("new/x")).doesNotExist();
    }

    @Test
    void bucketThatIsNotKnownIsSaidAsS3SaysIt() throws IOException {
        assertThat(objects.region("raw")).isEmpty();
        S3Location place = S3Location.of("s3://none/x");
        assertThatThrownBy(() -> objects.list(place)).isInstanceOf(IOException.class)
                .hasMessage("S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket");
        assertThatThrownBy(() -> objects.delete(place)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> objects.region("none")).isInstanceOf(IOException.class);
    }
}
