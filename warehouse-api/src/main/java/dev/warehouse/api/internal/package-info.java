/**
 * What other packages of this library share, and nobody else may rely on.
 */
@NullMarked
package dev.warehouse.api.internal;

import org.jspecify.annotations.NullMarked;
