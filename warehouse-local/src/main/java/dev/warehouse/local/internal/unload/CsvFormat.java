package dev.warehouse.local.internal.unload;

/** CSV: a field that holds a delimiter, a quotation mark or a line end is quoted, and its quotation marks are doubled. */
final class CsvFormat implements RowFormat {

    private static final byte QUOTE = '"';

    private final Columns columns;
    private final byte delimiter;
    private final byte[] nullAs;
    private final boolean addQuotes;
    private final boolean[] needsQuotes = new boolean[128];
    private final boolean[] doubled = new boolean[128];

    CsvFormat(UnloadStatement unload, Columns columns) {
        this.columns = columns;
        this.delimiter = unload.delimiter;
        this.nullAs = unload.nullAs;
        this.addQuotes = unload.addQuotes;
        needsQuotes[delimiter] = true;
        needsQuotes[QUOTE] = true;
        needsQuotes['\n'] = true;
        needsQuotes['\r'] = true;
        doubled[QUOTE] = true;
    }

    @Override
    public void put(Row row, Output out) {
        for (int i = 0; i < columns.count(); i++) {
            int field = columns.field(i);
            if (i > 0) {
                out.put(delimiter);
            }
            if (!row.isNull(field)) {
                put(row.bytes(), row.from(field), row.to(field), out);
            } else if (columns.column(i).kind() == ResultColumn.Kind.SUPER) {
                out.put(JsonFormat.NULL);
            } else {
                out.put(nullAs);
            }
        }
        out.put((byte) '\n');
    }

    @Override
    public void putHeader(Output out) {
        for (int i = 0; i < columns.count(); i++) {
            if (i > 0) {
                out.put(delimiter);
            }
            byte[] name = columns.nameBytes(i);
            put(name, 0, name.length, out);
        }
        out.put((byte) '\n');
    }

    private void put(byte[] bytes, int from, int to, Output out) {
        boolean quoted = addQuotes;
        for (int at = from; at < to && !quoted; at++) {
            quoted = bytes[at] >= 0 && needsQuotes[bytes[at]];
        }
        if (!quoted) {
            out.put(bytes, from, to);
            return;
        }
        out.put(QUOTE);
        out.putEscaped(bytes, from, to, doubled, QUOTE);
        out.put(QUOTE);
    }
}
