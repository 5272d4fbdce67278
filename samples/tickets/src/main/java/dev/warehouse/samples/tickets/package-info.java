/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/** One large file against the same rows in parts: makes both, loads both, and compares the times. */
@NullMarked
package dev.warehouse.samples.tickets;

import org.jspecify.annotations.NullMarked;
