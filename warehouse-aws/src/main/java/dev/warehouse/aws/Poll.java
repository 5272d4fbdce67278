/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Stage;

/** Waits for states of AWS: bounded, tells what it waits for, and on time-out what it saw last. */
final class Poll {

    /** How long a state lasts as a rule, from what the manuals and users of Redshift tell. AWS promises nothing. */
    private static final Map<String, String> TYPICAL = Map.of(
            "creating", "3 to 10 min",
            "modifying", "1 to 5 min",
            "pausing", "5 to 15 min",
            "resuming", "3 to 10 min",
            "resizing", "10 to 15 min",
            "rebooting", "1 to 5 min",
            "final-snapshot", "2 to 15 min",
            "deleting", "2 to 5 min");

    private final Duration interval;
    private final Duration limit;
    private final Progress progress;

    Poll(Duration interval, Duration limit, Progress progress) {
        this.interval = interval;
        this.limit = limit;
        this.progress = progress;
    }

    /**
     * Looks until something is reached.
     *
     * @param what is waited for, such as {@code cluster dwhcluster to be available}
     * @param look gives the state
     * @param reached whether the wait is over; throws if it never will be
     * @param state the state in a word
     * @return the state that was reached
     * @throws ProvisionException if time is over, or the thread is interrupted
     */
    <T> T until(String what, Supplier<T> look, Predicate<T> reached, Function<T, String> state) {
        long start = System.nanoTime();
        String last = "";
        while (true) {
            T seen = look.get();
            if (reached.test(seen)) {
                return seen;
            }
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            String now = state.apply(seen);
            if (waited.compareTo(limit) > 0) {
                throw new ProvisionException(KnownError.WAITED_TOO_LONG,
                        "waited " + words(waited) + " for " + what + ", last it was " + now
                        + ". It goes on by itself: run again to wait for it, or wait longer by timeout");
            }
            if (!now.equals(last) || waited.toSeconds() / 60 > (waited.toSeconds() - interval.toSeconds()) / 60) {
                String typical = TYPICAL.get(now.toLowerCase(Locale.ROOT));
                progress.update(Stage.PROVISION, "waiting for " + what + ": " + now
                        + (waited.toSeconds() > 0 ? ", " + words(waited) : "")
                        + (typical == null ? "" : ", typically " + typical));
                last = now;
            }
            sleep(what);
        }
    }

    private void sleep(String what) {
        try {
            Thread.sleep(interval.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProvisionException(KnownError.PROVISION_INTERRUPTED,
                    "interrupted while waiting for " + what + "; run again, and it goes on", e);
        }
    }

    static String words(Duration duration) {
        return duration.toMinutes() > 0 ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toSeconds() + " s";
    }
}
