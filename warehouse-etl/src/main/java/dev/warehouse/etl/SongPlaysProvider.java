/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import dev.warehouse.api.Pipeline;
import dev.warehouse.api.PipelineProvider;

/** Makes the song plays what {@code warehouse.load()} means. */
public final class SongPlaysProvider implements PipelineProvider {

    /** For {@link java.util.ServiceLoader}. */
    public SongPlaysProvider() {
        // has no state
    }

    @Override
    public Pipeline defaultPipeline() {
        return SongPlays.pipeline();
    }
}
