/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import org.jspecify.annotations.Nullable;

/** Goes through JSON text byte by byte, in place, and notes where the values of the columns stand. */
final class JsonScanner {

    /** The bytes ended within a value: more must come before it can be read. */
    static final class Incomplete extends Exception {

        private static final long serialVersionUID = 1L;
        private static final Incomplete INSTANCE = new Incomplete();

        private Incomplete() {
            super("the bytes end within a value", null, false, false);
        }
    }

    static final String NOT_AN_ARRAY = "Invalid JSONPath format: Not an array or index out of range.";
    static final String NOT_AN_OBJECT = "Invalid JSONPath format: Member is not an object.";

    private static final int MAX_DEPTH = 1000;
    private static final byte PLAIN = 0;
    /** What a byte means inside a string: nothing, its end or an escape, or an error. */
    private static final byte[] IN_STRING = new byte[256];

    static {
        for (int i = 0; i < 0x20; i++) {
            IN_STRING[i] = 1;
        }
        IN_STRING['\t'] = PLAIN;
        IN_STRING['"'] = 1;
        IN_STRING['\\'] = 1;
    }

    byte[] buf = {};
    int p;
    int end;
    /** The line where {@link #p} stands. */
    long line = 1;
    /** Where the values of the columns go. */
    private final @Nullable Fields fields;
    /** The first path that led to the wrong kind of value in this document, or null. */
    @Nullable String pathError;
    int pathErrorColumn;
    private byte[] key = new byte[64];

    JsonScanner(@Nullable Fields fields) {
        this.fields = fields;
    }

    void reset(byte[] src, int from, int to) {
        buf = src;
        p = from;
        end = to;
        pathError = null;
    }

    void skipBlanks() {
        byte[] src = buf;
        int at = p;
        int stop = end;
        while (at < stop) {
            byte b = src[at];
            if (b > ' ') {
                break;
            }
            if (b == '\n') {
                line++;
            } else if (b != ' ' && b != '\t' && b != '\r') {
                break;
            }
            at++;
        }
        p = at;
    }

    private byte peek() throws Incomplete {
        if (p < end && buf[p] > ' ') {
            return buf[p];
        }
        skipBlanks();
        if (p >= end) {
            throw Incomplete.INSTANCE;
        }
        return buf[p];
    }

    /** Reads the value at {@link #p}. */
    void value(@Nullable PathNode node, int depth) throws Incomplete, BadData {
        byte first = peek();
        switch (first) {
            case '{' -> object(node, depth);
            case '[' -> array(node, depth);
            case '"' -> {
                int start = ++p;
                byte kind = string();
                if (node != null) {
                    leaf(node, kind, start, p - 1);
                }
            }
            default -> {
                int start = p;
                boolean isNull = literal(first);
                if (node != null) {
                    if (isNull) {
                        forget(node);
                    } else {
                        leaf(node, Fields.JSON_LITERAL, start, p);
                    }
                }
            }
        }
    }

    private void leaf(PathNode node, byte kind, int from, int to) {
        if (fields != null) {
            for (int column : node.columns()) {
                fields.set(column, kind, from, to);
            }
        }
        if (node.hasMembers()) {
            wrong(NOT_AN_OBJECT, node);
        } else if (node.elementCount() > 0) {
            wrong(NOT_AN_ARRAY, node);
        }
    }

    private void wrong(String error, PathNode node) {
        if (pathError == null) {
            pathError = error;
            pathErrorColumn = node.subtree()[0];
        }
    }

    /** A second key of the same name: what the first one gave does not count. */
    private void forget(PathNode node) {
        if (fields != null) {
            for (int column : node.subtree()) {
                fields.kind[column] = Fields.ABSENT;
            }
        }
    }

