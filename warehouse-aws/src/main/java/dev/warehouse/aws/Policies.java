/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.warehouse.api.S3Location;
import org.jspecify.annotations.Nullable;

/**
 * The policies of the role that COPY and UNLOAD enter S3 with; see "IAM permissions for COPY, UNLOAD, and CREATE
 * LIBRARY" and "Authorizing Amazon Redshift to access AWS services on your behalf".
 */
final class Policies {

    private Policies() {
    }

    /** Who may be the role: Redshift. */
    static String trust() {
        return trust("redshift.amazonaws.com");
    }

    /** Who may be the role: Redshift, also where it is serverless. */
    static String trustServerless() {
        return trust(List.of("redshift.amazonaws.com", "redshift-serverless.amazonaws.com"));
    }

    private static String trust(Object services) {
        return policy(List.of(statement("sts:AssumeRole", Map.of("Principal", Map.of("Service", services)))));
    }

    /** Whether Redshift may be the role. A condition is taken to be met: it narrows down users, and cannot be tried. */
    static boolean trustsRedshift(String document, String region) {
        for (Map<?, ?> statement : statements(document)) {
            if ("Allow".equals(statement.get("Effect")) && statement.get("Principal") instanceof Map<?, ?> principal
                    && strings(statement.get("Action")).stream()
                            .anyMatch(action -> action.equals("sts:AssumeRole") || action.equals("sts:*"))
                    && strings(principal.get("Service")).stream().anyMatch(service ->
                            service.equals("redshift.amazonaws.com")
                                    || service.equals("redshift." + region + ".amazonaws.com"))) {
                return true;
            }
        }
        return false;
    }

    /** Reading what was named and nothing else, and writing where that was named. */
    static String access(String partition, boolean everyBucket, List<S3Location> reads, List<S3Location> writes) {
        List<Map<String, Object>> statements = new ArrayList<>();
        if (everyBucket) {
            statements.add(statement(List.of("s3:Get*", "s3:List*"), Map.of("Resource", "*")));
        }
        Map<String, Set<String>> prefixes = new TreeMap<>();
        for (S3Location location : everyBucket ? writes : plus(reads, writes)) {
            prefixes.computeIfAbsent(location.bucket(), bucket -> new TreeSet<>()).add(location.key() + "*");
        }
        for (Map.Entry<String, Set<String>> bucket : prefixes.entrySet()) {
            String arn = partition + ":s3:::" + bucket.getKey();
            statements.add(statement("s3:GetBucketLocation", Map.of("Resource", arn)));
            Map<String, Object> list = statement("s3:ListBucket", Map.of("Resource", arn));
            if (!bucket.getValue().contains("*")) {
                list.put("Condition", Map.of("StringLike", Map.of("s3:prefix", List.copyOf(bucket.getValue()))));
            }
            statements.add(list);
        }
        if (!everyBucket && !reads.isEmpty()) {
            statements.add(statement("s3:GetObject", Map.of("Resource", objects(partition, reads))));
        }
        if (!writes.isEmpty()) {
            // UNLOAD looks for what is there, deletes it if told to, and writes big files in parts
            statements.add(statement(List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject",
                    "s3:AbortMultipartUpload"),
                    Map.of("Resource", objects(partition, writes))));
        }
        return policy(statements);
    }

    /** Whether two documents say the same; IAM gives them back in percent-encoding. */
    static boolean same(String one, String other) {
        try {
            return String.valueOf(Json.read(decoded(one))).equals(String.valueOf(Json.read(decoded(other))));
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> objects(String partition, List<S3Location> locations) {
        return locations.stream().map(location -> partition + ":s3:::" + location.bucket() + "/" + location.key() + "*")
                .distinct().sorted().toList();
    }

    private static List<S3Location> plus(List<S3Location> some, List<S3Location> more) {
        Set<S3Location> all = new LinkedHashSet<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    private static Map<String, Object> statement(Object action, Map<String, Object> more) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", "Allow");
        statement.put("Action", action);
        statement.putAll(more);
        return statement;
    }

    private static String policy(List<Map<String, Object>> statements) {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Version", "2012-10-17");
        policy.put("Statement", statements);
        return Json.write(policy);
    }

    private static String decoded(String document) {
        return document.stripLeading().startsWith("{") ? document : URLDecoder.decode(document, StandardCharsets.UTF_8);
    }

    private static List<Map<?, ?>> statements(String document) {
        List<Map<?, ?>> statements = new ArrayList<>();
        try {
            if (Json.read(decoded(document)) instanceof Map<?, ?> policy) {
                Object told = policy.get("Statement");
                for (Object statement : told instanceof List<?> list ? list
                        : told == null ? List.of() : List.of(told)) {
                    if (statement instanceof Map<?, ?> map) {
                        statements.add(map);
                    }
                }
            }
        } catch (IOException e) {
            return List.of(); // a policy that cannot be read allows nothing
        }
        return statements;
    }

    private static List<String> strings(@Nullable Object value) {
        return value instanceof List<?> list ? list.stream().map(String::valueOf).toList()
                : value == null ? List.of() : List.of(String.valueOf(value));
    }
}
