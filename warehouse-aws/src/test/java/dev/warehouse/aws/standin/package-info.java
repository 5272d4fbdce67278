/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A server that answers over HTTP as AWS does: IAM, STS, EC2, Redshift and Secrets Manager, with their protocols, error
 * codes, checks of parameters and states that take time; and with the troubles of a network, when told to.
 */
@NullMarked
package dev.warehouse.aws.standin;

import org.jspecify.annotations.NullMarked;
