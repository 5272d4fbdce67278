package dev.warehouse.local.internal.unload;

/** Delimited text, with ESCAPE and ADDQUOTES. A NULL is its string as it stands, so that COPY tells it from a value. */
final class DelimitedFormat implements RowFormat {

    private static final byte QUOTE = '"';
    private static final byte ESCAPE = '\\';

    private final Columns columns;
    private final byte delimiter;
    private final byte[] nullAs;
    private final boolean addQuotes;
    private final boolean escape;
    private final boolean[] special = new boolean[128];

    DelimitedFormat(UnloadStatement unload, Columns columns) {
        this.columns = columns;
        this.delimiter = unload.delimiter;
        this.nullAs = unload.nullAs;
        this.addQuotes = unload.addQuotes;
        this.escape = unload.escape;
        special['\n'] = true;
        special['\r'] = true;
        special[delimiter] = true;
        special[ESCAPE] = true;
        special['"'] = addQuotes;
        special['\''] = addQuotes;
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
        if (addQuotes) {
            out.put(QUOTE);
        }
        if (escape) {
            out.putEscaped(bytes, from, to, special, ESCAPE);
        } else {
            out.put(bytes, from, to);
        }
        if (addQuotes) {
            out.put(QUOTE);
        }
    }
}
