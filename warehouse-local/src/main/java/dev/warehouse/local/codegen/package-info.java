/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * jOOQ's code generator on a Redshift schema: {@link dev.warehouse.local.codegen.RedshiftDatabase} starts a local
 * Redshift, migrates it, and shows it to the generator. No Docker, no running database.
 */
@NullMarked
package dev.warehouse.local.codegen;

import org.jspecify.annotations.NullMarked;
