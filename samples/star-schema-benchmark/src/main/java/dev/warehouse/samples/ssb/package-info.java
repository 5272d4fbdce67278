/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The Star Schema Benchmark as a program: makes its data, loads them into a star with and without distribution and sort
 * keys, and compares the two.
 */
@NullMarked
package dev.warehouse.samples.ssb;

import org.jspecify.annotations.NullMarked;
