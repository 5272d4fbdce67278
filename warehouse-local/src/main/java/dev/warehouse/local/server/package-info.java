/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The local Redshift as a program of its own, for teams in any language: see {@link dev.warehouse.local.server.Main}.
 */
@NullMarked
package dev.warehouse.local.server;

import org.jspecify.annotations.NullMarked;
