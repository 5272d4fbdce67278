/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The SDK against a small server on loopback that speaks as much of S3's protocol as COPY needs, two keys a page. */
class S3BucketTest {

    private final SortedMap<String, String> objects = new TreeMap<>();
    private final SortedMap<String, String> parts = new TreeMap<>();
    private final List<String> requests = new ArrayList<>();
    private String refusedPart = "none";
    private HttpServer server;
    private S3Endpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        endpoint = S3Endpoint.at(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        for (String key : List.of("data/a.json", "data/b.json", "data/c d.json", "data0", "other")) {
            objects.put(key, "content of " + key);
        }
    }

    @AfterEach
    void stop() {
        endpoint.close();
        endpoint.close();
        server.stop(0);
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        requests.add(path);
        byte[] sent = exchange.getRequestBody().readAllBytes();
        if (path.startsWith("/denied")) {
            send(exchange, 403, error("AccessDenied", "Access Denied"));
        } else if (!path.equals("/bucket") && !path.startsWith("/bucket/")) {
            send(exchange, 404, error("NoSuchBucket", "The specified bucket does not exist"));
        } else if (!exchange.getRequestMethod().equals("GET")) {
            change(exchange, path.substring("/bucket/".length()), query, new String(sent, StandardCharsets.UTF_8));
        } else if (query.contains("list-type=2")) {
            send(exchange, 200, list(parameter(query, "prefix"), parameter(query, "continuation-token")));
        } else {
            String content = objects.get(path.substring("/bucket/".length()));
            send(exchange, content == null ? 404 : 200,
                    content == null ? error("NoSuchKey", "The specified key does not exist.") : content);
        }
    }

    private void change(HttpExchange exchange, String key, String query, String sent) throws IOException {
        String upload = parameter(query, "uploadId");
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                String part = parameter(query, "partNumber");
                if (part.equals(refusedPart)) {
                    send(exchange, 403, error("AccessDenied", "Access Denied"));
                    return;
                }
                (upload.isEmpty() ? objects : parts).put(upload.isEmpty() ? key : part, sent);
                exchange.getResponseHeaders().add("ETag", "\"tag" + part + "\"");
                send(exchange, 200, "");
            }
            case "POST" -> {
                if (upload.isEmpty()) {
                    send(exchange, 200, "<InitiateMultipartUploadResult><UploadId>one</UploadId>"
                            + "</InitiateMultipartUploadResult>");
                } else {
                    assertThat(sent).contains("<PartNumber>1</PartNumber>").contains("tag" + parts.size());
                    objects.put(key, String.join("", parts.values()));
                    send(exchange, 200, "<CompleteMultipartUploadResult/>");
                }
            }
            default -> {
                (upload.isEmpty() ? objects : parts).clear();
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            }
        }
    }

    private String list(String prefix, String after) {
        List<String> keys = objects.keySet().stream()
                .filter(key -> key.startsWith(prefix) && key.compareTo(after) > 0).toList();
        StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>").append(keys.size() > 2)
                .append("</IsTruncated>");
        for (String key : keys.subList(0, Math.min(2, keys.size()))) {
            xml.append("<Contents><Key>").append(key)
                    .append("</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified>")
                    .append("<Size>").append(objects.get(key).length()).append("</Size></Contents>");
        }
        if (keys.size() > 2) {
            xml.append("<NextContinuationToken>").append(keys.get(1)).append("</NextContinuationToken>");
        }
        return xml.append("</ListBucketResult>").toString();
    }

    private static String parameter(String query, String name) {
        for (String part : query.split("&")) {
            if (part.startsWith(name + "=")) {
                return part.substring(name.length() + 1);
            }
        }
        return "";
    }

    private static String error(String code, String message) {
        return "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void objectsAreListedPageByPage() throws IOException {
        Iterator<Bucket.StoredObject> found = Bucket.s3("bucket", endpoint).list("data");
        assertThat(requests).hasSize(1);
        List<String> keys = new ArrayList<>();
        found.forEachRemaining(object -> keys.add(object.key() + " " + object.size()));
        assertThat(keys).containsExactly("data/a.json 22", "data/b.json 22", "data/c d.json 24", "data0 16");
        assertThat(requests).hasSize(2).allMatch(path -> path.startsWith("/bucket"));
    }

    @Test
    void objectIsRead() throws IOException {
        byte[] bytes = endpoint.bucket("bucket").read("data/c d.json", 1000);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("content of data/c d.json");
    }

    @Test
    void failuresAreSaidAsS3SaysThem() {
        assertThatThrownBy(() -> endpoint.bucket("bucket").open("missing")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> endpoint.bucket("nobucket").list("x")).isInstanceOf(IOException.class)
                .hasMessage("S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket");
        assertThatThrownBy(() -> endpoint.bucket("denied").list("x")).isInstanceOf(IOException.class)
                .hasMessage("S3ServiceException:Access Denied,Status 403,Error AccessDenied");
    }

    @Test
    void nothingIsContactedBeforeTheFirstObject() {
        endpoint.region("eu-west-1").bucket("bucket");
        assertThat(requests).isEmpty();
    }

    private static void write(Bucket bucket, String key, String content) throws IOException {
        try (Bucket.Upload upload = bucket.upload(key)) {
            upload.stream().write(content.getBytes(StandardCharsets.UTF_8));
            upload.complete();
        }
    }

    @Test
    void objectsAreSentWhenTheyAreComplete() throws IOException {
        Bucket bucket = Bucket.s3("bucket", endpoint);
        try (Bucket.Upload upload = bucket.upload("new/x y")) {
            upload.stream().write('a');
        }
        assertThat(requests).isEmpty();
        write(bucket, "new/x y", "content");
        assertThat(objects).containsEntry("new/x y", "content");
        write(bucket, "empty", "");
        assertThat(objects).containsEntry("empty", "");
        assertThatThrownBy(() -> write(Bucket.s3("denied", endpoint), "x", "content"))
                .hasMessage("S3ServiceException:Access Denied,Status 403,Error AccessDenied");
        bucket.delete("empty");
        assertThat(objects).isEmpty();
    }

    @Test
    void largeObjectsAreSentInParts() throws IOException {
        Bucket bucket = new S3Bucket(endpoint, "bucket", 10, 4);
        write(bucket, "small", "0123456789");
        assertThat(parts).isEmpty();
        write(bucket, "large", "0123456789ab");
        assertThat(parts).containsEntry("1", "0123").containsEntry("2", "4567").containsEntry("3", "89ab").hasSize(3);
        assertThat(objects).containsEntry("large", "0123456789ab");
        refusedPart = "2";
        assertThatThrownBy(() -> write(bucket, "refused", "0123456789ab")).hasMessageContaining("AccessDenied");
        assertThat(objects).doesNotContainKey("refused");
        assertThat(parts).as("what was sent is given up").isEmpty();
    }
}
