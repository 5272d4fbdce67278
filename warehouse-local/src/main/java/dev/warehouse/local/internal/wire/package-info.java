/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/** The wire: the PostgreSQL protocol on both sides, and the session between them. */
@NullMarked
package dev.warehouse.local.internal.wire;

import org.jspecify.annotations.NullMarked;
