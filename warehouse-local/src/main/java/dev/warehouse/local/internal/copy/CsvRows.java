/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

/** CSV: fields in quotes may hold delimiters, line ends and doubled quotes. */
final class CsvRows extends RowScanner {

    private static final int MORE = -1;
    private static final int BROKEN = -2;

    private static final long LINE_ENDS = Bytes.pattern((byte) '\n');

    private final byte[] delimiter;
    private final long delimiters;
    private final long quotes;
    private final byte quote;
    private final boolean fillRecord;
    private final boolean ignoreBlankLines;
    private final boolean blankDelimiter;
    private long newlines;
    private byte kind;
    private int fieldFrom;
    private int fieldTo;

    CsvRows(Fields fields, CopyStatement copy) {
        super(fields, copy.ignoreHeader);
        this.delimiter = copy.delimiter;
        this.delimiters = Bytes.pattern(delimiter[0]);
        this.quote = copy.quote;
        this.quotes = Bytes.pattern(quote);
        this.fillRecord = copy.fillRecord;
        this.ignoreBlankLines = copy.ignoreBlankLines;
        this.blankDelimiter = Bytes.isBlank(delimiter[0]);
    }

    @Override
    boolean scan(Window window) throws BadData {
        while (window.pos < window.end) {
            byte first = window.buf[window.pos];
            boolean cr = first == '\r';
            if (!ignoreBlankLines || first != '\n' && !cr) {
                return row(window);
            }
            if (cr && window.pos + 1 >= window.end && !window.last) {
                return false;
            }
            if (cr && window.pos + 1 < window.end && window.buf[window.pos + 1] != '\n') {
                return row(window);
            }
            window.pos = Math.min(window.pos + (cr ? 2 : 1), window.end);
            line++;
        }
        return false;
    }

    private boolean row(Window window) throws BadData {
        byte[] src = window.buf;
        int end = window.end;
        int count = fields.count();
        int field = 0;
        int at = window.pos;
        newlines = 1;
        while (true) {
            int open = quoteAt(window, at);
            int next;
            if (open == MORE) {
                return incomplete(window);
            }
            int start = at;
            if (open >= 0) {
                next = quoted(window, open);
                if (next == MORE) {
                    return incomplete(window);
                }
                if (next == BROKEN) {
                    // where it closes instead cannot be known: the row ends with the line
                    int stop = Bytes.indexOf(src, fieldTo, end, (byte) '\n');
                    if (stop < 0 && !window.last) {
                        return incomplete(window);
                    }
                    badFrom = start;
                    next = stop < 0 ? end : stop;
                    badTo = next;
                    fieldTo = next;
                    if (broken == null) {
                        broken(new BadData(BadData.INVALID_LINE, -1, "Invalid quote formatting for CSV"),
                                Math.min(field, count - 1), Math.min(field, count));
                    }
                }
            } else {
                next = plain(window, at);
                if (next == MORE) {
                    return incomplete(window);
                }
            }
            boolean lineEnd = next >= end || src[next] == '\n';
            if (field < count) {
                fields.set(field, kind, fieldFrom, fieldTo);
            } else if (broken == null && !(field == count && lineEnd && fieldFrom == fieldTo && open < 0)) {
                badFrom = fieldFrom;
                badTo = fieldTo;
                broken(new BadData(BadData.EXTRA_COLUMNS, -1, "Extra column(s) found"), count - 1, count);
            }
            field++;
            at = next;
            if (lineEnd) {
                break;
            }
            at += delimiter.length;
        }
        rowFrom = window.pos;
        rowTo = at > rowFrom && src[at - 1] == '\r' ? at - 1 : at;
        rowLine = line;
        line += newlines;
        window.pos = Math.min(at + 1, end);
        if (broken == null && field < count) {
            badFrom = fieldFrom;
            badTo = fieldTo;
            tooFew(field, fillRecord);
        }
        return true;
    }

    private boolean incomplete(Window window) throws BadData {
        if (window.last) {
            // only a quote that is never closed runs to the end: its first line is the broken row
            BadData tooLong = tooLong(window);
            throw new BadData(tooLong.code(), -1, "Delimited value missing end quote");
        }
        if (window.left() > MAX_ROW) {
            throw tooLong(window);
        }
        return false;
    }

    /** Where the field's opening quote stands behind blanks, or {@link #BROKEN} if it has none. */
    private int quoteAt(Window window, int from) {
        byte[] src = window.buf;
        int at = from;
        while (!blankDelimiter && at < window.end && (src[at] == ' ' || src[at] == '\t')) {
            at++;
        }
        if (at >= window.end) {
            return window.last ? BROKEN : MORE;
        }
        return src[at] == quote ? at : BROKEN;
    }

    /** Reads a field in quotes and gives where the delimiter or line end behind it stands. */
    private int quoted(Window window, int open) {
        byte[] src = window.buf;
        int end = window.end;
        int at = open + 1;
        kind = Fields.QUOTED;
        long lines = 0;
        while (true) {
            at = Bytes.indexOfEither(src, at, end, quotes, LINE_ENDS);
            if (at >= end) {
                return MORE;
            }
            if (src[at] != quote) {
                lines++;
                at++;
                continue;
            }
            if (at + 1 >= end && !window.last) {
                return MORE;
            }
            if (at + 1 < end && src[at + 1] == quote) {
                kind = Fields.DOUBLED;
                at += 2;
                continue;
            }
            break;
        }
        fieldFrom = open + 1;
        fieldTo = at;
        newlines += lines;
        at++;
        while (at < end && src[at] != '\n' && (!blankDelimiter || src[at] == '\r')
                && (src[at] == ' ' || src[at] == '\t' || src[at] == '\r')) {
            at++;
        }
        if (at >= end) {
            return window.last ? end : MORE;
        }
        if (src[at] == '\n') {
            return at;
        }
        int matched = matchDelimiter(window, at);
        return matched > 0 ? at : matched < 0 ? MORE : BROKEN;
    }

    /** Reads a field without quotes and gives where the delimiter or line end behind it stands. */
    private int plain(Window window, int from) {
        byte[] src = window.buf;
        int end = window.end;
        int at = from;
        kind = Fields.TEXT;
        fieldFrom = from;
        while (true) {
            at = Bytes.indexOfEither(src, at, end, delimiters, LINE_ENDS);
            if (at >= end) {
                fieldTo = carriageReturn(src, from, end);
                return window.last ? end : MORE;
            }
            if (src[at] == '\n') {
                fieldTo = carriageReturn(src, from, at);
                return at;
            }
            int matched = matchDelimiter(window, at);
            if (matched < 0) {
                return MORE;
            }
            if (matched > 0) {
                fieldTo = at;
                return at;
            }
            at++;
        }
    }

    private static int carriageReturn(byte[] src, int from, int to) {
        return to > from && src[to - 1] == '\r' ? to - 1 : to;
    }

    private int matchDelimiter(Window window, int at) {
        for (int i = 0; i < delimiter.length; i++) {
            if (at + i >= window.end) {
                return window.last ? 0 : -1;
            }
            if (window.buf[at + i] != delimiter[i]) {
                return 0;
            }
        }
        return delimiter.length;
    }
}
