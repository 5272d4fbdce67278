/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Redshift's SQL as text: tokens, string literals, and the error with its place in the text. Shared by what writes
 * statements and what reads them. Not for use outside: it changes without notice.
 */
@NullMarked
package dev.warehouse.api.internal.sql;

import org.jspecify.annotations.NullMarked;
