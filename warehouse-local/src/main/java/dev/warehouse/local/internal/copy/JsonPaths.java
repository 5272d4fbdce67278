/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.warehouse.api.internal.sql.RedshiftError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Where the columns of a JSON load come from. Defined by "COPY from JSON format" in the Redshift guide. */
final class JsonPaths {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_INDEX = 1_000_000;

    private enum Notation { NONE, BRACKET, DOT }

    private JsonPaths() {
    }

    /** Reads the statement's JSON option, and makes trees of it over the columns: each is for one thread. */
    static Supplier<PathNode> trees(CopyStatement copy, List<TargetColumn> columns, Buckets buckets) {
        switch (copy.jsonOption) {
            case "auto" -> {
                return () -> auto(columns, false);
            }
            case "auto ignorecase" -> {
                return () -> auto(columns, true);
            }
            case "noshred" -> {
                if (columns.size() != 1 || !columns.get(0).type().equals("super")) {
                    throw new RedshiftError(RedshiftError.INTERNAL_ERROR,
                            "JSON 'noshred' loads into exactly one column, of type SUPER", null,
                            "Name that column in a column list.", copy.jsonPosition);
                }
                return () -> tree(List.of(List.of()));
            }
            default -> {
                return file(copy, columns, buckets);
            }
        }
    }

    private static PathNode auto(List<TargetColumn> columns, boolean ignoreCase) {
        PathNode root = new PathNode(ignoreCase);
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i).name();
            root.add(List.of(ignoreCase ? name.toLowerCase(Locale.ROOT) : name), i);
        }
        return root;
    }

    private static Supplier<PathNode> file(CopyStatement copy, List<TargetColumn> columns, Buckets buckets) {
        S3Path place = S3Path.of(copy.jsonOption, "The jsonpaths file", copy.jsonPosition);
        byte[] json = place.read(buckets, "The jsonpaths file", copy.jsonPosition);
        List<String> paths = new ArrayList<>();
        boolean isPaths;
        try (JsonParser parser = JSON.createParser(json)) {
            isPaths = read(parser, paths);
        } catch (IOException e) {
            String why = e instanceof JsonProcessingException at
                    ? at.getOriginalMessage() + (at.getLocation() == null ? "" : " (line "
                            + at.getLocation().getLineNr() + ", column " + at.getLocation().getColumnNr() + ")")
                    : String.valueOf(e.getMessage());
            throw new RedshiftError(RedshiftError.INTERNAL_ERROR,
                    "Invalid JSONPath format: the jsonpaths file " + place + " is malformed", why,
                    "It is one JSON object: {\"jsonpaths\":[\"$['first']\",\"$['second']\"]}.", copy.jsonPosition);
        }
        if (!isPaths) {
            // documented: an object without "jsonpaths" is passed over
            return () -> auto(columns, false);
        }
        if (paths.size() != columns.size()) {
            throw new RedshiftError(RedshiftError.INTERNAL_ERROR,
                    "Number of jsonpaths and the number of columns should match. JSONPath size: " + paths.size()
                            + ", Number of columns in table or column list: " + columns.size(),
                    "jsonpaths file: " + place + "; columns: "
                            + String.join(", ", columns.stream().map(TargetColumn::name).toList()),
                    "Give the COPY a column list with one column a path, in the order of the paths.",
                    copy.jsonPosition);
        }
        List<List<Object>> ways = new ArrayList<>();
        Notation[] notation = {Notation.NONE};
        for (int i = 0; i < paths.size(); i++) {
            try {
                ways.add(steps(paths.get(i), notation));
            } catch (IllegalArgumentException e) {
                throw new RedshiftError(RedshiftError.INTERNAL_ERROR,
                        "Invalid JSONPath format: \"" + paths.get(i) + "\": " + e.getMessage(),
                        "path " + (i + 1) + " of " + place,
                        "Write all paths as $['a']['b'][0] or all as $.a.b[0].", copy.jsonPosition);
            }
        }
        return () -> tree(ways);
    }

    private static PathNode tree(List<List<Object>> ways) {
        PathNode root = new PathNode(false);
        for (int i = 0; i < ways.size(); i++) {
            root.add(ways.get(i), i);
        }
        return root;
    }

    private static boolean read(JsonParser parser, List<String> paths) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("the file must hold one JSON object");
        }
        boolean found = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!name.equals("jsonpaths")) {
                parser.skipChildren();
                continue;
            }
            if (value != JsonToken.START_ARRAY || found) {
                throw new IOException("\"jsonpaths\" must be one array of strings");
            }
            found = true;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.VALUE_STRING || parser.getText().isBlank()) {
                    throw new IOException("path " + (paths.size() + 1) + " is not a string, or is empty");
                }
                paths.add(parser.getText());
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            throw new IOException("there is text behind the object");
        }
        return found;
    }

    /** The steps of a path: Strings for members, Integers for elements. */
    private static List<Object> steps(String path, Notation[] notation) {
        if (!path.startsWith("$")) {
            throw new IllegalArgumentException("a path begins with $");
        }
        List<Object> steps = new ArrayList<>();
        int at = 1;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (c == '.') {
                notation(notation, Notation.DOT);
                int stop = at + 1;
                while (stop < path.length() && path.charAt(stop) != '.' && path.charAt(stop) != '[') {
                    if ("'\"]*?@()".indexOf(path.charAt(stop)) >= 0) {
                        throw new IllegalArgumentException("a name behind a dot cannot hold " + path.charAt(stop));
                    }
                    stop++;
                }
                if (stop == at + 1) {
                    throw new IllegalArgumentException("a name is missing behind a dot");
                }
                steps.add(path.substring(at + 1, stop));
                at = stop;
            } else if (c == '[') {
                at = bracket(path, at + 1, steps, notation);
            } else {
                throw new IllegalArgumentException("unexpected " + c);
            }
        }
        return steps;
    }

    private static int bracket(String path, int from, List<Object> steps, Notation[] notation) {
        char first = from < path.length() ? path.charAt(from) : 0;
        if (first == '\'' || first == '"') {
            notation(notation, Notation.BRACKET);
            int close = path.indexOf(first + "]", from + 1);
            if (close < 0) {
                throw new IllegalArgumentException("a quote or bracket is not closed");
            }
            if (close == from + 1) {
                throw new IllegalArgumentException("a name is empty");
            }
            steps.add(path.substring(from + 1, close));
            return close + 2;
        }
        int close = path.indexOf(']', from);
        String index = close < 0 ? "" : path.substring(from, close).trim();
        if (!index.matches("[0-9]{1,7}") || Integer.parseInt(index) > MAX_INDEX) {
            throw new IllegalArgumentException("in brackets stands a name in quotes or an index from 0");
        }
        steps.add(Integer.valueOf(index));
        return close + 1;
    }

    private static void notation(Notation[] seen, Notation now) {
        if (seen[0] != Notation.NONE && seen[0] != now) {
            throw new IllegalArgumentException("bracket and dot notation cannot be mixed in one file");
        }
        seen[0] = now;
    }
}
