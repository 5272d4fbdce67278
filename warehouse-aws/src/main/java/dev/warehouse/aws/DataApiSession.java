/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;
import software.amazon.awssdk.services.redshiftdata.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.redshiftdata.model.DescribeStatementResponse;
import software.amazon.awssdk.services.redshiftdata.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.redshiftdata.model.GetStatementResultResponse;
import software.amazon.awssdk.services.redshiftdata.model.ResourceNotFoundException;
import software.amazon.awssdk.services.redshiftdata.model.SqlParameter;
import software.amazon.awssdk.services.redshiftdata.model.SubStatementData;
import software.amazon.awssdk.services.redshiftdata.model.ValidationException;

/**
 * One session of the Data API: statements one after the other, asked for with growing pauses until they are done.
 * Transactions and what COPY did are the session's. Used by one thread; only {@link #cancel()} by others.
 */
final class DataApiSession {

    /** What a batch may hold. */
    static final int MOST_IN_BATCH = 40;

    private static final Logger LOG = LoggerFactory.getLogger(DataApiSession.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final RedshiftDataClient client;
    private final DataApiTarget target;
    private final Duration keepAlive;
    private final Duration firstPause;
    private final Duration longestPause;
    private @Nullable String id;
    private Instant until = Instant.MAX;
    private @Nullable String running;
    private boolean starting;
    private boolean cancelled;

    /**
     * A session that begins with its first statement.
     *
     * @param keepAlive how long it outlives a statement
     * @param pollEvery the longest pause between two looks, as far as that is short
     */
    DataApiSession(RedshiftDataClient client, DataApiTarget target, Duration keepAlive, Duration pollEvery) {
        this.client = client;
        this.target = target;
        this.keepAlive = keepAlive;
        this.longestPause = pollEvery.compareTo(LONGEST_PAUSE) < 0 ? pollEvery : LONGEST_PAUSE;
        this.firstPause = longestPause.compareTo(FIRST_PAUSE) < 0 ? longestPause : FIRST_PAUSE;
    }

    DataApiTarget target() {
        return target;
    }

    /** What a statement did: rows, or how many rows it changed. */
    record Outcome(long count, @Nullable Result<Record> rows) { }

    /** Whether the next statement will find the session. */
    boolean alive() {
        return Instant.now().isBefore(until.minus(MARGIN));
    }

    Outcome execute(DataApiSql sql) throws SQLException {
        return execute(sql, keepAlive);
    }

    private Outcome execute(DataApiSql sql, Duration outliving) throws SQLException {
        ExecuteStatementRequest.Builder request = ExecuteStatementRequest.builder().sql(sql.text())
                .clientToken(UUID.randomUUID().toString())
                .sessionKeepAliveSeconds((int) outliving.toSeconds());
        if (id == null) {
            request.clusterIdentifier(target.cluster()).workgroupName(target.workgroup()).database(target.database())
                    .secretArn(target.secret()).dbUser(target.user());
        } else {
            request.sessionId(id);
        }
        if (!sql.parameters().isEmpty()) {
            request.parameters(sql.parameters().entrySet().stream().map(parameter -> SqlParameter.builder()
                    .name(parameter.getKey()).value(parameter.getValue()).build()).toList());
        }
        String statement = start("redshift-data:ExecuteStatement", () -> {
            var answer = client.executeStatement(request.build());
            id = answer.sessionId() == null ? id : answer.sessionId();
            return answer.id();
        });
        DescribeStatementResponse done = await(statement, outliving);
        return new Outcome(count(done.resultRows()), Boolean.TRUE.equals(done.hasResultSet()) ? rows(statement) : null);
    }

    /** Runs statements in a transaction of their own. */
    List<Outcome> batch(List<String> sqls) throws SQLException {
        BatchExecuteStatementRequest.Builder request = BatchExecuteStatementRequest.builder().sqls(sqls)
                .clientToken(UUID.randomUUID().toString()).sessionKeepAliveSeconds((int) keepAlive.toSeconds());
        if (id == null) {
            request.clusterIdentifier(target.cluster()).workgroupName(target.workgroup()).database(target.database())
                    .secretArn(target.secret()).dbUser(target.user());
        } else {
            request.sessionId(id);
        }
        String statement = start("redshift-data:BatchExecuteStatement", () -> {
            var answer = client.batchExecuteStatement(request.build());
            id = answer.sessionId() == null ? id : answer.sessionId();
            return answer.id();
        });
        DescribeStatementResponse done = await(statement, keepAlive);
        List<Outcome> outcomes = new ArrayList<>();
        for (SubStatementData part : done.subStatements()) {
            outcomes.add(new Outcome(count(part.resultRows()),
                    Boolean.TRUE.equals(part.hasResultSet()) ? rows(part.id()) : null));
        }
        return outcomes;
    }

    private static long count(@Nullable Long rows) {
        return rows == null ? 0 : Math.max(0, rows);
    }

    /** Starts a statement. A wish to cancel it that comes meanwhile is kept until it can be told. */
    private String start(String action, Supplier<String> call) throws SQLException {
        synchronized (this) {
            starting = true;
            cancelled = false;
        }
        String statement = null;
        boolean unwanted;
        try {
            statement = call(action, call);
        } finally {
            synchronized (this) {
                starting = false;
                running = statement;
                unwanted = cancelled;
            }
        }
        if (unwanted) {
            cancel();
        }
        return statement;
    }

    private DescribeStatementResponse await(String statement, Duration outliving) throws SQLException {
        try {
            for (Duration pause = firstPause;; pause = longer(pause)) {
                DescribeStatementResponse seen = call("redshift-data:DescribeStatement",
                        () -> client.describeStatement(r -> r.id(statement)));
                String said = seen.error() == null ? "" : seen.error();
                switch (seen.statusAsString()) {
                    case "FINISHED" -> {
                        return seen;
                    }
                    case "FAILED" -> throw DataApiErrors.refused(said(seen, said));
                    case "ABORTED" -> throw DataApiErrors.aborted(said);
                    default -> sleep(pause);
                }
            }
        } finally {
            synchronized (this) {
                running = null;
            }
            until = Instant.now().plus(outliving);
        }
    }

    // a batch tells what failed with the statement of it that did
    private static String said(DescribeStatementResponse failed, String said) {
        return failed.subStatements().stream().map(SubStatementData::error).filter(error -> error != null
                && !error.isEmpty()).findFirst().orElse(said);
    }

    private Duration longer(Duration pause) {
        Duration next = pause.multipliedBy(3).dividedBy(2);
        return next.compareTo(longestPause) < 0 ? next : longestPause;
    }

    private void sleep(Duration pause) throws SQLException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel();
            throw new SQLException("interrupted while a statement ran; it was cancelled", DataApiErrors.CANCELLED, e);
        }
    }

    private Result<Record> rows(String statement) throws SQLException {
        @Nullable DataApiRows rows = null;
        @Nullable String next = null;
        do {
            String token = next;
            GetStatementResultResponse page = call("redshift-data:GetStatementResult",
                    () -> client.getStatementResult(r -> r.id(statement).nextToken(token)));
            if (rows == null) {
                rows = new DataApiRows(page.columnMetadata());
            }
            rows.add(page);
            next = page.nextToken();
        } while (next != null && !next.isEmpty());
        return rows.result();
    }

    private <T> T call(String action, Supplier<T> call) throws SQLException {
        try {
            return call.get();
        } catch (SdkException e) {
            throw DataApiErrors.failed(action, target, e);
        }
    }

    /** Cancels the statement that runs, if one does. */
    void cancel() throws SQLException {
        String statement;
        synchronized (this) {
            statement = running;
            cancelled = starting;
        }
        if (statement == null) {
            return;
        }
        try {
            client.cancelStatement(r -> r.id(statement));
        } catch (ValidationException | ResourceNotFoundException e) {
            LOG.debug("a statement on {} had ended before it was cancelled", target, e);
        } catch (SdkException e) {
            throw DataApiErrors.failed("redshift-data:CancelStatement", target, e);
        }
    }

    /** Ends the session, and with it a transaction that is open. */
    void end() {
        if (id == null || !alive()) {
            return;
        }
        try {
            execute(DataApiSql.of("rollback"), Duration.ZERO);
        } catch (SQLException e) {
            LOG.debug("the session of {} was not ended; it ends by itself", target, e);
        }
        id = null;
        until = Instant.MIN.plus(MARGIN);
    }
}
