/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/** Redshift SQL as text: cut into tokens, understood, and turned into what PostgreSQL takes. */
@NullMarked
package dev.warehouse.local.internal.sql;

import org.jspecify.annotations.NullMarked;
