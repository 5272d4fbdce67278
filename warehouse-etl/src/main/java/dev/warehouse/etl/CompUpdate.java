/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

/** Whether a COPY chooses column encodings, as the parameter COMPUPDATE has it. */
public enum CompUpdate {
    /** By a sample of the rows. */
    ON,
    /** Never. */
    OFF,
    /** By the columns' types, without a sample. */
    PRESET
}
