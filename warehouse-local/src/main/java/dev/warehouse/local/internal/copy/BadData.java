/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

/** A row or field that cannot be loaded, with its load error code. Thrown often under MAXERROR: no stack trace. */
final class BadData extends Exception {

    private static final long serialVersionUID = 1L;

    static final int PARSE_ERROR = 1200;
    static final int EXTRA_COLUMNS = 1202;
    static final int TOO_LONG = 1204;
    static final int DATE_FORMAT = 1205;
    static final int TIMESTAMP_FORMAT = 1206;
    static final int INVALID_DIGIT = 1207;
    static final int FLOAT_FORMAT = 1208;
    static final int DECIMAL_FORMAT = 1209;
    static final int BOOLEAN_FORMAT = 1210;
    static final int EMPTY_LINE = 1211;
    static final int FILE_NOT_FOUND = 1212;
    static final int NOT_NULL = 1213;
    static final int DELIMITER_NOT_FOUND = 1214;
    static final int INVALID_LINE = 1216;
    static final int NUL_AND_MORE = 1218;
    static final int INVALID_HEX = 1219;
    static final int INVALID_UTF8 = 1220;
    static final int WRONG_ENCODING = 1221;
    static final int OVERFLOW = 1222;
    static final int INVALID_JSON = 1224;

    private static final int MAX_REASON = 100;

    private final int code;
    private final int position;

    BadData(int code, int position, String reason) {
        super(reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason, null, false, false);
        this.code = code;
        this.position = position;
    }

    int code() {
        return code;
    }

    /** The 0-based place in the field, or -1. */
    int position() {
        return position;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    /** The digit error of the number types: what stands where a digit should. */
    static BadData digit(int code, byte[] src, int from, int at, int to, String type) {
        String value = at < to ? String.valueOf(printable(src[at])) : "";
        return new BadData(code, -1, "Invalid digit, Value '" + value + "', Pos " + (at - from) + ", Type: " + type);
    }

    static char printable(byte b) {
        return b >= 0x20 && b < 0x7f ? (char) b : '.';
    }
}
