/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.util.Arrays;
import java.util.Optional;

/** The options of a {@code dwh.cfg}: in which section they stand, and whether they may be shown. */
enum DwhKey {
    KEY("AWS", true),
    SECRET("AWS", true),
    SESSION_TOKEN("AWS", true),
    REGION("AWS", false),
    DWH_CLUSTER_TYPE("DWH", false),
    DWH_NUM_NODES("DWH", false),
    DWH_NODE_TYPE("DWH", false),
    DWH_IAM_ROLE_NAME("DWH", false),
    DWH_CLUSTER_IDENTIFIER("DWH", false),
    DWH_DB("DWH", false),
    DWH_DB_USER("DWH", false),
    DWH_DB_PASSWORD("DWH", true),
    DWH_PORT("DWH", false),
    HOST("CLUSTER", false),
    DB_NAME("CLUSTER", false),
    DB_USER("CLUSTER", false),
    DB_PASSWORD("CLUSTER", true),
    DB_PORT("CLUSTER", false),
    PORT("CLUSTER", false),
    ARN("IAM_ROLE", false),
    LOG_DATA("S3", false),
    LOG_JSONPATH("S3", false),
    SONG_DATA("S3", false);

    private final String section;
    private final boolean secret;

    DwhKey(String section, boolean secret) {
        this.section = section;
        this.secret = secret;
    }

    String section() {
        return section;
    }

    boolean secret() {
        return secret;
    }

    /** The section that a name in another case stands for. */
    static Optional<String> sectionLike(String name) {
        return Arrays.stream(values()).map(DwhKey::section).filter(name::equalsIgnoreCase).findFirst();
    }
}
