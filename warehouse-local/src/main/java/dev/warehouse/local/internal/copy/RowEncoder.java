/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
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
    /** The kinds whose bytes are the value. */
    private final boolean[] plain = new boolean[Fields.KINDS];
    private final byte nullFirst;
    private byte[] scratch = new byte[1024];
    private byte[] src = {};
    private int from;
    private int to;
    private int column;
    private int replacedColumn = -1;
    private final boolean replacing;
    private final boolean[] nulls;
    /** The fields behind those that are read, the same in all rows. */
    private final TupleBuffer constants = new TupleBuffer(0);
    private final int fieldCount;

    RowEncoder(TargetTable table, CopyStatement copy) {
        this.columns = table.columns();
        int count = columns.size();
        this.fieldCount = count + table.constants().size();
        for (TargetTable.Constant constant : table.constants()) {
            byte[] value = constant.value();
            if (value == null) {
                constants.putNull();
            } else {
                constants.putField(value, 0, value.length);
            }
        }
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
        this.nulls = new boolean[count];
        this.replacing = copy.invalidReplacement >= 0;
        this.nullAs = copy.nullAs;
        this.defaultNull = nullAs.length == 2 && nullAs[0] == '\\' && nullAs[1] == 'N';
        // documented to be the same
        this.emptyAsNull = copy.emptyAsNull || nullAs.length == 0;
        this.blanksAsNull = copy.blanksAsNull;
        this.quote = copy.quote;
        this.nullFirst = nullAs.length > 0 ? nullAs[0] : 0;
        for (byte kind : new byte[] {Fields.TEXT, Fields.QUOTED, Fields.JSON_STRING, Fields.JSON_LITERAL,
            Fields.CHARACTERS}) {
            plain[kind] = true;
        }
    }

    /** The column that was at work when {@link #encode} threw. */
    int column() {
        return column;
    }

    /** The first column of the last row in which ACCEPTINVCHARS replaced characters, or -1. */
    int replacedColumn() {
        return replacedColumn;
    }

    /** Whether the field of the last row was NULL. */
    boolean wasNull(int index) {
        return nulls[index];
    }

    /** A field of the last row as it was read: without quotes and escapes. */
    String parsed(byte[] row, Fields fields, int index) {
        src = row;
        from = fields.from[index];
        to = fields.to[index];
        isNull(index, fields.kind[index]);
        return Rejects.raw(src, from, to);
    }

    TargetColumn target(int index) {
        return columns.get(index);
    }

    void encode(byte[] row, RowScanner scanner, TupleBuffer out) throws BadData {
        Fields fields = scanner.fields;
        ColumnEncoder[] all = encoders;
        BadData broken = scanner.broken;
        int count = broken == null ? all.length : scanner.complete;
        out.putShort(fieldCount);
        replacedColumn = -1;
        int start = 0;
        int i = 0;
        while (i < count) {
            try {
                for (; i < count; i++) {
                    column = i;
                    int first = fields.from[i];
                    int stop = fields.to[i];
                    start = out.size();
                    if (isPlain(i, fields.kind[i], row, first, stop)) {
                        nulls[i] = false;
                        all[i].encode(row, first, stop, out);
                        if (replacing && all[i].replaced() && replacedColumn < 0) {
                            replacedColumn = i;
                        }
                        continue;
                    }
                    if (fields.kind[i] >= Fields.INTEGER) {
                        nulls[i] = false;
                        all[i].encode(fields.kind[i], fields.bits[i], out);
                        continue;
                    }
                    src = row;
                    from = first;
                    to = stop;
                    if (isNull(i, fields.kind[i])) {
                        putNull(i, out);
                    } else {
                        nulls[i] = false;
                        all[i].encode(src, from, to, out);
                        if (replacing && all[i].replaced() && replacedColumn < 0) {
                            replacedColumn = i;
                        }
                    }
                }
            } catch (BadData e) {
                if (!anyDate[i] || e.code() != BadData.DATE_FORMAT && e.code() != BadData.TIMESTAMP_FORMAT) {
                    throw nul(e, row, scanner);
                }
                out.truncate(start);
                putNull(i, out);
                i++;
            }
        }
        if (broken != null) {
            column = scanner.badColumn;
            throw broken;
        }
        if (constants.size() > 0) {
            out.put(constants);
        }
    }

    /** Whether the field cannot be NULL and needs no unescaping: most are such. */
    private boolean isPlain(int i, byte kind, byte[] row, int first, int stop) {
        return plain[kind] && first < stop && row[first] > ' ' && !json[i]
                && (row[first] != nullFirst || stop - first != nullAs.length);
    }

    private void putNull(int i, TupleBuffer out) throws BadData {
        nulls[i] = true;
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
        return Bytes.skipBlanks(src, from, to) == to || json[i] && isJsonNull();
    }

    /** JSON's null in a SUPER column is NULL, as {@code IS NULL} says on Redshift, and as UNLOAD writes it. */
    private boolean isJsonNull() {
        int at = Bytes.skipBlanks(src, from, to);
        return Bytes.dropBlanks(src, at, to) - at == 4 && src[at] == 'n' && src[at + 1] == 'u' && src[at + 2] == 'l'
                && src[at + 3] == 'l';
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
    private BadData nul(BadData e, byte[] row, RowScanner scanner) {
        byte kind = scanner.fields.kind[column];
        boolean text = kind == Fields.TEXT || kind == Fields.QUOTED;
        int at = scanner.fields.from[column] + e.position();
        if (e.code() != BadData.INVALID_UTF8 || !text || e.position() < 0 || row[at] != 0) {
            return e;
        }
        if (nullAs.length == 1 && nullAs[0] == 0) {
            return new BadData(BadData.NUL_AND_MORE, e.position(), "NULL AS '\\0' matches a field of one NUL only");
        }
        int unexpected = Math.min(at + 1, scanner.rowTo - 1);
        return new BadData(BadData.INVALID_LINE, e.position(), "Missing newline: Unexpected character 0x"
                + Utf8.hex(row[unexpected]) + " found at location " + (unexpected - scanner.rowFrom));
    }
}
