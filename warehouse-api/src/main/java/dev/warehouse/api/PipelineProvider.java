/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

/**
 * Gives {@link Warehouse#load()} its pipeline: the one on the class path. Found by {@link java.util.ServiceLoader};
 * {@code warehouse-etl} brings the song-plays pipeline.
 */
public interface PipelineProvider {

    /**
     * The pipeline that {@code warehouse.load()} means.
     *
     * @return a pipeline
     */
    Pipeline defaultPipeline();
}
