/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal;

import dev.warehouse.api.WarehouseException;
import java.sql.SQLException;

/** Why something failed, as a part of a sentence of ours. */
public final class Reasons {

    private Reasons() {
    }

    /**
     * What the server said, if it said something; else what the exception says. Without a full stop at its end.
     *
     * @param failure what was caught
     * @return a phrase
     */
    public static String of(Throwable failure) {
        Throwable told = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                told = cause;
                break;
            }
        }
        String message = told instanceof WarehouseException ours ? ours.summary() : told.getMessage();
        message = message == null ? told.toString() : message.strip();
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
