/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import dev.warehouse.api.internal.KnownError;
import dev.warehouse.api.internal.Reasons;
import dev.warehouse.api.internal.RolePropagation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a pipeline's copies, transforms, checks and unloads. {@link Pipeline} says what a failure leaves behind.
 */
final class PipelineRun {

    /** SQLSTATE of a statement that was cancelled. */
    static final String CANCELLED = "57014";

    private static final Logger LOG = LoggerFactory.getLogger(PipelineRun.class);

    private final Pipeline pipeline;
    private final DataSource dataSource;
    private final int connections;
    private final Progress progress;
    private final @Nullable Provisioned provisioned;
    private final RolePropagation roles;
    private final List<StepReport> done = new ArrayList<>();

    PipelineRun(Pipeline pipeline, DataSource dataSource, int connections, Progress progress,
            @Nullable Provisioned provisioned) {
        this(pipeline, dataSource, connections, progress, provisioned, RolePropagation.OF_IAM);
    }

    PipelineRun(Pipeline pipeline, DataSource dataSource, int connections, Progress progress,
            @Nullable Provisioned provisioned, RolePropagation roles) {
        this.roles = roles;
        this.pipeline = pipeline;
        this.dataSource = dataSource;
        this.connections = connections;
        this.progress = progress;
        this.provisioned = provisioned;
    }

    /**
     * Runs everything.
     *
     * @return what each step did, in the order of the pipeline
     */
    List<StepReport> run() {
        // a failed statement ends its transaction, so that all copies are repeated; those refused have read nothing
        done.addAll(roles.<List<StepReport>, RuntimeException>retry(pipeline.name(), this::copy,
                message -> progress.update(Stage.COPY, message)));
        transformAndCheck();
        unload();
        return List.copyOf(done);
    }

    /** Asks each step what it would do, and changes nothing. */
    LoadPlan plan() {
        List<StepPlan> steps = new ArrayList<>();
        try (Connection connection = open(Stage.COPY, pipeline.name())) {
            try {
                Stream.of(pipeline.copies(), pipeline.transforms(), pipeline.checks(), pipeline.unloads())
                        .flatMap(List::stream)
                        .forEach(step -> steps.add(step.plan(context(connection, step, new HashSet<>()))));
            } finally {
                rollback(connection);
            }
        } catch (SQLException e) {
            // the plan is made, or its own failure is on its way
            LOG.debug("could not close", e);
        }
        return new LoadPlan(pipeline.name(), provisioned == null ? "" : provisioned.plan(), steps);
    }

    private List<StepReport> copy() {
        List<CopyTask> tasks = tasks(pipeline.copies());
        if (tasks.isEmpty()) {
            return List.of();
        }
        ExecutorService threads =
                Executors.newFixedThreadPool(tasks.size(), task -> new Thread(task, "warehouse-copy"));
        WarehouseException failure = null;
        try {
            lock(tasks);
            failure = await(tasks, threads);
            if (failure == null) {
                for (CopyTask task : tasks) {
                    task.commit();
                }
            }
        } catch (WarehouseException e) {
            failure = e;
        } finally {
            threads.shutdown();
            tasks.forEach(CopyTask::close);
        }
        if (failure != null) {
            throw failure;
        }
        Map<Step, StepReport> reports = new IdentityHashMap<>();
        tasks.forEach(task -> reports.putAll(task.reports));
        return pipeline.copies().stream().map(step -> Objects.requireNonNull(reports.get(step))).toList();
    }

    /** All steps into one table belong to one task; tables are dealt out to as many tasks as may run side by side. */
    private List<CopyTask> tasks(List<Step> copies) {
        Map<String, CopyTask> byTarget = new LinkedHashMap<>();
        List<CopyTask> tasks = new ArrayList<>();
        for (Step step : copies) {
            CopyTask task = byTarget.get(key(step));
            if (task == null) {
                if (tasks.size() < connections) {
                    tasks.add(new CopyTask());
                }
                task = tasks.get(byTarget.size() % tasks.size());
                byTarget.put(key(step), task);
            }
            task.steps.add(step);
        }
        return tasks;
    }

    private void lock(List<CopyTask> tasks) {
        Map<Step, CopyTask> taskOf = new IdentityHashMap<>();
        tasks.forEach(task -> task.steps.forEach(step -> taskOf.put(step, task)));
        for (Step step : copiesByTarget()) {
            lock(step, Objects.requireNonNull(taskOf.get(step)).begin(step));
        }
    }

    private static void lock(Step step, StepContext context) {
        try {
            step.lock(context);
        } catch (WarehouseException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failed(step, e);
        }
    }

    private List<Step> copiesByTarget() {
        return pipeline.copies().stream().sorted(Comparator.comparing(PipelineRun::key)).toList();
    }

