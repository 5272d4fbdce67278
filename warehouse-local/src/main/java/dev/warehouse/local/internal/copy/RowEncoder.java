package dev.warehouse.local.internal.copy;

import java.util.List;

/** Turns the fields of a row into a tuple of PostgreSQL's binary COPY, with COPY's rules of what is NULL. */
final class RowEncoder {

    private final List<TargetColumn> columns;
    private final ColumnEncoder[] encoders;
    private final boolean[] character;
    private final boolean[] varchar;
    private final boolean[] json;
    private final boolean[] notNull;
    private final boolean[] anyDate;
    private final byte[] nullAs;
    private final boolean defaultNull;
    private final boolean emptyAsNull;
    private final boolean blanksAsNull;
    private final byte quote;
    private byte[] scratch = new byte[1024];
    private byte[] src = {};
    private int from;
    private int to;
    private int column;

    RowEncoder(List<TargetColumn> columns, CopyStatement copy) {
        int count = columns.size();
        this.columns = columns;
        this.encoders = new ColumnEncoder[count];
        this.character = new boolean[count];
        this.varchar = new boolean[count];
        this.json = new boolean[count];
        this.notNull = new boolean[count];
        this.anyDate = new boolean[count];
        for (int i = 0; i < count; i++) {
            TargetColumn target = columns.get(i);
            encoders[i] = ColumnEncoder.of(target, copy);
            character[i] = target.isCharacter();
            varchar[i] = character[i] && !target.type().equals("bpchar");
            json[i] = target.type().equals("super") || target.type().equals("json");
            notNull[i] = target.notNull();
            anyDate[i] = copy.acceptAnyDate
                    && (target.type().equals("date") || target.type().startsWith("timestamp"));
        }
        this.nullAs = copy.nullAs;
        this.defaultNull = nullAs.length == 2 && nullAs[0] == '\\' && nullAs[1] == 'N';
        this.emptyAsNull = copy.emptyAsNull;
        this.blanksAsNull = copy.blanksAsNull;
        this.quote = copy.quote;
    }

    /** The column that was at work when {@link #encode} threw. */
    int column() {
        return column;
    }

    TargetColumn target(int index) {
        return columns.get(index);
    }

    void encode(byte[] row, RowScanner scanner, TupleBuffer out) throws BadData {
        Fields fields = scanner.fields;
        int count = encoders.length;
        out.putShort(count);
        for (int i = 0; i < count; i++) {
            column = i;
            src = row;
            from = fields.from[i];
            to = fields.to[i];
            if (isNull(i, fields.kind[i])) {
                putNull(i, out);
                continue;
            }
            int start = out.size();
            try {
                encoders[i].encode(src, from, to, out);
            } catch (BadData e) {
                if (anyDate[i] && (e.code() == BadData.DATE_FORMAT || e.code() == BadData.TIMESTAMP_FORMAT)) {
                    out.truncate(start);
                    putNull(i, out);
                    continue;
                }
                throw nul(e, row, fields, scanner.rowFrom);
            }
        }
    }

    private void putNull(int i, TupleBuffer out) throws BadData {
        if (notNull[i]) {
            throw new BadData(BadData.NOT_NULL, -1, "Missing data for not-null field");
        }
        out.putNull();
    }

    /** Says whether the field is NULL; if not, {@link #src}, {@link #from} and {@link #to} hold what to encode. */
    private boolean isNull(int i, byte kind) {
        switch (kind) {
            case Fields.ABSENT -> {
                return true;
            }
            case Fields.TEXT -> {
                if (equalsNullAs()) {
                    return true;
                }
            }
            case Fields.FILLED -> {
                if (!varchar[i]) {
                    return true;
                }
            }
            case Fields.ESCAPED -> {
                if (defaultNull && isEscapedN()) {
                    return true;
                }
                unescape();
                if (!defaultNull && equalsNullAs()) {
                    return true;
                }
            }
            case Fields.DOUBLED -> undouble();
            case Fields.JSON_STRING, Fields.JSON_ESCAPED -> {
                if (json[i]) {
                    // SUPER takes the string as it stands, quotes and all
                    from--;
                    to++;
                    return false;
                }
                if (kind == Fields.JSON_ESCAPED) {
                    room(to - from);
                    to = JsonScanner.unescape(src, from, to, scratch);
                    fromScratch();
                }
            }
            case Fields.JSON_CONTAINER -> {
                if (character[i]) {
                    room(to - from);
                    to = JsonScanner.compact(src, from, to, scratch);
                    fromScratch();
                }
                return false;
            }
            default -> { }
        }
        if (character[i]) {
            return from == to ? emptyAsNull : blanksAsNull && Bytes.skipBlanks(src, from, to) == to;
        }
        return Bytes.skipBlanks(src, from, to) == to;
    }

    private boolean equalsNullAs() {
        if (to - from != nullAs.length) {
            return false;
        }
        for (int i = 0; i < nullAs.length; i++) {
            if (src[from + i] != nullAs[i]) {
                return false;
            }
        }
        // NULL AS '' says the same as EMPTYASNULL
        return true;
    }

    /** With ESCAPE both {@code \N} and {@code \\N} are NULL. */
    private boolean isEscapedN() {
        int length = to - from;
        return length >= 2 && length <= 3 && src[to - 1] == 'N' && src[from] == '\\' && src[to - 2] == '\\';
    }

    private void unescape() {
        room(to - from);
        int out = 0;
        for (int at = from; at < to; at++) {
            if (src[at] == '\\' && at + 1 < to) {
                at++;
            }
            scratch[out++] = src[at];
        }
        to = out;
        fromScratch();
    }

    private void undouble() {
        room(to - from);
        int out = 0;
        for (int at = from; at < to; at++) {
            scratch[out++] = src[at];
            if (src[at] == quote) {
                at++;
            }
        }
        to = out;
        fromScratch();
    }

    private void room(int length) {
        if (scratch.length < length) {
            scratch = new byte[length * 2];
        }
    }

    private void fromScratch() {
        src = scratch;
        from = 0;
    }

    /** In text a NUL ends the record: what comes behind it should have been a newline. */
    private BadData nul(BadData e, byte[] row, Fields fields, int rowFrom) {
        int at = fields.from[column] + e.position();
        boolean text = fields.kind[column] == Fields.TEXT || fields.kind[column] == Fields.QUOTED;
        if (e.code() != BadData.INVALID_UTF8 || !text || e.position() < 0 || row[at] != 0) {
            return e;
        }
        if (nullAs.length == 1 && nullAs[0] == 0) {
            return new BadData(BadData.NUL_AND_MORE, e.position(), "NULL AS '\\0' matches a field of one NUL only");
        }
        return new BadData(BadData.INVALID_LINE, e.position(), "Missing newline: Unexpected character 0x"
                + Utf8.hex(row[at + 1]) + " found at location " + (at + 1 - rowFrom));
    }
}
