/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

/**
 * Gives {@link Warehouse#provision()} its platform: the one on the class path that costs nothing. Found by
 * {@link java.util.ServiceLoader}; {@code warehouse-local} has the only one. A platform that costs money is never
 * implicit: pass it to {@link Warehouse#provision(Platform)}.
 */
public interface PlatformProvider {

    /**
     * The platform that {@code Warehouse.provision()} means.
     *
     * @return a platform that creates nothing outside this machine
     */
    Platform defaultPlatform();
}
