package dev.warehouse.etl.design;

/** Rows, and the bytes of the columns of theirs that matter. */
record Size(long rows, long bytes) { }
