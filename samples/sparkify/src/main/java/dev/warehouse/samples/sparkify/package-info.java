/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The reference case as a program: a music service's event log and song metadata, staged by COPY, turned into a star,
 * and asked who listens to what and when. Runs on the local Redshift, on data it makes itself or on a folder of files.
 */
@NullMarked
package dev.warehouse.samples.sparkify;

import org.jspecify.annotations.NullMarked;
