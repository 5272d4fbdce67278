/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.postgres;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.internal.KnownError;
import dev.warehouse.local.internal.wire.Backend;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that comes with the library.
 *
 * @param folder where it keeps its data; null if nothing is kept
 */
public record EmbeddedPostgres(@Nullable Path folder) implements PostgresBackend {

    @Override
    public String name() {
        return folder == null ? "(temporary)" : "at " + folder;
    }

    @Override
    public Backend start() {
        return folder == null ? PostgresServer.temporary() : PostgresServer.keptAt(folder);
    }

    @Override
    public boolean keeps() {
        return folder != null;
    }

    @Override
    public void delete() {
        if (folder != null) {
            try {
                PostgresServer.deleteKept(folder);
            } catch (IOException e) {
                throw new ProvisionException(KnownError.FOLDER_NOT_DELETED,
                        "the warehouse at " + folder + " could not be deleted: " + e.getMessage(), e);
            }
        }
    }
}
