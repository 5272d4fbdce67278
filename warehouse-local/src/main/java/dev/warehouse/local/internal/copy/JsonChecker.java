/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

/** Says whether a field of a text file is one well-formed JSON value, as a SUPER column wants it. */
final class JsonChecker {

    private final JsonScanner scanner = new JsonScanner(null);
    private byte[] padded = new byte[256];

    void check(byte[] src, int from, int to) throws BadData {
        // a blank behind the value, so that a number at the end ends
        if (padded.length <= to - from) {
            padded = new byte[(to - from + 1) * 2];
        }
        System.arraycopy(src, from, padded, 0, to - from);
        padded[to - from] = ' ';
        scanner.reset(padded, 0, to - from + 1);
        try {
            scanner.value(null, 0);
        } catch (JsonScanner.Incomplete e) {
            throw new BadData(BadData.INVALID_JSON, to - from, "Invalid JSON: the value is not complete");
        } catch (BadData e) {
            throw new BadData(BadData.INVALID_JSON, scanner.p, e.reason());
        }
        scanner.skipBlanks();
        if (scanner.p < to - from) {
            throw new BadData(BadData.INVALID_JSON, scanner.p, "Invalid JSON: more text behind the value");
        }
    }
}
