/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The front door: {@link dev.warehouse.api.Warehouse}, and the seams behind it. A {@link dev.warehouse.api.Platform}
 * answers where the endpoint is; everything else here speaks Redshift SQL to it through the Redshift JDBC driver.
 */
@NullMarked
package dev.warehouse.api;

import org.jspecify.annotations.NullMarked;
