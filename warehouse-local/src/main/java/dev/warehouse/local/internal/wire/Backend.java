package dev.warehouse.local.internal.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** The PostgreSQL underneath, as the endpoint sees it: a place to open connections to. */
public interface Backend extends AutoCloseable {

    /**
     * Opens a connection; the start-up packet is the caller's business.
     *
     * @return an open channel
     * @throws IOException if PostgreSQL does not answer
     */
    SocketChannel open() throws IOException;

    /**
     * Opens a session as the superuser.
     *
     * @param database the database to be in
     * @return the open session; the caller closes it
     * @throws IOException if PostgreSQL does not answer or refuses
     */
    PgConnection admin(String database) throws IOException;

    /**
     * The database that others are copies of, and where errands are run that belong to no other.
     *
     * @return its name
     */
    default String template() {
        return "template1";
    }

    /**
     * How a database that is written already is copied best.
     *
     * @return a word for {@code CREATE DATABASE … STRATEGY}
     */
    default String copyStrategy() {
        // nothing is flushed to the disk, so the checkpoints that it makes are cheap
        return "file_copy";
    }

    /**
     * Keeps the data that {@link #close()} would remove.
     *
     * @return how to come back to it, as Java
     */
    String keep();

    /** Lets go of it, and ends it if it was started here. Twice is fine. */
    @Override
    void close();
}
