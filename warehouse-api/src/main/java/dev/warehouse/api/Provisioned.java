package dev.warehouse.api;

import java.util.Map;

/** A platform that runs: its endpoint, what it is made of, and the two ways to leave it. */
public interface Provisioned extends AutoCloseable {

    /**
     * Where it answers.
     *
     * @return the endpoint, ready for connections
     */
    Endpoint endpoint();

    /**
     * What it is made of, for people: names of things and their state, in the order to show them, without secrets.
     *
     * @return an ordered, unmodifiable map
     */
    Map<String, String> describe();

    /**
     * Deletes what {@link Platform#provision(Progress)} created, data included. Safe to repeat.
     *
     * @throws ProvisionException if something could not be deleted, naming what is left
     */
    void deprovision();

    /**
     * Lets go of what this process holds. Twice is fine. A temporary local Redshift ends here; a cluster on AWS stays.
     */
    @Override
    void close();
}
