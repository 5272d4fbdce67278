/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.sql.RedshiftError;

/** The libraries of some formats: they are not on every class path. */
public final class OptionalLibraries {

    private OptionalLibraries() {
    }

    /**
     * Makes sure that Parquet files can be read and written.
     *
     * @param command the word that the error begins with, COPY or UNLOAD
     * @throws RedshiftError (0A000) if a library is missing; it names the dependencies
     */
    public static void needParquet(String command) {
        need(command + " with PARQUET", "org.apache.parquet:parquet-hadoop and org.apache.hadoop:hadoop-client-api",
                "org.apache.parquet.hadoop.ParquetFileReader", "org.apache.hadoop.conf.Configuration");
    }

    static void need(String what, String dependencies, String... classes) {
        for (String name : classes) {
            try {
                Class.forName(name, false, OptionalLibraries.class.getClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED,
                        what + " needs a library that is not on the class path: " + name + " is missing",
                        null, "Add to your build " + dependencies + ".");
            }
        }
    }
}
