/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

/**
 * What turns the bytes of files into tuples. For one thread: each that parses has its own.
 *
 * @param scanner finds rows and fields
 * @param encoder makes tuples of them
 */
record RowParser(RowScanner scanner, RowEncoder encoder) {
}
