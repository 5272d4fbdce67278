/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

/**
 * Where a warehouse lives: the seam between everything that speaks Redshift SQL and whatever serves it. A platform is a
 * description and costs nothing until {@link #provision(Progress)} is called.
 */
public interface Platform {

    /**
     * What this platform is, for logs and reports.
     *
     * @return for example {@code local Redshift (temporary)}
     */
    String name();

    /**
     * Makes the endpoint ready: creates what is missing, adopts what exists, waits until it answers.
     *
     * @param progress is told what is being waited for
     * @return the running platform; the caller closes it
     * @throws ProvisionException if the endpoint could not be made ready; what was opened on the way is closed again
     */
    Provisioned provision(Progress progress);
}
