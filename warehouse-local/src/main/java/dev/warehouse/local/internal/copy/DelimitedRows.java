/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

/** Text with a delimiter: one record a line. With ESCAPE and REMOVEQUOTES if they are asked for. */
final class DelimitedRows extends RowScanner {

    private static final long LINE_ENDS = Bytes.pattern((byte) '\n');

    private final byte[] delimiter;
    private final boolean escape;
    private final boolean removeQuotes;
    private final boolean fillRecord;
    private final boolean ignoreBlankLines;
    private final long delimiters;
    private final boolean[] stops = new boolean[256];

    DelimitedRows(Fields fields, CopyStatement copy) {
        super(fields, copy.ignoreHeader);
        this.delimiter = copy.delimiter;
        this.escape = copy.escape;
        this.removeQuotes = copy.removeQuotes;
        this.fillRecord = copy.fillRecord;
        this.ignoreBlankLines = copy.ignoreBlankLines;
        this.delimiters = Bytes.pattern(delimiter[0]);
        stops[delimiter[0] & 0xff] = true;
        stops['\n'] = true;
        stops['\\'] |= escape;
    }

    @Override
    boolean scan(Window window) throws BadData {
        while (true) {
            int from = window.pos;
            if (from == window.end) {
                return false;
            }
            int blank = blankLine(window, from);
            if (blank == 0 || !ignoreBlankLines) {
                return row(window);
            }
            if (blank < 0) {
                return false;
            }
            window.pos = from + blank;
            line++;
        }
    }

    /** The bytes of the line end if the line at {@code at} is empty, 0 if it is not, -1 if that cannot be said yet. */
    private static int blankLine(Window window, int at) {
        if (window.buf[at] == '\n') {
            return 1;
        }
        if (window.buf[at] != '\r') {
            return 0;
        }
        return at + 1 < window.end ? window.buf[at + 1] == '\n' ? 2 : 0 : window.last ? 1 : -1;
    }

    private boolean row(Window window) throws BadData {
        byte[] src = window.buf;
        int end = window.end;
        boolean[] stop = stops;
        int count = fields.count();
        int field = 0;
        int at = window.pos;
        int start = at;
        long newlines = 1;
        boolean escaped = false;
        int unclosed = -1;
        int unclosedFrom = 0;
        int lastFrom = start;
        int lastTo = start;
        boolean quoted = false;
        int quoteFrom = -1;
        int quoteEnd = -1;
        while (true) {
            if (removeQuotes && at == start) {
                quoteFrom = openingQuote(src, start, end);
                quoteEnd = quoteFrom < 0 ? quoteFrom : closingQuote(window, quoteFrom);
                if (quoteEnd == MORE && !window.last) {
                    return incomplete(window);
                }
                if (quoteFrom == start && quoteEnd < 0) {
                    if (unclosed < 0) {
                        unclosed = field;
                        unclosedFrom = at;
                    }
                } else if (quoteEnd >= 0) {
                    at = quoteFrom;
                    escaped = escape && Bytes.indexOf(src, at, quoteEnd, (byte) '\\') >= 0;
                    for (int i = at; escape && i < quoteEnd; i++) {
                        newlines += src[i] == '\n' ? 1 : 0;
                    }
                    quoted = true;
                    at = quoteEnd + 1;
                }
            }
            if (escape) {
                while (at < end && !stop[src[at] & 0xff]) {
                    at++;
                }
            } else {
                at = Bytes.indexOfEither(src, at, end, delimiters, LINE_ENDS);
            }
            boolean lineEnd = at >= end;
            if (lineEnd) {
                if (!window.last) {
                    return incomplete(window);
                }
            } else if (src[at] == '\n') {
                lineEnd = true;
            } else if (escape && src[at] == '\\') {
                if (at + 1 >= end && !window.last) {
                    return incomplete(window);
                }
                escaped = true;
                newlines += at + 1 < end && src[at + 1] == '\n' ? 1 : 0;
                at = Math.min(at + 2, end);
                continue;
            } else if (delimiter.length > 1) {
                int matched = matchDelimiter(window, at);
                if (matched < 0) {
                    return incomplete(window);
                }
                if (matched == 0) {
                    at++;
                    continue;
                }
            }
            int fieldEnd = at;
            if (lineEnd && fieldEnd > start && src[fieldEnd - 1] == '\r'
                    && !(escaped && isEscaped(src, start, fieldEnd - 1))) {
                fieldEnd--;
            }
            lastFrom = start;
            lastTo = fieldEnd;
            if (field < count) {
                if (quoted) {
                    fields.set(field, escaped ? Fields.ESCAPED : Fields.TEXT, quoteFrom + 1, quoteEnd);
                } else {
                    fields.set(field, escaped ? Fields.ESCAPED : Fields.TEXT, start, fieldEnd);
                }
            }
            field++;
            if (lineEnd) {
                break;
            }
            at += delimiter.length;
            start = at;
            escaped = false;
            quoted = false;
        }
        rowFrom = window.pos;
        rowTo = lastTo;
        rowLine = line;
        line += newlines;
        window.pos = Math.min(at + 1, end);
        if (unclosed >= 0) {
            badFrom = unclosedFrom;
            badTo = rowTo;
            broken(new BadData(BadData.INVALID_LINE, -1, "Delimited value missing end quote"),
                    Math.min(unclosed, count - 1), Math.min(unclosed, count));
            return true;
        }
        finish(field, count, lastFrom, lastTo);
        return true;
    }

