/** What all parts of the local Redshift share. Not for use outside: it changes without notice. */
@NullMarked
package dev.warehouse.local.internal;

import org.jspecify.annotations.NullMarked;
