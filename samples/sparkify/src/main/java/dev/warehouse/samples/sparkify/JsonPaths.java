/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import java.util.List;
import java.util.stream.Collectors;

/** The jsonpaths file that goes with the event log: which key goes into which column of {@code staging_events}. */
final class JsonPaths {

    static final List<String> KEYS = List.of("artist", "auth", "firstName", "gender", "itemInSession", "lastName",
            "length", "level", "location", "method", "page", "registration", "sessionId", "song", "status", "ts",
            "userAgent", "userId");

    static final String OF_EVENTS = KEYS.stream().map(key -> "    \"$['" + key + "']\"")
            .collect(Collectors.joining(",\n", "{\n  \"jsonpaths\": [\n", "\n  ]\n}\n"));

    private JsonPaths() {
    }
}
