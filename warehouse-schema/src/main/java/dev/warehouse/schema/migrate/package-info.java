/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Creates tables and brings them up to date, by Flyway. Nothing of Flyway is seen outside of
 * {@link dev.warehouse.schema.migrate.FlywayMigrations}.
 */
@NullMarked
package dev.warehouse.schema.migrate;

import org.jspecify.annotations.NullMarked;
