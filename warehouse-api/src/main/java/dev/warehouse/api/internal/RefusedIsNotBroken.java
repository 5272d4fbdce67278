/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * HikariCP takes SQLSTATE 0A000 for a broken connection and throws it away; from Redshift it is a statement that
 * Redshift does not have, and the connection is as good as before.
 */
public final class RefusedIsNotBroken implements SQLExceptionOverride {

    /** For HikariCP, which makes it by name. */
    public RefusedIsNotBroken() {
        // has no state
    }

    @java.lang.Override
    public Override adjudicate(SQLException exception) {
        return "0A000".equals(exception.getSQLState()) ? Override.DO_NOT_EVICT : Override.CONTINUE_EVICT;
    }
}
