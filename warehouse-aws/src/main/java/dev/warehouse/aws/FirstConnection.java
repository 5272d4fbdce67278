/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Stage;

/**
 * Finds out whether a cluster answers and lets this user in. A wrong password is tried once only, because Redshift
 * locks a user after five failures.
 */
final class FirstConnection {

    private static final int SECONDS_TO_CONNECT = 20;

    private FirstConnection() {
    }

    /** Why there is no connection. */
    private enum Reason {
        NOT_LET_IN, NO_DATABASE, UNKNOWN_HOST, NO_ANSWER, OTHER
    }

    /**
     * Connects once.
     *
     * @param from where the user would correct the endpoint
     * @return the version of the server
     */
    static String once(Endpoint endpoint, String from, Progress progress) {
        progress.update(Stage.PROVISION, "connecting to " + endpoint.host() + ":" + endpoint.port());
        try {
            return version(endpoint);
        } catch (SQLException e) {
            throw failure(e, endpoint, from);
        }
    }

    /**
     * Connects to a warehouse that has just become available: its name takes a while to be known everywhere.
     *
     * @param what it is, cluster or workgroup
     * @param attempts how often nobody may answer
     * @param isPublic whether it has an address on the internet
     * @return the version of the server
     */
    static String toNew(String what, Endpoint endpoint, boolean isPublic, int attempts, Poll poll, Progress progress) {
        String where = endpoint.host() + ":" + endpoint.port();
        progress.update(Stage.PROVISION, "connecting to " + where);
        int[] left = {attempts};
        return poll.until(where + " to answer", () -> {
            try {
                return version(endpoint);
            } catch (SQLException e) {
                Reason reason = reason(e);
                if (reason != Reason.UNKNOWN_HOST && reason != Reason.NO_ANSWER) {
                    throw failure(e, endpoint, "the " + what + "'s options");
                }
                if (--left[0] <= 0) {
                    throw new ProvisionException(KnownError.WAREHOUSE_NOT_REACHED,
                            isPublic ? "the " + what + " is available, but " + where + " does not"
                            + " answer: check that reachableFrom names this machine's address, that the subnets have"
                            + " a route"
                            + " to an internet gateway, and that no firewall on the way blocks the port"
                            : "the " + what + " is available, but private, and this machine does not reach " + where
                                    + ": run this within its VPC, through a VPN or a tunnel, take dataApi(), or say"
                                    + " publiclyAccessible() and reachableFrom(...) when it is made", e);
                }
                return "";
            }
        }, version -> !version.isEmpty(), version -> "silent");
    }

    /** How a server answers. */
    record Greeting(String version, String user) { }

    /** Finds out whether the Data API lets in. */
    static Greeting byDataApi(DataApiSource source, Progress progress) {
        progress.update(Stage.PROVISION, "connecting by the Data API");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select version(), current_user")) {
            result.next();
            return new Greeting(result.getString(1), result.getString(2));
        } catch (SQLException e) {
            throw new ProvisionException(KnownError.LOGIN_REFUSED,
                    "the warehouse does not answer by the Data API: " + e.getMessage(), e);
        }
    }

    private static String version(Endpoint endpoint) throws SQLException {
        Properties properties = endpoint.properties();
        properties.setProperty("loginTimeout", String.valueOf(SECONDS_TO_CONNECT));
        try (Connection connection = DriverManager.getConnection(endpoint.jdbcUrl(), properties);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select version()")) {
            result.next();
            return result.getString(1);
        }
    }

    private static Reason reason(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("28")) {
            return Reason.NOT_LET_IN;
        }
        if (state.equals("3D000")) {
            return Reason.NO_DATABASE;
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return Reason.UNKNOWN_HOST;
            }
            if (cause instanceof ConnectException || cause instanceof SocketTimeoutException
                    || cause instanceof NoRouteToHostException) {
                return Reason.NO_ANSWER;
            }
        }
        return Reason.OTHER;
    }

    private static ProvisionException failure(SQLException e, Endpoint endpoint, String from) {
        KnownError error = switch (reason(e)) {
            case NOT_LET_IN, NO_DATABASE -> KnownError.LOGIN_REFUSED;
            case UNKNOWN_HOST, NO_ANSWER -> KnownError.WAREHOUSE_NOT_REACHED;
            case OTHER -> isLost(e) ? KnownError.WAREHOUSE_NOT_REACHED : KnownError.LOGIN_REFUSED;
        };
        return new ProvisionException(error, told(e, endpoint, from), e);
    }

    private static boolean isLost(SQLException e) {
        return String.valueOf(e.getSQLState()).startsWith("08");
    }

    private static String told(SQLException e, Endpoint endpoint, String from) {
        String where = endpoint.host() + ":" + endpoint.port();
        return switch (reason(e)) {
            case NOT_LET_IN -> "user " + endpoint.user() + " is not let into " + where + ": check user and password in "
                    + from + "; Redshift locks a user after five failures";
            case NO_DATABASE -> "there is no database " + endpoint.database() + " at " + where
                    + ": check the database in " + from;
            case UNKNOWN_HOST -> "the host " + endpoint.host() + " is not known: check the host in " + from
                    + ", and whether the cluster still exists";
            case NO_ANSWER -> noAnswer(where);
            case OTHER -> isLost(e)
                    ? noAnswer(where) + " (" + e.getMessage() + ")"
                    : where + " does not answer as a Redshift does: " + e.getMessage();
        };
    }

    private static String noAnswer(String where) {
        return where + " does not answer: check that the cluster is available and not paused, that it is publicly"
                + " accessible or reached through a tunnel, and that its security group lets this machine in";
    }
}
