/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import dev.warehouse.api.Platform;
import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Stage;
import dev.warehouse.api.Warehouse;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local Redshift that was prepared once, and of which each {@link #provision(Progress)} makes a copy: how a hundred
 * test classes get a migrated and loaded database of their own for the price of one migration.
 *
 * <pre>{@code
 * static final LocalTemplate TEMPLATE = LocalRedshift.temporary().bucket("raw", Path.of("src/test/data"))
 *         .template(warehouse -> warehouse.load(orders()));
 * ...
 * try (Warehouse warehouse = Warehouse.provision(TEMPLATE)) {
 *     ...                                              // a database that nobody else sees
 * }
 * }</pre>
 *
 * <p>A copy is there at once, because the next one is made while the last one is in use. Closing a copy drops its
 * database, soon after. Users, groups and roles are not copied: they belong to the PostgreSQL
 * underneath, which all templates of a JVM share, as on Redshift they belong to the cluster. Immutable; safe for use by
 * several threads.
 *
 * @see LocalRedshift#template(Consumer)
 */
public final class LocalTemplate implements Platform {

    private static final Logger LOG = LoggerFactory.getLogger(LocalTemplate.class);

    private final LocalRedshift description;
    private final Engine engine;
    private final String template;

    private LocalTemplate(LocalRedshift description, Engine engine, String template) {
        this.description = description;
        this.engine = engine;
        this.template = template;
    }

    static LocalTemplate make(LocalRedshift description, Consumer<? super Warehouse> preparation) {
        if (description.chosenPort() != 0) {
            throw new IllegalStateException("copies of a template run side by side, so they cannot all have port "
                    + description.chosenPort() + ": leave the port away");
        }
        if (description.chosenPassword() != null) {
            throw new IllegalStateException("copies of a template share their user, whose password is made once for "
                    + "all templates of this JVM: leave the password away");
        }
        Engine engine = Engine.of(description.backend());
        String name = engine.create(description.databaseName() + "_template", description.userName());
        boolean made = false;
        try {
            try (Warehouse warehouse = Warehouse.provision(new Preparation(description.database(name), engine))) {
                preparation.accept(warehouse);
            }
            engine.seal(name);
            made = true;
            return new LocalTemplate(description, engine, name);
        } finally {
            if (!made) {
                engine.drop(name);
            }
        }
    }

    /**
     * Names the databases to come.
     *
     * @param database what their names begin with; a number is added, because each is another one
     * @return the same template
     */
    public LocalTemplate database(String database) {
        return new LocalTemplate(description.database(database), engine, template);
    }

    /**
     * Gives the copies to come a bucket, in place of one that the template was prepared with.
     *
     * @param name the bucket's name, as in {@code s3://name/key}
     * @param bucket what stands for it
     * @return the same template
     */
    public LocalTemplate bucket(String name, Bucket bucket) {
        return new LocalTemplate(description.bucket(name, bucket), engine, template);
    }

    @Override
    public String name() {
        return description.name() + ", prepared";
    }

    /**
     * Makes a copy.
     *
     * @return the running copy, which the caller closes
     * @throws ProvisionException if PostgreSQL refuses
     */
    public LocalRedshiftServer start() {
        return provision(Progress.SILENT);
    }

    @Override
    public LocalRedshiftServer provision(Progress progress) {
        progress.update(Stage.PROVISION, "copying " + template);
        String database = engine.copy(template, description.databaseName(), description.userName());
        boolean started = false;
        try {
            LocalRedshiftServer server = engine.serve(description.database(database), () -> engine.drop(database));
            started = true;
            return server;
        } finally {
            if (!started) {
                engine.drop(database);
            }
        }
    }

    @Override
    public String toString() {
        return "LocalTemplate[" + template + " of " + description + "]";
    }

    /** The database while it is prepared. */
    private record Preparation(LocalRedshift description, Engine engine) implements Platform {

        @Override
        public String name() {
            return description.name();
        }

        @Override
        public LocalRedshiftServer provision(Progress progress) {
            return engine.serve(description, () -> LOG.debug("provision: {} is prepared", description.databaseName()));
        }
    }
}
