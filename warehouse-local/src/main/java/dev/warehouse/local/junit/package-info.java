/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The extension of JUnit Jupiter, 5 and 6: {@link dev.warehouse.local.junit.LocalRedshiftTest} on a test class, or
 * {@link dev.warehouse.local.junit.LocalRedshiftExtension} in it, gives it a migrated and loaded Redshift of its own.
 * Needs {@code org.junit.jupiter:junit-jupiter-api}, which is an optional dependency.
 */
@NullMarked
package dev.warehouse.local.junit;

import org.jspecify.annotations.NullMarked;
