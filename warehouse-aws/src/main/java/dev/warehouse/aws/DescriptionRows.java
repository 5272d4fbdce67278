/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** How the values of descriptions are written for people. */
final class DescriptionRows {

    private DescriptionRows() {
    }

    static String endpoint(@Nullable String host, int port) {
        return host == null ? "not yet" : host + ":" + port;
    }

    static String yesOrNo(boolean value) {
        return value ? "yes" : "no";
    }

    static String tags(Map<String, String> tags) {
        return tags.entrySet().stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /** A table of two columns. */
    static String table(Map<String, String> rows) {
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        return rows.entrySet().stream()
                .map(row -> String.format("%-" + width + "s  %s", row.getKey(), row.getValue()).stripTrailing())
                .collect(Collectors.joining("\n"));
    }
}
