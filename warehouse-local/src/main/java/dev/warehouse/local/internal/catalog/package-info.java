/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What Redshift has in its catalogue and PostgreSQL has not: system views, functions, declared keys and distribution.
 */
@NullMarked
package dev.warehouse.local.internal.catalog;

import org.jspecify.annotations.NullMarked;