    private static String key(Step step) {
        return step.target().toLowerCase(Locale.ROOT);
    }

    private static @Nullable WarehouseException await(List<CopyTask> tasks, ExecutorService threads) {
        CompletionService<@Nullable Void> results = new ExecutorCompletionService<>(threads);
        tasks.forEach(results::submit);
        WarehouseException failure = null;
        boolean interrupted = false;
        for (int ended = 0; ended < tasks.size();) {
            try {
                Future<@Nullable Void> result = results.take();
                ended++;
                result.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    tasks.forEach(CopyTask::cancel);
                    throw error;
                }
                WarehouseException cause = (WarehouseException) e.getCause();
                if (failure == null) {
                    failure = cause;
                    tasks.forEach(CopyTask::cancel);
                } else if (!isCancellation(cause)) {
                    failure.addSuppressed(cause);
                }
            } catch (InterruptedException e) {
                interrupted = true;
                if (failure == null) {
                    failure = new CopyException(KnownError.COPY_INTERRUPTED, "", "", List.of(),
                            "The load was interrupted while it copied. Nothing was loaded; repeat it.", e);
                }
                tasks.forEach(CopyTask::cancel);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return failure;
    }

    private void transformAndCheck() {
        if (pipeline.transforms().isEmpty() && pipeline.checks().isEmpty()) {
            return;
        }
        Set<String> emptied = new HashSet<>();
        try (Connection connection = open(Stage.TRANSFORM, pipeline.name())) {
            boolean committed = false;
            try {
                for (Step step : copiesByTarget()) {
                    lock(step, context(connection, step, emptied));
                }
                for (Step step : pipeline.transforms()) {
                    done.add(report(step, run(step, context(connection, step, emptied))));
                }
                check(connection, emptied);
                connection.commit();
                committed = true;
            } finally {
                if (!committed) {
                    rollback(connection);
                }
            }
        } catch (SQLException e) {
            throw new TransformException(KnownError.STAR_NOT_COMMITTED, pipeline.name(), "",
                    "The star could not be committed, and is what it was before: " + Reasons.of(e)
                            + ". Repeat the load.", e);
        }
    }

    private StepContext context(Connection connection, Step step, Set<String> emptied) {
        return new StepContext(connection, step, done, emptied, progress, provisioned);
    }

    private void check(Connection connection, Set<String> emptied) {
        List<Finding> findings = new ArrayList<>();
        for (Step step : pipeline.checks()) {
            Timed result;
            try {
                result = run(step, context(connection, step, emptied));
            } catch (CheckException e) {
                findings.addAll(e.findings());
                throw new CheckException(KnownError.CHECK_NOT_MADE, findings, e.summary() + found(findings), e);
            }
            findings.addAll(result.result().findings());
            done.add(report(step, result));
        }
        if (!findings.isEmpty()) {
            throw new CheckException(KnownError.CHECK_FAILED, findings, "check of \"" + pipeline.name() + "\" failed; "
                    + "the star is what it was before, the staging tables hold the new rows." + found(findings), null);
        }
    }

    private void unload() {
        if (pipeline.unloads().isEmpty()) {
            return;
        }
        try (Connection connection = open(Stage.UNLOAD, pipeline.name())) {
            try {
                for (Step step : pipeline.unloads()) {
                    done.add(report(step, unload(step, connection)));
                }
            } finally {
                // they only read
                rollback(connection);
            }
        } catch (SQLException e) {
            // all unloads are done, or their own failure is on its way
            LOG.debug("could not close", e);
        }
    }

    private Timed unload(Step step, Connection connection) {
        return roles.<Timed, RuntimeException>retry(step.target(), () -> {
            try {
                return run(step, context(connection, step, new HashSet<>()));
            } catch (WarehouseException e) {
                rollback(connection);
                throw e;
            }
        }, message -> progress.update(Stage.UNLOAD, message));
    }

    private static String found(List<Finding> findings) {
        if (findings.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(" ").append(Counts.of(findings.size(), "finding")).append(':');
        findings.forEach(finding -> text.append("\n  - ").append(finding));
        return text.toString();
    }

    private Timed run(Step step, StepContext context) {
        String word = step.stage().word();
        LOG.debug("{} {}: start", word, step.target());
        progress.started(step.stage(), step.target());
        long start = System.nanoTime();
        try {
            StepResult result = step.run(context);
            Duration duration = Duration.ofNanos(System.nanoTime() - start);
            if (step.stage() == Stage.COPY) {
                LOG.info("{} {}: {} from {} ({}) in {}, {} rejected", word, step.target(),
                        Counts.of(result.rows(), "row"), Counts.of(result.files(), "file"),
                        Counts.bytes(result.bytes()), Counts.seconds(duration), Counts.grouped(result.rejected()));
            } else if (step.stage() == Stage.CHECK) {
                LOG.info("{} {}: {} in {}", word, step.target(), result.findings().isEmpty() ? "ok"
                        : Counts.of(result.findings().size(), "finding"), Counts.seconds(duration));
            } else if (step.stage() == Stage.UNLOAD) {
                LOG.info("{} {}: {} to {} ({}) in {}", word, step.target(), Counts.of(result.rows(), "row"),
                        Counts.of(result.files(), "file"), Counts.bytes(result.bytes()), Counts.seconds(duration));
            } else {
                LOG.info("{} {}: {} in {}", word, step.target(), Counts.of(result.rows(), "row"),
                        Counts.seconds(duration));
            }
            return new Timed(result, duration, context.warnings());
        } catch (WarehouseException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failed(step, e);
        } finally {
            progress.ended(step.stage(), step.target(), Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private static WarehouseException failed(Step step, Exception e) {
        String message = step.stage().word() + " " + step.target() + " failed: " + Reasons.of(e);
        return switch (step.stage()) {
            case COPY -> new CopyException(KnownError.COPY_FAILED, step.target(), step.detail(), List.of(),
                    message + ". Nothing was loaded.", e);
            case CHECK -> new CheckException(KnownError.CHECK_NOT_MADE, List.of(),
                    message + ". The star is what it was before.", e);
            case UNLOAD -> new UnloadException(KnownError.UNLOAD_FAILED, step.target(),
                    message + ". What was loaded before stays.", e);
            default -> new TransformException(KnownError.TRANSFORM_FAILED, step.target(), "",
                    message + ". The star is what it was before.", e);
        };
    }

    private static StepReport report(Step step, Timed timed) {
        StepResult result = timed.result();
        return new StepReport(step.stage(), step.target(), step.detail(), result.files(), result.rows(),
                result.bytes(), result.rejected(), timed.duration(), timed.warnings(), result.errors());
    }

    private Connection open(Stage stage, String target) {
        try {
            Connection connection = dataSource.getConnection();
            try {
                connection.setAutoCommit(false);
                return connection;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            String message = stage.word() + " " + target + " could not begin, because the endpoint gave no connection: "
                    + Reasons.of(e) + (stage == Stage.UNLOAD ? ". What was loaded before stays"
                    : ". Nothing was changed")
                    + "; see that the endpoint answers, and repeat the load.";
            throw switch (stage) {
                case COPY -> new CopyException(KnownError.NO_CONNECTION, target, "", List.of(), message, e);
                case UNLOAD -> new UnloadException(KnownError.NO_CONNECTION, target, message, e);
                default -> new TransformException(KnownError.NO_CONNECTION, target, "", message, e);
            };
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // the connection is gone, and with it the transaction
            LOG.debug("could not roll back", e);
        }
    }

    private static boolean isCancellation(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && CANCELLED.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private record Timed(StepResult result, Duration duration, List<String> warnings) {
    }

    /** Copies one after the other, on one connection, in one transaction, which stays open until all tasks are done. */
    private final class CopyTask implements Callable<@Nullable Void> {

        private final List<Step> steps = new ArrayList<>();
        private final Map<Step, StepReport> reports = new IdentityHashMap<>();
        private final Set<String> emptied = new HashSet<>();
        private @Nullable Connection connection;
        private @Nullable StepContext running;
        private boolean cancelled;

        @Override
        public @Nullable Void call() {
            for (Step step : steps) {
                StepContext context = begin(step);
                reports.put(step, report(step, run(step, context)));
            }
            return null;
        }

        private synchronized StepContext begin(Step step) {
            if (cancelled) {
                throw new CopyException(KnownError.COPY_INTERRUPTED, step.target(), step.detail(), List.of(),
                        "cancelled", new SQLException("cancelled, because another step of the load failed", CANCELLED));
            }
            if (connection == null) {
                connection = open(Stage.COPY, step.target());
            }
            running = new StepContext(connection, step, List.of(), emptied, progress, provisioned);
            return running;
        }

        synchronized void cancel() {
            cancelled = true;
            if (running != null) {
                running.cancel();
            }
        }

        synchronized void commit() {
            if (connection == null) {
                return;
            }
            try {
                connection.commit();
            } catch (SQLException e) {
                throw new CopyException(KnownError.COPY_NOT_COMMITTED, steps.get(0).target(), steps.get(0).detail(),
                        List.of(), "copy " + steps.get(0).target() + " could not be committed: " + Reasons.of(e)
                                + ". Repeat the load.", e);
            }
        }

        synchronized void close() {
            if (connection == null) {
                return;
            }
            // after a commit there is nothing left to roll back
            rollback(connection);
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("could not close", e);
            }
            connection = null;
        }
    }
}
