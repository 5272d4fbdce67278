/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.jooq;

import java.sql.Connection;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.SQLDialect;
import org.jooq.VisitListenerProvider;
import org.jooq.conf.BackslashEscaping;
import org.jooq.conf.RenderNameCase;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultVisitListenerProvider;

/**
 * jOOQ's configuration for Redshift.
 *
 * <pre>{@code
 * DSLContext dsl = DSL.using(RedshiftConfiguration.on(dataSource));
 * }</pre>
 *
 * <p>What it does about the differences:
 * <ul>
 * <li>LIMIT and OFFSET are rendered as numbers, because Redshift was seen to refuse bind values there.
 * <li>Backslashes in string literals are doubled, because Redshift takes them for escapes.
 * <li>Names are quoted and in lower case, which is what Redshift makes of them. Schemas are left to the search path.
 * <li>Inserting a record asks for nothing back, because Redshift has no RETURNING.
 * <li>{@code currentTimestamp()} is {@code GETDATE()}, {@code isNotDistinctFrom} a {@code DECODE},
 * {@code ratioToReport} and {@code nvl2} are Redshift's functions, and rounding does not go through a {@code NUMERIC}
 * without fraction.
 * <li>An aggregate over a window with ORDER BY and without a frame gets {@code ROWS UNBOUNDED PRECEDING}, because
 * Redshift asks for one and has no RANGE: rows that are equal in that order are counted one after the other.
 * <li>What Redshift does not have is refused by {@link dev.warehouse.api.QueryException}.
 * </ul>
 */
public final class RedshiftConfiguration {

    private RedshiftConfiguration() {
    }

    /**
     * A configuration without a connection: enough to render SQL.
     *
     * @return a new configuration
     */
    public static Configuration unconnected() {
        return create();
    }

    /**
     * A configuration that borrows a connection for each query.
     *
     * @param dataSource where connections come from
     * @return a new configuration
     */
    public static Configuration on(DataSource dataSource) {
        return create().set(dataSource);
    }

    /**
     * A configuration on one connection, which is the caller's to close.
     *
     * @param connection the connection
     * @return a new configuration
     */
    public static Configuration on(Connection connection) {
        return create().set(connection);
    }

    /**
     * The settings alone, for a configuration of one's own.
     *
     * @return new settings
     */
    public static Settings settings() {
        return redshift(new Settings());
    }

    /**
     * Makes a configuration that somebody else has made one for Redshift: the dialect, the settings, and what renders
     * and refuses. Connections, transactions and other listeners stay as they are. For the starter of Spring Boot:
     *
     * <pre>{@code
     * @Bean
     * DefaultConfigurationCustomizer redshift() {
     *     return RedshiftConfiguration::customize;
     * }
     * }</pre>
     *
     * @param configuration is changed
     */
    public static void customize(DefaultConfiguration configuration) {
        configuration.setSQLDialect(SQLDialect.YUGABYTEDB);
        configuration.setSettings(redshift((Settings) configuration.settings().clone()));
        configuration.setVisitListenerProvider(Stream.concat(Arrays.stream(configuration.visitListenerProviders()),
                Arrays.stream(DefaultVisitListenerProvider.providers(
                        new LiteralLimits(), new PlainTimes(), new RedshiftRenderings(), new RedshiftGuard())))
                .toArray(VisitListenerProvider[]::new));
    }

    private static Settings redshift(Settings settings) {
        return settings
                .withBackslashEscaping(BackslashEscaping.ON)
                .withRenderNameCase(RenderNameCase.LOWER)
                .withRenderQuotedNames(RenderQuotedNames.ALWAYS)
                .withReturnIdentityOnUpdatableRecord(false)
                // the library logs SQL itself, with its step; jOOQ would log values too
                .withExecuteLogging(false);
    }

    private static DefaultConfiguration create() {
        DefaultConfiguration configuration = new DefaultConfiguration();
        configuration.setSettings(new Settings());
        customize(configuration);
        return configuration;
    }
}
