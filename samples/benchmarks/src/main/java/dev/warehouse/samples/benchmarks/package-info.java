/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * How fast COPY is: through the endpoint of the local Redshift, beside PostgreSQL's own COPY of the same rows into the
 * same server, in turns.
 */
@NullMarked
package dev.warehouse.samples.benchmarks;

import org.jspecify.annotations.NullMarked;
