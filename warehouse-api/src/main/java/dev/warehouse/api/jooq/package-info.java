/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * jOOQ for Redshift. The open-source jOOQ has no Redshift dialect; {@link dev.warehouse.api.jooq.RedshiftConfiguration}
 * starts from the dialect that comes nearest, sets it right, and refuses what Redshift does not have while a statement
 * is rendered, before it is sent.
 */
@NullMarked
package dev.warehouse.api.jooq;

import org.jspecify.annotations.NullMarked;
