/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Tests that need the special powers of the stand-in: its faults, its states, its view of all that is in the account. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(named = NeedsStandIn.ANOTHER, matches = ".+",
        disabledReason = "needs the stand-in's faults and its view of the account, and another server is named")
@interface NeedsStandIn {

    /** Names another server that answers as AWS does; the life cycle of a cluster is tested there. */
    String ANOTHER = "test.aws.endpoint";
}
