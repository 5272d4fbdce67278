/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/** A Spring Boot application whose tests run on the local Redshift. */
@NullMarked
package dev.warehouse.samples.spring;

import org.jspecify.annotations.NullMarked;