    private void finish(int found, int count, int lastFrom, int lastTo) {
        if (found == count || found == count + 1 && lastFrom == lastTo) {
            // one delimiter behind the last field is no field more
            return;
        }
        badFrom = lastFrom;
        badTo = lastTo;
        if (found > count) {
            broken(new BadData(BadData.EXTRA_COLUMNS, -1, "Extra column(s) found"), count - 1, count);
            return;
        }
        tooFew(found, fillRecord);
    }

    private boolean incomplete(Window window) throws BadData {
        if (window.left() > MAX_ROW) {
            throw tooLong(window);
        }
        return false;
    }

    /** The length of the delimiter if it stands at {@code at}, 0 if it does not, -1 if that cannot be said yet. */
    private int matchDelimiter(Window window, int at) {
        for (int i = 1; i < delimiter.length; i++) {
            if (at + i >= window.end) {
                return window.last ? 0 : -1;
            }
            if (window.buf[at + i] != delimiter[i]) {
                return 0;
            }
        }
        return delimiter.length;
    }

    private static final int MORE = -2;
    private static final int NONE = -1;

    /** Whether an odd number of backslashes stands before the byte: an even one escapes itself. */
    private static boolean isEscaped(byte[] src, int from, int at) {
        int first = at;
        while (first > from && src[first - 1] == '\\') {
            first--;
        }
        return (at - first & 1) != 0;
    }

    /** Where the field's opening quote stands, behind blanks or not, {@link #NONE}, or {@link #MORE}. */
    private int openingQuote(byte[] src, int from, int end) {
        int at = from;
        while (at < end && (src[at] == ' ' || src[at] == '\t') && src[at] != delimiter[0]) {
            at++;
        }
        return at == end ? MORE : src[at] == '"' || src[at] == '\'' ? at : NONE;
    }

    /** Where the quote at {@code open} closes: at the same sign before a delimiter or the line's end. */
    private int closingQuote(Window window, int open) {
        byte[] src = window.buf;
        int end = window.end;
        for (int at = open + 1; at < end; at++) {
            byte b = src[at];
            if (b == '\n') {
                return NONE;
            }
            if (escape && b == '\\') {
                at++;
            } else if (b == src[open]) {
                int behind = at + 1;
                if (behind < end && src[behind] == '\r') {
                    behind++;
                }
                if (behind >= end) {
                    return window.last ? at : MORE;
                }
                if (src[behind] == '\n') {
                    return at;
                }
                int matched = src[at + 1] == delimiter[0] ? matchDelimiter(window, at + 1) : 0;
                if (matched != 0) {
                    return matched < 0 ? MORE : at;
                }
            }
        }
        return window.last ? NONE : MORE;
    }
}
