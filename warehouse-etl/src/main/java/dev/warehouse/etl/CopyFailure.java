/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import dev.warehouse.api.CopyException;
import dev.warehouse.api.LoadError;
import dev.warehouse.api.internal.KnownError;
import dev.warehouse.api.internal.Reasons;
import dev.warehouse.api.internal.RolePropagation;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what went wrong with a COPY, where, and the way out. */
final class CopyFailure {

    private static final int TOLD = 5;
    private static final int MOST_ERRORS = 100_000;
    private static final int TOO_LONG = 1204;
    private static final int BAD_CHARACTER = 1220;

    private final String target;
    private final SourceTraits copy;
    private final List<String> warnings;

    CopyFailure(String target, SourceTraits copy, List<String> warnings) {
        this.target = target;
        this.copy = copy;
        this.warnings = warnings;
    }

    CopyException because(Exception e) {
        boolean roleRefused = RolePropagation.refused(e);
        return because(roleRefused ? KnownError.ROLE_NOT_ASSUMED : KnownError.COPY_FAILED,
                Reasons.of(e) + ". Nothing was loaded." + (roleRefused ? " " + RolePropagation.WAY_OUT + "." : ""), e);
    }

    CopyException because(KnownError error, String reason, @Nullable Exception e) {
        return exception(error, List.of(), " failed: " + reason, e);
    }

    CopyException rejected(List<LoadError> errors, Exception e) {
        LoadError first = errors.get(0);
        if (first.line() == 0) {
            // the file as a whole, not a row of it: allowing more rejects would not help
            return exception(KnownError.COPY_FILE_UNREADABLE, errors, " could not read " + inSource(first)
                    + ". Nothing was loaded. Mend the file, or say how it is compressed.", e);
        }
        int count = errors.size();
        boolean stopped = copy.maxErrors() > 1 && count >= copy.maxErrors();
        StringBuilder text = new StringBuilder(" rejected ").append(String.format(Locale.ROOT, "%,d", count))
                .append(count == 1 ? " row" : " rows")
                .append(stopped ? ", at which maxErrors(" + copy.maxErrors() + ") stops" : "")
                .append(count == 1 ? ": " + inSource(first) : "")
                .append(". Nothing was loaded. ").append(remedy(first.code(), count));
        if (count > 1) {
            errors.subList(0, Math.min(TOLD, count))
                    .forEach(error -> text.append("\n  - ").append(inSource(error)));
            if (count > TOLD) {
                text.append("\n  - and ").append(String.format(Locale.ROOT, "%,d", count - TOLD)).append(" more");
            }
        }
        return exception(KnownError.COPY_REJECTED_ROWS, errors, text.toString(), e);
    }

    private CopyException exception(KnownError error, List<LoadError> errors, String text, @Nullable Exception e) {
        StringBuilder message = new StringBuilder("COPY into ").append(target).append(" from ").append(copy.address())
                .append(text);
        if (!warnings.isEmpty()) {
            message.append("\nNoticed before it ran:");
            warnings.forEach(warning -> message.append("\n  - ").append(warning));
        }
        return new CopyException(error, target, copy.address(), errors, message.toString(), e);
    }

    private String remedy(int code, int count) {
        String mend = switch (code) {
            case TOO_LONG -> "Widen the column, or cut such values with truncateColumns()";
            case BAD_CHARACTER -> "Replace such characters with acceptInvalidChars()";
            default -> "";
        };
        if (copy.columnar()) {
            // PARQUET and ORC take no MAXERROR
            return (mend.isEmpty() ? "Mend the files" : mend) + "; warehouse.loadErrors() has them all.";
        }
        return mend + (mend.isEmpty() ? "A" : "; a") + "llow rejects with maxErrors("
                + Math.min(Math.max(count, copy.maxErrors()) + 1, MOST_ERRORS) + "), or read warehouse.loadErrors().";
    }

    /** The error with its file as seen from the source: names in buckets are long. */
    private String inSource(LoadError error) {
        String folder = copy.address().substring(0, copy.address().lastIndexOf('/') + 1);
        String file = error.file().startsWith(folder) && error.file().length() > folder.length()
                ? error.file().substring(folder.length()) : error.file();
        return new LoadError(file, error.line(), error.column(), error.type(), error.position(), error.rawValue(),
                error.rawLine(), error.code(), error.reason()).toString();
    }
}
