package dev.warehouse.local.internal.copy;

import dev.warehouse.local.internal.copy.CopyStatement.Encoding;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The ENCODING of the files. */
final class Encodings {

    private Encodings() {
    }

    /** Says whether the byte order mark of a file speaks against the encoding. */
    static @Nullable BadData problem(FileStream.Peekable in, Encoding encoding) throws IOException {
        boolean little = in.startsWith(0xff, 0xfe);
        boolean big = in.startsWith(0xfe, 0xff);
        boolean utf8 = in.startsWith(0xef, 0xbb, 0xbf);
        boolean fits = switch (encoding) {
            case UTF8 -> !little && !big;
            case UTF16 -> little || big;
            case UTF16LE -> !big && !utf8;
            case UTF16BE -> !little && !utf8;
            case ISO88591 -> true;
        };
        if (fits) {
            return null;
        }
        String found = little || big ? "a UTF-16 byte order mark" : utf8 ? "a UTF-8 byte order mark" : "no byte order mark";
        return new BadData(BadData.WRONG_ENCODING, -1,
                "The file is not in the ENCODING " + encoding + ": it has " + found);
    }

    static InputStream toUtf8(InputStream in, Encoding encoding) {
        return in;
    }
}