    private void object(@Nullable PathNode node, int depth) throws Incomplete, BadData {
        if (depth >= MAX_DEPTH) {
            throw malformed("nested deeper than " + MAX_DEPTH);
        }
        int start = p++;
        boolean wanted = node != null && node.hasMembers();
        byte next = peek();
        if (next == '}') {
            p++;
        } else {
            for (int ordinal = 0;; ordinal++) {
                if (next != '"') {
                    throw unexpected("a key in double quotes");
                }
                p++;
                PathNode member = null;
                if (wanted) {
                    member = key(node, ordinal);
                } else {
                    string();
                }
                if (peek() != ':') {
                    throw unexpected("':'");
                }
                p++;
                if (member != null && (member.hasMembers() || member.elementCount() > 0)) {
                    forget(member);
                }
                value(member, depth + 1);
                next = peek();
                p++;
                if (next == '}') {
                    break;
                }
                if (next != ',') {
                    p--;
                    throw unexpected("',' or '}'");
                }
                next = peek();
            }
        }
        if (node != null) {
            container(node, start, wanted, false);
        }
    }

    private void container(PathNode node, int start, boolean members, boolean elements) {
        if (fields != null) {
            for (int column : node.columns()) {
                fields.set(column, Fields.JSON_CONTAINER, start, p);
            }
        }
        if (node.hasMembers() && !members) {
            wrong(NOT_AN_OBJECT, node);
        } else if (node.elementCount() > 0 && !elements) {
            wrong(NOT_AN_ARRAY, node);
        }
    }

    private @Nullable PathNode key(PathNode node, int ordinal) throws Incomplete, BadData {
        int start = p;
        int length = node.expected(ordinal, buf, start, end);
        if (length >= 0) {
            p = start + length + 1;
            return node.expectedNode(ordinal);
        }
        byte kind = string();
        int stop = p - 1;
        if (kind == Fields.JSON_STRING) {
            return node.member(ordinal, buf, start, stop, true);
        }
        if (key.length < stop - start) {
            key = new byte[(stop - start) * 2];
        }
        int unescaped = unescape(buf, start, stop, key);
        return node.member(ordinal, key, 0, unescaped, false);
    }

    private void array(@Nullable PathNode node, int depth) throws Incomplete, BadData {
        if (depth >= MAX_DEPTH) {
            throw malformed("nested deeper than " + MAX_DEPTH);
        }
        int start = p++;
        int count = 0;
        if (peek() == ']') {
            p++;
        } else {
            while (true) {
                value(node == null ? null : node.element(count), depth + 1);
                count++;
                byte next = peek();
                if (next == ']') {
                    p++;
                    break;
                }
                if (next != ',') {
                    throw unexpected("',' or ']'");
                }
                p++;
            }
        }
        if (node != null) {
            container(node, start, false, node.elementCount() > 0);
            for (int i = count; i < node.elementCount(); i++) {
                PathNode missing = node.element(i);
                if (missing != null) {
                    wrong(NOT_AN_ARRAY, missing);
                }
            }
        }
    }

    /** Reads to behind the closing quote; {@link #p} stands behind the opening one. */
    private byte string() throws Incomplete, BadData {
        byte[] src = buf;
        int stop = end;
        int at = p;
        byte kind = Fields.JSON_STRING;
        byte[] meaning = IN_STRING;
        while (true) {
            while (at < stop && meaning[src[at] & 0xff] == PLAIN) {
                at++;
            }
            if (at >= stop) {
                throw Incomplete.INSTANCE;
            }
            byte b = src[at];
            if (b == '"') {
                p = at + 1;
                return kind;
            }
            if (b != '\\') {
                p = at;
                throw malformed("a string is not closed, or holds the control character 0x" + Utf8.hex(b));
            }
            kind = Fields.JSON_ESCAPED;
            if (at + 1 >= stop) {
                throw Incomplete.INSTANCE;
            }
            at = escape(src, at + 1, stop);
        }
    }

    private int escape(byte[] src, int at, int stop) throws Incomplete, BadData {
        switch (src[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return at + 1;
            }
            case 'u' -> {
                if (at + 4 >= stop) {
                    throw Incomplete.INSTANCE;
                }
                for (int i = at + 1; i <= at + 4; i++) {
                    if (Character.digit(src[i], 16) < 0) {
                        p = i;
                        throw malformed("\\u needs four hexadecimal digits");
                    }
                }
                return at + 5;
            }
            default -> {
                p = at;
                throw malformed("\\" + BadData.printable(src[at]) + " is no escape");
            }
        }
    }

