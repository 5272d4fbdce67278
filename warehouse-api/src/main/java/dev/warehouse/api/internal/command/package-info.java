/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The grammar of COPY and UNLOAD, once: their clauses as tables, a parser, the rules between clauses, and a renderer.
 * The typed builders write with it, the local Redshift reads with it. Not for use outside: it changes without notice.
 */
@NullMarked
package dev.warehouse.api.internal.command;

import org.jspecify.annotations.NullMarked;
