/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import java.util.Locale;

/** A clause of COPY or UNLOAD: how it begins, and what stands behind. Implemented by the enums of clauses. */
public sealed interface Clause permits CopyClause, UnloadClause {

    /**
     * The words by which it is rendered, with the noise words that Redshift's manual shows.
     *
     * @return for example {@code FORMAT AS CSV}
     */
    String lead();

    /**
     * What stands behind the words.
     *
     * @return the kind of argument
     */
    Argument<?> argument();

    /**
     * Whether it belongs to the clause before it, and stands in the same line.
     *
     * @return true for such as QUOTE
     */
    boolean isAttached();

    /**
     * How it is called in messages.
     *
     * @return for example {@code CSV}, {@code DELIMITER}, {@code NULL AS}
     */
    default String words() {
        String lead = lead();
        if (lead.startsWith("FORMAT AS ")) {
            return lead.substring("FORMAT AS ".length());
        }
        return lead.endsWith(" AS") && !lead.equals("NULL AS") ? lead.substring(0, lead.length() - " AS".length())
                : lead;
    }

    /**
     * The word by which it begins in a text, noise words left out.
     *
     * @return the word in lower case
     */
    default String keyword() {
        String words = words();
        int blank = words.indexOf(' ');
        return (blank < 0 ? words : words.substring(0, blank)).toLowerCase(Locale.ROOT);
    }
}