    /** Reads a number, true, false or null; says whether it was null. */
    private boolean literal(byte first) throws Incomplete, BadData {
        return switch (first) {
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> !word("null");
            default -> {
                if (first != '-' && (first < '0' || first > '9')) {
                    throw unexpected("a value");
                }
                number();
                yield false;
            }
        };
    }

    private boolean word(String word) throws Incomplete, BadData {
        for (int i = 0; i < word.length(); i++) {
            if (p + i >= end) {
                throw Incomplete.INSTANCE;
            }
            if (buf[p + i] != word.charAt(i)) {
                throw unexpected("a value");
            }
        }
        p += word.length();
        return false;
    }

    private void number() throws Incomplete, BadData {
        byte[] src = buf;
        int at = p + (src[p] == '-' ? 1 : 0);
        int digits = at;
        at = digits(at);
        boolean ok = at > digits && (src[digits] != '0' || at == digits + 1);
        if (at < end && src[at] == '.') {
            int fraction = ++at;
            at = digits(at);
            ok &= at > fraction;
        }
        if (at < end && (src[at] == 'e' || src[at] == 'E')) {
            at++;
            if (at < end && (src[at] == '+' || src[at] == '-')) {
                at++;
            }
            int exponent = at;
            at = digits(at);
            ok &= at > exponent;
        }
        if (at >= end) {
            // a number at the very end may go on in the next bytes
            throw Incomplete.INSTANCE;
        }
        if (!ok) {
            throw malformed("no number");
        }
        p = at;
    }

    private int digits(int from) {
        int at = from;
        while (at < end && buf[at] >= '0' && buf[at] <= '9') {
            at++;
        }
        return at;
    }

    private BadData unexpected(String wanted) {
        int b = buf[p] & 0xff;
        return malformed("expected " + wanted + ", found "
                + (b > 0x20 && b < 0x7f ? "'" + (char) b + "'" : "0x" + Utf8.hex(buf[p])));
    }

    private static BadData malformed(String what) {
        return new BadData(BadData.PARSE_ERROR, -1, "Invalid JSON: " + what);
    }

    /** Writes what a string with escapes means, and gives its length, which is never more than the source's. */
    static int unescape(byte[] src, int from, int to, byte[] target) {
        int out = 0;
        int at = from;
        while (at < to) {
            byte b = src[at++];
            if (b != '\\') {
                target[out++] = b;
                continue;
            }
            byte escape = src[at++];
            switch (escape) {
                case 'b' -> target[out++] = '\b';
                case 'f' -> target[out++] = '\f';
                case 'n' -> target[out++] = '\n';
                case 'r' -> target[out++] = '\r';
                case 't' -> target[out++] = '\t';
                case 'u' -> {
                    int unit = unit(src, at);
                    at += 4;
                    if (unit >= 0xd800 && unit < 0xdc00 && at + 5 < to && src[at] == '\\' && src[at + 1] == 'u') {
                        int low = unit(src, at + 2);
                        if (low >= 0xdc00 && low < 0xe000) {
                            unit = 0x10000 + (unit - 0xd800 << 10) + low - 0xdc00;
                            at += 6;
                        }
                    }
                    out = Utf8.encode(unit, target, out);
                }
                default -> target[out++] = escape;
            }
        }
        return out;
    }

    private static int unit(byte[] src, int at) {
        return Character.digit(src[at], 16) << 12 | Character.digit(src[at + 1], 16) << 8
                | Character.digit(src[at + 2], 16) << 4 | Character.digit(src[at + 3], 16);
    }

    /**
     * Writes an object or array as text on one line: blanks outside strings go, but one behind a colon stays, as
     * Redshift's manual prints it. Gives the length.
     */
    static int compact(byte[] src, int from, int to, byte[] target) {
        int out = 0;
        boolean inString = false;
        for (int at = from; at < to; at++) {
            byte b = src[at];
            if (inString) {
                target[out++] = b;
                if (b == '\\') {
                    target[out++] = src[++at];
                } else if (b == '"') {
                    inString = false;
                }
            } else if (b > ' ' || b < 0) {
                target[out++] = b;
                inString = b == '"';
            } else if (out > 0 && target[out - 1] == ':') {
                target[out++] = ' ';
            }
        }
        return out;
    }
}
