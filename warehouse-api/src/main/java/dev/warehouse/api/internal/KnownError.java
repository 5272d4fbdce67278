/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal;

import dev.warehouse.api.Stage;
import java.util.Locale;

/**
 * The failures that the page of errors explains, each with its cause and its fix. A constant's name is its anchor
 * there, so a constant is never renamed: links to it are in logs and in mails.
 */
public enum KnownError {
    NO_CONNECTION(Stage.PROVISION),
    NO_PLATFORM(Stage.PROVISION),
    SEVERAL_PLATFORMS(Stage.PROVISION),
    PLATFORM_NOT_LOADED(Stage.PROVISION),
    ONLY_CONNECTED(Stage.PROVISION),
    PORT_IN_USE(Stage.PROVISION),
    LOCAL_NOT_STARTED(Stage.PROVISION),
    NO_POSTGRES_BINARIES(Stage.PROVISION),
    SYSTEM_NOT_SUPPORTED(Stage.PROVISION),
    FOLDER_IN_USE(Stage.PROVISION),
    FOLDER_NOT_A_WAREHOUSE(Stage.PROVISION),
    FOLDER_NOT_DELETED(Stage.PROVISION),
    FOLDER_NOT_KEPT(Stage.PROVISION),
    SAMPLE_DATA_UNREADABLE(Stage.PROVISION),
    POSTGRES_NOT_REACHED(Stage.PROVISION),
    POSTGRES_VERSION(Stage.PROVISION),
    POSTGRES_SUPERUSER(Stage.PROVISION),
    POSTGRES_NOT_PREPARED(Stage.PROVISION),
    TESTCONTAINERS_MISSING(Stage.PROVISION),
    DOCKER_MISSING(Stage.PROVISION),
    CONTAINER_NOT_STARTED(Stage.PROVISION),
    DATABASE_NOT_MADE(Stage.PROVISION),
    TEMPLATE_IN_USE(Stage.PROVISION),
    PROVISION_INTERRUPTED(Stage.PROVISION),
    OPTIONS_REFUSED(Stage.PROVISION),
    AWS_CREDENTIALS_MISSING(Stage.PROVISION),
    AWS_CREDENTIALS_REFUSED(Stage.PROVISION),
    AWS_REGION_MISSING(Stage.PROVISION),
    AWS_NOT_PERMITTED(Stage.PROVISION),
    AWS_THROTTLED(Stage.PROVISION),
    AWS_REFUSED(Stage.PROVISION),
    AWS_NOT_REACHED(Stage.PROVISION),
    CONFIG_FILE(Stage.PROVISION),
    EXISTS_AND_IS_NOT_OURS(Stage.PROVISION),
    NAME_TAKEN(Stage.PROVISION),
    DOES_NOT_EXIST(Stage.PROVISION),
    PAUSED(Stage.PROVISION),
    PAUSES_BY_ITSELF(Stage.PROVISION),
    BEING_DELETED(Stage.PROVISION),
    DOES_NOT_RECOVER(Stage.PROVISION),
    WAITED_TOO_LONG(Stage.PROVISION),
    PASSWORD_UNKNOWN(Stage.PROVISION),
    LOGIN_REFUSED(Stage.PROVISION),
    WAREHOUSE_NOT_REACHED(Stage.PROVISION),
    NETWORK_UNFIT(Stage.PROVISION),
    ROLE_NOT_TRUSTED(Stage.PROVISION),
    NAMESPACE_OF_THE_WORKGROUP(Stage.PROVISION),
    RESTORE_UNFINISHED(Stage.PROVISION),
    NOT_ALL_DELETED(Stage.PROVISION),

    MIGRATION_FAILED(Stage.MIGRATE),
    TABLES_NOT_DROPPED(Stage.MIGRATE),
    NO_MIGRATIONS(Stage.MIGRATE),
    MIGRATIONS_NEED_THE_DRIVER(Stage.MIGRATE),

    COPY_FAILED(Stage.COPY),
    COPY_REJECTED_ROWS(Stage.COPY),
    COPY_FILE_UNREADABLE(Stage.COPY),
    COPY_NOTHING_LISTED(Stage.COPY),
    COPY_NOT_LISTED(Stage.COPY),
    COPY_BUCKET_IN_ANOTHER_REGION(Stage.COPY),
    COPY_NOT_COMMITTED(Stage.COPY),
    COPY_INTERRUPTED(Stage.COPY),
    ROLE_NOT_ASSUMED(Stage.COPY),

    TRANSFORM_FAILED(Stage.TRANSFORM),
    STAR_NOT_COMMITTED(Stage.TRANSFORM),

    CHECK_FAILED(Stage.CHECK),
    CHECK_NOT_MADE(Stage.CHECK),
    COMPARISON_FAILED(Stage.CHECK),
    COMPARISON_UNEQUAL(Stage.CHECK),

    NOT_IN_REDSHIFT(Stage.QUERY),

    REPORT_NOT_WRITTEN(Stage.REPORT),
    REPORT_ENDING(Stage.REPORT),
    CHARTS_MISSING(Stage.REPORT),

    UNLOAD_FAILED(Stage.UNLOAD);

    /** Where the page of errors is. */
    private static final String PAGE = "docs/errors.md";

    private final Stage stage;

    KnownError(Stage stage) {
        this.stage = stage;
    }

    /**
     * The section of the page that explains it. Failures that several stages share stand in the first one's.
     *
     * @return the stage
     */
    public Stage stage() {
        return stage;
    }

    /**
     * Its place on the page.
     *
     * @return for example {@code port-in-use}
     */
    public String anchor() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Where it is explained.
     *
     * @return the page with the anchor
     */
    public String help() {
        return PAGE + "#" + anchor();
    }

    /**
     * Where the failures of a stage are explained.
     *
     * @param stage what failed
     * @return the page with the anchor of the stage's section
     */
    public static String help(Stage stage) {
        return PAGE + "#" + stage.word();
    }
}
