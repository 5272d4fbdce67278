/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/** The PostgreSQL underneath: its binaries, its data directory, its process. */
@NullMarked
package dev.warehouse.local.internal.postgres;

import org.jspecify.annotations.NullMarked;
