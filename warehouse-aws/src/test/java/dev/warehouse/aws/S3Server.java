/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers over HTTP as S3 does, as far as a listing, small objects and regions go: two keys a page, redirects to those who
 * sign for another region, and SlowDown when told to.
 */
public final class S3Server implements AutoCloseable {

    private static final Pattern SIGNED_FOR = Pattern.compile("Credential=[^/]+/\\d+/([^/]+)/s3/");
    private static final int PAGE = 2;

    private final HttpServer server;
    private final Map<String, String> regions = new ConcurrentHashMap<>();
    private final Map<String, SortedMap<String, String>> buckets = new ConcurrentHashMap<>();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger slowDowns = new AtomicInteger();

    public S3Server() throws IOException {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public SortedMap<String, String> bucket(String name, String region) {
        regions.put(name, region);
        return buckets.computeIfAbsent(name, key -> new ConcurrentSkipListMap<>());
    }

    /** A bucket that exists, and whose objects the caller may not see. */
    public S3Server deny(String name, String region) {
        bucket(name, region);
        denied.add(name);
        return this;
    }

    public List<String> requests() {
        return requests;
    }

    public void slowDown(int times) {
        slowDowns.set(times);
    }

    @Override
    public void close() {
        server.stop(0);
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String name = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
        String key = path.contains("/") ? path.substring(path.indexOf('/') + 1) : "";
        String region = regions.get(name);
        byte[] sent = exchange.getRequestBody().readAllBytes();
        requests.add(exchange.getRequestMethod() + " " + path);
        if (region != null) {
            exchange.getResponseHeaders().add("x-amz-bucket-region", region);
        }
        if (slowDowns.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            fail(exchange, 503, "SlowDown", "Please reduce your request rate.");
        } else if (region == null) {
            fail(exchange, 404, "NoSuchBucket", "The specified bucket does not exist");
        } else if (!region.equals(signedFor(exchange))) {
            fail(exchange, 301, "PermanentRedirect",
                    "The bucket you are attempting to access must be addressed using the specified endpoint.");
        } else if (name.startsWith("denied") || denied.contains(name)) {
            fail(exchange, 403, "AccessDenied", "Access Denied");
        } else {
            answer(exchange, buckets.get(name), key, query, new String(sent, StandardCharsets.UTF_8));
        }
    }

    private static void answer(HttpExchange exchange, SortedMap<String, String> objects, String key, String query,
            String sent) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "HEAD" -> send(exchange, 200, "");
            case "PUT" -> {
                objects.put(key, sent);
                send(exchange, 200, "");
            }
            case "DELETE" -> {
                objects.remove(key);
                send(exchange, 204, "");
            }
            default -> {
                if (key.isEmpty()) {
                    send(exchange, 200, list(objects, parameter(query, "prefix"), parameter(query, "continuation-token")));
                } else if (objects.containsKey(key)) {
                    send(exchange, 200, objects.get(key));
                } else {
                    fail(exchange, 404, "NoSuchKey", "The specified key does not exist.");
                }
            }
        }
    }

    private static String list(SortedMap<String, String> objects, String prefix, String after) {
        List<String> keys = objects.keySet().stream()
                .filter(key -> key.startsWith(prefix) && key.compareTo(after) > 0).limit(PAGE + 1).toList();
        StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>").append(keys.size() > PAGE)
                .append("</IsTruncated>");
        for (String key : keys.subList(0, Math.min(PAGE, keys.size()))) {
            xml.append("<Contents><Key>").append(key)
                    .append("</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;tag-")
                    .append(objects.get(key).length()).append("&quot;</ETag><Size>")
                    .append(objects.get(key).length()).append("</Size></Contents>");
        }
        if (keys.size() > PAGE) {
            xml.append("<NextContinuationToken>").append(keys.get(PAGE - 1)).append("</NextContinuationToken>");
        }
        return xml.append("</ListBucketResult>").toString();
    }

    private static String signedFor(HttpExchange exchange) {
        Matcher signature = SIGNED_FOR.matcher(String.valueOf(
                exchange.getRequestHeaders().getFirst("Authorization")));
        return signature.find() ? signature.group(1) : "";
    }

    private static String parameter(String query, String name) {
        for (String part : query.split("&")) {
            if (part.startsWith(name + "=")) {
                return part.substring(name.length() + 1);
            }
        }
        return "";
    }

    private static void fail(HttpExchange exchange, int status, String code, String message) throws IOException {
        send(exchange, status, "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>");
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        boolean none = exchange.getRequestMethod().equals("HEAD") || status == 204;
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
        if (!none) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
