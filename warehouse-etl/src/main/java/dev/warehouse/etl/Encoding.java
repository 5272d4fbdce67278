/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

/** How the characters of a COPY's files are written, as the parameter ENCODING names it. */
public enum Encoding {
    /** UTF-8, which is what COPY reads when nothing is said. */
    UTF8,
    /** UTF-16 with a byte order mark. */
    UTF16,
    /** UTF-16 with the lower byte first. */
    UTF16LE,
    /** UTF-16 with the higher byte first. */
    UTF16BE,
    /** ISO 8859-1, also called Latin-1. */
    ISO88591
}
