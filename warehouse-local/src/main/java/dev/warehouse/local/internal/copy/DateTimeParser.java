/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

/** Reads dates and times of one format. Not for several threads. */
interface DateTimeParser {

    /**
     * Reads a value.
     *
     * @param src where it is
     * @param from its first byte, no blank
     * @param to behind its last byte, no blank
     * @param into what was read
     * @return whether it has the format and there is such a day and time
     */
    boolean parse(byte[] src, int from, int to, DateTime into);

    /**
     * The parser of a DATEFORMAT or TIMEFORMAT.
     *
     * @param format the format or {@code auto}, not an epoch
     * @return its parser
     */
    static DateTimeParser of(String format) {
        return format.equals("auto") ? new AutoDateTime() : DateTimePattern.compile(format);
    }
}
