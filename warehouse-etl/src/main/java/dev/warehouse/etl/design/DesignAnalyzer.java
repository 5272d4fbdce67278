/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

/**
 * The seam to whatever says why designs differ: a model of slices and blocks, or what a real Redshift tells by EXPLAIN
 * and its system views. A comparison asks its analyzers about each design when all designs are loaded and before the
 * queries are timed. The report shows what they say beside the times.
 *
 * <p>Several analyzers stand side by side in the report, in the order in which they were added.
 */
public interface DesignAnalyzer {

    /**
     * What it is, for headings.
     *
     * @return for example {@code model of 4 ra3.large}
     */
    String name();

    /**
     * Looks at one design.
     *
     * @param design the design with its tables loaded, and jOOQ on a connection whose search path is its schema; not to
     *     be kept
     * @return what is known about its tables and queries
     */
    DesignAnalysis analyze(LoadedDesign design);
}
