/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Assertions in the style of AssertJ about what is in a warehouse:
 * {@link dev.warehouse.local.assertions.WarehouseAssertions}. They ask through {@code Warehouse.dsl()}, so they work on
 * AWS too. Needs {@code org.assertj:assertj-core}, which is an optional dependency.
 */
@NullMarked
package dev.warehouse.local.assertions;

import org.jspecify.annotations.NullMarked;
