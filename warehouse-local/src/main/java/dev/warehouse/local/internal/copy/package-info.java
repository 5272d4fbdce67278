/** COPY from S3, executed: read, decompress, parse, convert, check, and stream into PostgreSQL's binary COPY. */
@NullMarked
package dev.warehouse.local.internal.copy;

import org.jspecify.annotations.NullMarked;
