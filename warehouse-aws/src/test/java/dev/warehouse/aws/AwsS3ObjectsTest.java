/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Object;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The SDK's client over HTTP, against a server on loopback that answers as S3 does. */
@Timeout(120)
class AwsS3ObjectsTest {

    private S3Server s3;
    private AwsS3Objects objects;
    private SortedMap<String, String> near;
    private SortedMap<String, String> far;

    @BeforeEach
    void start() throws IOException {
        s3 = new S3Server();
        near = s3.bucket("near", "us-west-2");
        far = s3.bucket("far", "eu-central-1");
        s3.bucket("denied", "us-west-2");
        for (String key : List.of("data/a", "data/b", "data/c d", "data/e", "data0", "other")) {
            near.put(key, "content of " + key);
        }
        objects = new AwsS3Objects(s3.uri(), "us-west-2", null);
    }

    @AfterEach
    void stop() {
        objects.close();
        objects.close();
        s3.close();
    }

    private List<S3Object> list(String prefix) throws IOException {
        try (Stream<S3Object> found = objects.list(S3Location.of(prefix))) {
            return found.toList();
        }
    }

    @Test
    void objectsAreListedPageByPageAsTheyAreAskedFor() throws IOException {
        try (Stream<S3Object> found = objects.list(S3Location.of("s3://near/data"))) {
            Iterator<S3Object> each = found.iterator();
            assertThat(each.next()).isEqualTo(new S3Object(S3Location.of("s3://near/data/a"), 17,
                    Instant.parse("2026-01-02T03:04:05Z"), "tag-17"));
            assertThat(s3.requests()).containsExactly("GET near");
        }
        assertThat(list("s3://near/data")).extracting(object -> object.location().key())
                .containsExactly("data/a", "data/b", "data/c d", "data/e", "data0");
        assertThat(list("s3://near/none")).isEmpty();
    }

    @Test
    void objectsAreWrittenReadAndDeleted() throws IOException {
        S3Location place = S3Location.of("s3://near/lists/x y.manifest");

        objects.write(place, out -> out.write("content".getBytes(StandardCharsets.UTF_8)));

        assertThat(near).containsEntry("lists/x y.manifest", "content");
        try (InputStream in = objects.read(place)) {
            assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("content");
        }
        objects.delete(place);
        objects.delete(place);
        assertThat(near).doesNotContainKey("lists/x y.manifest");
        assertThatThrownBy(() -> objects.read(place)).isInstanceOf(NoSuchFileException.class)
                .hasMessage("s3://near/lists/x y.manifest");
    }

    @Test
    void contentThatCannotBeMadeWritesNothing() {
        assertThatThrownBy(() -> objects.write(S3Location.of("s3://near/half"), out -> {
            out.write('x');
            throw new IOException("no more");
        })).isInstanceOf(IOException.class).hasMessage("no more");
        assertThat(near).doesNotContainKey("half");
    }

    @Test
    void requestsThatS3SlowsDownAreRepeated() throws IOException {
        s3.slowDown(2);

        assertThat(list("s3://near/data0")).hasSize(1);
        assertThat(s3.requests()).hasSize(3);
    }

    @Test
    void throttlingThatDoesNotEndIsSaid() {
        s3.slowDown(1000);

        assertThatThrownBy(() -> list("s3://near/data")).isInstanceOf(IOException.class)
                .hasMessage("Please reduce your request rate. (status 503, SlowDown)");
    }

    @Test
    void bucketsInOtherRegionsAreFollowed() throws IOException {
        far.put("data/a", "x");

        assertThat(list("s3://far/data/")).hasSize(1);
        objects.write(S3Location.of("s3://far/new"), out -> out.write('y'));
        assertThat(far).containsEntry("new", "y");
    }

    @Test
    void regionOfABucketIsAskedOnce() throws IOException {
        assertThat(objects.region("near")).contains("us-west-2");
        assertThat(objects.region("far")).contains("eu-central-1");
        assertThat(objects.region("denied")).as("S3 tells it also to those who may not enter").contains("us-west-2");
        int requests = s3.requests().size();
        assertThat(objects.region("far")).contains("eu-central-1");
        assertThat(s3.requests()).hasSize(requests);
        assertThatThrownBy(() -> objects.region("none")).isInstanceOf(IOException.class).hasMessageContaining("404");
    }

    @Test
    void failuresAreSaidAsS3SaysThem() {
        assertThatThrownBy(() -> list("s3://nobucket/x")).isInstanceOf(IOException.class)
                .hasMessage("The specified bucket does not exist (status 404, NoSuchBucket)");
        assertThatThrownBy(() -> list("s3://denied/x")).isInstanceOf(IOException.class)
                .hasMessage("Access Denied (status 403, AccessDenied)");
    }

    @Test
    void withoutCredentialsNothingIsSentAndTheChainIsAskedOnce() {
        System.clearProperty("aws.accessKeyId");
        System.setProperty("aws.disableEc2Metadata", "true");
        try {
            assertThatThrownBy(() -> list("s3://near/data")).isInstanceOf(IOException.class)
                    .hasMessageStartingWith("S3 cannot be reached: Unable to load credentials");
            System.setProperty("aws.accessKeyId", "test");
            assertThatThrownBy(() -> objects.region("near")).isInstanceOf(IOException.class)
                    .hasMessageStartingWith("S3 cannot be reached: Unable to load credentials");
            assertThat(s3.requests()).isEmpty();
        } finally {
            System.clearProperty("aws.disableEc2Metadata");
        }
    }

    @Test
    void nothingIsContactedBeforeTheFirstCallNorAfterClose() {
        assertThat(s3.requests()).isEmpty();
        objects.close();
        assertThatThrownBy(() -> list("s3://near/data")).isInstanceOf(IllegalStateException.class)
                .hasMessage("the warehouse is closed, and with it the way to S3");
        assertThat(s3.requests()).isEmpty();
    }
}
