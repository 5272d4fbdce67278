/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.util.Locale;
import java.util.Objects;

/**
 * How much a workgroup of Redshift Serverless may compute in a period. See "CreateUsageLimit" in the Amazon Redshift
 * Serverless API reference.
 *
 * <pre>{@code
 * RedshiftServerless.workgroup("sales").usageLimit(UsageLimit.daily(60))
 * }</pre>
 *
 * @param rpuHours RPU times hours, at least 1
 * @param period when counting begins anew
 * @param action what happens once it is used up
 */
public record UsageLimit(long rpuHours, Period period, Action action) {

    /** Checks what was given. */
    public UsageLimit {
        if (rpuHours < 1) {
            throw new IllegalArgumentException("rpuHours must be at least 1, was " + rpuHours);
        }
        Objects.requireNonNull(period, "period must not be null");
        Objects.requireNonNull(action, "action must not be null");
    }

    /** When counting begins anew, in UTC. */
    public enum Period {
        /** Each day. */
        DAILY,
        /** Each Sunday. */
        WEEKLY,
        /** Each first of the month. */
        MONTHLY;

        /** As the API writes it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What happens once a limit is used up. */
    public enum Action {
        /** Queries of users are refused until the period is over. */
        DEACTIVATE("deactivate"),
        /** It is told as a metric of CloudWatch, for alarms. */
        EMIT_METRIC("emit-metric"),
        /** It is logged in a system table. */
        LOG("log");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        /** As the API writes it. */
        String word() {
            return word;
        }
    }

    /**
     * A limit for each day; queries are refused once it is used up.
     *
     * @param rpuHours RPU times hours: 8 RPU that compute for 2 hours are 16
     * @return a limit
     */
    public static UsageLimit daily(long rpuHours) {
        return new UsageLimit(rpuHours, Period.DAILY, Action.DEACTIVATE);
    }

    /**
     * A limit for each week; queries are refused once it is used up.
     *
     * @param rpuHours RPU times hours
     * @return a limit
     */
    public static UsageLimit weekly(long rpuHours) {
        return new UsageLimit(rpuHours, Period.WEEKLY, Action.DEACTIVATE);
    }

    /**
     * A limit for each month; queries are refused once it is used up.
     *
     * @param rpuHours RPU times hours
     * @return a limit
     */
    public static UsageLimit monthly(long rpuHours) {
        return new UsageLimit(rpuHours, Period.MONTHLY, Action.DEACTIVATE);
    }

    /**
     * The same amount, with something else happening once it is used up.
     *
     * @param other what
     * @return a limit
     */
    public UsageLimit then(Action other) {
        return new UsageLimit(rpuHours, period, other);
    }

    @Override
    public String toString() {
        return rpuHours + " RPU hours " + period.word() + ", then " + action.word();
    }
}
