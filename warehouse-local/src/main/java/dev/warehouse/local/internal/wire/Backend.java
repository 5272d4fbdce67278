package dev.warehouse.local.internal.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** The PostgreSQL underneath, as the endpoint sees it: a place to open connections to. */
public interface Backend {

    /** The database that others are copies of, and where errands are run that belong to no other. */
    String TEMPLATE = "template1";

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
}
