/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/** What libraries underneath need to see by name. Not for use outside: it changes without notice. */
@NullMarked
package dev.warehouse.api.internal;

import org.jspecify.annotations.NullMarked;
