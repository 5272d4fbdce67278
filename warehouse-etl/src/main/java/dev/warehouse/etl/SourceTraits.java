/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import org.jspecify.annotations.Nullable;

/**
 * What a COPY says of its source, as far as a look at the source needs it.
 *
 * @param address where the rows come from
 * @param manifest whether the address is that of a manifest
 * @param columnar whether the files are PARQUET or ORC, which take neither REGION nor MAXERROR
 * @param selfDescribing whether the files hold their own compression, so that their names say nothing of it
 * @param compression the word of the clause, such as {@code GZIP}; null if there is none
 * @param splits whether several slices read one big file
 * @param region the region it names, or null
 * @param maxErrors how many errors make it fail, 0 if it says nothing
 */
record SourceTraits(String address, boolean manifest, boolean columnar, boolean selfDescribing,
        @Nullable String compression, boolean splits, @Nullable String region, int maxErrors) {
}
