/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

/** JSON: root objects (or arrays) one after the other, a row each, with any white space or none between. */
final class JsonRows extends RowScanner {

    private final PathNode root;
    private final JsonScanner scanner;

    JsonRows(Fields fields, PathNode root, int headerLines) {
        super(fields, headerLines);
        this.root = root;
        this.scanner = new JsonScanner(fields);
    }

    @Override
    boolean scan(Window window) throws BadData {
        scanner.reset(window.buf, window.pos, window.end);
        scanner.line = line;
        scanner.skipBlanks();
        window.pos = scanner.p;
        line = scanner.line;
        if (window.pos == window.end) {
            return false;
        }
        fields.clear();
        byte first = window.buf[window.pos];
        if (first != '{' && first != '[') {
            return junk(window);
        }
        try {
            scanner.value(root, 0);
        } catch (JsonScanner.Incomplete e) {
            if (window.left() > MAX_ROW) {
                throw tooLong(window);
            }
            if (window.last) {
                return malformed(window, new BadData(BadData.PARSE_ERROR, -1,
                        "Invalid JSON: the file ends within the " + (first == '{' ? "object" : "array")));
            }
            return false;
        } catch (BadData e) {
            return malformed(window, e);
        }
        rowFrom = window.pos;
        rowTo = scanner.p;
        rowLine = scanner.line;
        line = scanner.line;
        window.pos = scanner.p;
        if (rowTo - rowFrom > MAX_ROW) {
            throw new BadData(BadData.INVALID_LINE, -1, "The row is longer than " + (MAX_ROW >> 20) + " MB");
        }
        String pathError = scanner.pathError;
        if (pathError != null) {
            badFrom = rowFrom;
            badTo = rowTo;
            broken(new BadData(BadData.PARSE_ERROR, -1, pathError), scanner.pathErrorColumn, scanner.pathErrorColumn);
        }
        return true;
    }

    /** Text that is no document: to the next bracket or line end, one error. */
    private boolean junk(Window window) throws BadData {
        byte[] src = window.buf;
        int at = window.pos;
        while (at < window.end && src[at] != '{' && src[at] != '[' && src[at] != '\n') {
            at++;
        }
        if (at == window.end && !window.last && window.left() <= MAX_ROW) {
            return false;
        }
        rowFrom = window.pos;
        rowTo = Bytes.dropBlanks(src, rowFrom, at);
        rowLine = line;
        window.pos = at;
        throw new BadData(BadData.PARSE_ERROR, -1, "Invalid JSON: text between the objects");
    }

    private boolean malformed(Window window, BadData why) throws BadData {
        int goOn = goOn(window, scanner.p);
        if (goOn < 0) {
            return false;
        }
        rowFrom = window.pos;
        rowTo = Bytes.dropBlanks(window.buf, rowFrom, goOn);
        // a bracket at the beginning of a line belongs to the next document: the broken one ended before it
        rowLine = goOn == scanner.p && goOn > rowTo ? scanner.line - 1 : scanner.line;
        for (int i = window.pos; i < goOn; i++) {
            line += window.buf[i] == '\n' ? 1 : 0;
        }
        window.pos = goOn;
        throw why;
    }

    /**
     * Where the next document may begin behind a broken one: behind its bracket if that closes on the same line, else
     * at the next line that begins with a bracket. -1 if more bytes must come to say it.
     */
    private int goOn(Window window, int broken) {
        byte[] src = window.buf;
        int depth = 0;
        boolean inString = false;
        int at = window.pos;
        for (; at < window.end; at++) {
            byte b = src[at];
            if (b == '\n' && at >= broken) {
                break;
            }
            if (inString) {
                if (b == '\\') {
                    at++;
                } else {
                    inString = b != '"';
                }
            } else if (b == '"') {
                inString = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if ((b == '}' || b == ']') && --depth == 0 && at >= broken) {
                return at + 1;
            }
        }
        boolean nextDocument = broken > window.pos && broken < window.end && src[broken - 1] == '\n'
                && (src[broken] == '{' || src[broken] == '[');
        if (nextDocument) {
            return broken;
        }
        for (at = broken; at < window.end; at++) {
            if (src[at] == '\n') {
                if (at + 1 < window.end && (src[at + 1] == '{' || src[at + 1] == '[')) {
                    return at + 1;
                }
            }
        }
        return window.last || window.left() > MAX_ROW ? window.end : -1;
    }
}
