/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.jooq;

/**
 * How a column is compressed. Which types an encoding takes is told by Redshift.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/c_Compression_encodings.html">Amazon Redshift Database
 *     Developer Guide, Compression encodings</a>
 */
public enum Encoding {
    /** Numbers and times, Amazon's own. */
    AZ64,
    /** Few different values. */
    BYTEDICT,
    /** Differences of up to one byte. */
    DELTA,
    /** Differences of up to two bytes. */
    DELTA32K,
    /** Long texts. */
    LZO,
    /** Numbers that mostly fit one byte. */
    MOSTLY8,
    /** Numbers that mostly fit two bytes. */
    MOSTLY16,
    /** Numbers that mostly fit four bytes. */
    MOSTLY32,
    /** None: the right one for a sort key. */
    RAW,
    /** Runs of one value. */
    RUNLENGTH,
    /** Texts of words, of which the first 245 are remembered. */
    TEXT255,
    /** Texts of words, which are remembered up to 32 KB. */
    TEXT32K,
    /** Any data, small. */
    ZSTD
}
