/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets over the time in which Redshift may not assume a role yet that was just made or attached: seconds, at times a
 * minute. A COPY or UNLOAD is refused before it reads or writes anything then, and is repeated with growing pauses. See
 * "Troubleshooting IAM" ("Changes that I make are not always immediately visible") in the IAM User Guide.
 */
public final class RolePropagation {

    /** What to do about a role that is refused for good. */
    public static final String WAY_OUT = "See that the role is attached to the cluster, and that its trust policy lets "
            + "redshift.amazonaws.com assume it";

    /** A minute and a quarter in all. */
    public static final RolePropagation OF_IAM = new RolePropagation(
            Stream.of(1, 2, 4, 8, 15, 15, 15, 15).map(Duration::ofSeconds).toList());

    private static final Logger LOG = LoggerFactory.getLogger(RolePropagation.class);
    private static final Pattern REFUSAL =
            Pattern.compile("not authorized to assume (IAM )?role", Pattern.CASE_INSENSITIVE);

    private final List<Duration> pauses;

    /**
     * A patience.
     *
     * @param pauses how long to wait after each refusal; after one more it is over
     */
    public RolePropagation(List<Duration> pauses) {
        this.pauses = List.copyOf(pauses);
    }

    /**
     * Something that may be refused, and can be repeated then.
     *
     * @param <T> what it gives
     * @param <E> how it fails
     */
    @FunctionalInterface
    public interface Attempt<T, E extends Exception> {

        /**
         * Tries it.
         *
         * @return what it gives
         * @throws E if it fails
         */
        T run() throws E;
    }

    /**
     * Whether Redshift refused to assume a role.
     *
     * @param failure what was caught
     * @return true if this, or what it was caused by, says so
     */
    public static boolean refused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException && REFUSAL.matcher(String.valueOf(cause.getMessage())).find()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Repeats something as long as the role is refused, and there is patience left.
     *
     * @param <T> what it gives
     * @param <E> how it fails
     * @param target what it is about, such as a table
     * @param attempt leaves nothing behind when it fails
     * @param progress is told each pause
     * @return what the attempt gave
     * @throws E what the last attempt failed with
     */
    public <T, E extends Exception> T retry(String target, Attempt<T, E> attempt, Consumer<String> progress) throws E {
        Objects.requireNonNull(target, "target must not be null");
        for (int refusals = 0;; refusals++) {
            try {
                return attempt.run();
            } catch (Exception e) {
                if (refusals == pauses.size() || !refused(e) || !waited(target, refusals, progress)) {
                    throw e;
                }
            }
        }
    }

    private boolean waited(String target, int refusals, Consumer<String> progress) {
        Duration pause = pauses.get(refusals);
        String message = target + ": Redshift may not assume the role yet, as happens right after it was made; trying"
                + " again in " + pause.toSeconds() + " s, attempt " + (refusals + 2) + " of " + (pauses.size() + 1);
        LOG.info("{}", message);
        progress.accept(message);
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
