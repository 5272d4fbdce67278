/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.warehouse.api.internal.RolePropagation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PipelineRunTest {

    private final RecordingDataSource connections = new RecordingDataSource();

    private record InMemory(Stage stage, String target, Function<StepContext, StepResult> work) implements Step {

        @Override
        public StepResult run(StepContext context) {
            return work.apply(context);
        }
    }

    private static Step copy(String target, Function<StepContext, StepResult> work) {
        return new InMemory(Stage.COPY, target, work);
    }

    private static Step transform(String target) {
        return new InMemory(Stage.TRANSFORM, target, context -> {
            context.emptyOnce(DSL.table(DSL.name(target)));
            context.dsl().execute("insert into " + target);
            return StepResult.wrote(1);
        });
    }

    private static Step check(String target, Finding... findings) {
        return new InMemory(Stage.CHECK, target, context -> StepResult.found(List.of(findings)));
    }

    private List<StepReport> run(Pipeline pipeline) {
        return new PipelineRun(pipeline, connections, 4, Progress.SILENT, null).run();
    }

    @Test
    void copiesRunSideBySideAndAreReportedInTheirOrder() {
        CyclicBarrier bothRun = new CyclicBarrier(2);
        Function<StepContext, StepResult> work = context -> {
            await(bothRun);
            return StepResult.copied(1, 2, 3, 0);
        };

        List<StepReport> steps = run(Pipeline.named("p").copy(copy("a", work), copy("b", work)));

        assertThat(steps).extracting(StepReport::target).containsExactly("a", "b");
        assertThat(connections.events).contains("1: commit", "2: commit");
        assertThat(connections.open).hasValue(0);
    }

    @Test
    void copiesIntoOneTableShareATransactionAndEmptyItOnce() {
        Function<StepContext, StepResult> work = context -> {
            context.emptyOnce(DSL.table(DSL.name("a")));
            return StepResult.copied(1, 2, 3, 0);
        };

        run(Pipeline.named("p").copy(copy("a", work), copy("A", work)));

        assertThat(connections.events).containsExactly("1: begin", "1: delete from \"a\"", "1: commit", "1: rollback");
    }

    @Test
    void moreTablesThanConnectionsShareThem() {
        Function<StepContext, StepResult> work = context -> StepResult.copied(1, 2, 3, 0);
        Pipeline pipeline = Pipeline.named("p")
                .copy(copy("e", work), copy("d", work), copy("c", work), copy("b", work), copy("a", work));

        List<StepReport> steps = new PipelineRun(pipeline, connections, 2, Progress.SILENT, null).run();

        assertThat(steps).extracting(StepReport::target).containsExactly("e", "d", "c", "b", "a");
        assertThat(connections.events).filteredOn(event -> event.endsWith("commit")).hasSize(2);
        assertThat(connections.open).hasValue(0);
    }

    @Test
    void tablesAreLockedInTheOrderOfTheirNamesBeforeAnyCopyRunsAndBeforeTheTransforms() {
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        record Locking(String target, List<String> events) implements Step {

            @Override
            public Stage stage() {
                return Stage.COPY;
            }

            @Override
            public void lock(StepContext context) {
                events.add("lock " + target);
            }

            @Override
            public StepResult run(StepContext context) {
                events.add("run");
                return StepResult.copied(0, 0, 0, 0);
            }
        }

        run(Pipeline.named("p").copy(new Locking("songs", events), new Locking("Events", events))
                .transform(new InMemory(Stage.TRANSFORM, "star", context -> {
                    events.add("transform");
                    return StepResult.wrote(0);
                })));

        assertThat(events).containsExactly("lock Events", "lock songs", "run", "run", "lock Events", "lock songs",
                "transform");
    }

    @Test
    void nothingIsCommittedIfOneCopyFails() {
        CountDownLatch copied = new CountDownLatch(1);
        Pipeline pipeline = Pipeline.named("p").copy(
                copy("good", context -> {
                    copied.countDown();
                    return StepResult.copied(1, 1, 1, 0);
                }),
                copy("bad", context -> {
                    await(copied);
                    throw new CopyException("bad", "s3://b/", List.of(), "it is bad", null);
                })).transform(transform("star"));

        assertThatExceptionOfType(CopyException.class).isThrownBy(() -> run(pipeline)).withMessageStartingWith(
                "it is bad");
        assertThat(connections.events).doesNotContain("1: commit", "2: commit").contains("1: rollback", "2: rollback");
        assertThat(connections.open).hasValue(0);
    }

    @Test
    void copiesThatWaitForAThreadDoNotBeginAfterAFailure() {
        List<String> begun = new ArrayList<>();
        Pipeline pipeline = Pipeline.named("p").copy(
                copy("bad", context -> {
                    throw new IllegalStateException("no such luck");
                }),
                copy("next", context -> {
                    begun.add("next");
                    return StepResult.copied(0, 0, 0, 0);
                }));

        assertThatExceptionOfType(CopyException.class)
                .isThrownBy(() -> new PipelineRun(pipeline, connections, 1, Progress.SILENT, null).run())
                .withMessageStartingWith("copy bad failed: no such luck. Nothing was loaded.")
                .withCauseInstanceOf(IllegalStateException.class);
        assertThat(connections.events).doesNotContain("1: commit", "2: commit");
        assertThat(connections.open).hasValue(0);
    }

    @Test
    void transformsRunInOrderInOneTransactionWithTheChecks() {
        List<StepReport> steps =
                run(Pipeline.named("p").check(check("star")).transform(transform("a"), transform("b")));

        assertThat(steps).extracting(step -> step.stage().word() + " " + step.target() + " " + step.rows())
                .containsExactly("transform a 1", "transform b 1", "check star 0");
        assertThat(connections.events).containsExactly("1: begin", "1: delete from \"a\"", "1: insert into a",
                "1: delete from \"b\"", "1: insert into b", "1: commit");
        assertThat(connections.open).hasValue(0);
    }

    @Test
    void failedTransformLeavesTheFormerStar() {
        Pipeline pipeline = Pipeline.named("p").transform(transform("a"),
                new InMemory(Stage.TRANSFORM, "b", context -> {
                    throw new TransformException("b", "insert", "no b", null);
                }), transform("c"));

        assertThatExceptionOfType(TransformException.class).isThrownBy(() -> run(pipeline)).withMessageStartingWith(
                "no b");
        assertThat(connections.events)
                .containsExactly("1: begin", "1: delete from \"a\"", "1: insert into a", "1: rollback");
        assertThat(connections.open).hasValue(0);
    }

    @Test
    void allFindingsOfAllChecksAreListedAndTheStarIsUndone() {
        Finding first = new Finding("users.user_id", "is not unique", 7, List.of(Map.of("user_id", 8)));
        Finding second = new Finding("time.hour", "is not between 0 and 23", 1, List.of(Map.of("hour", 24)));
        Pipeline pipeline = Pipeline.named("plays").transform(transform("a"))
                .check(check("users", first), check("songs"), check("time", second));

        assertThatExceptionOfType(CheckException.class).isThrownBy(() -> run(pipeline))
                .withMessageStartingWith("""
                        check of "plays" failed; the star is what it was before, the staging tables hold the new rows. \
                        2 findings:
                          - users.user_id is not unique (7 rows): [user_id=8], …
                          - time.hour is not between 0 and 23 (1 row): [hour=24]""")
                .satisfies(failure -> assertThat(failure.findings()).containsExactly(first, second));
        assertThat(connections.events).endsWith("1: rollback").doesNotContain("1: commit");
    }

    private static Step unload(String target, Function<StepContext, StepResult> work) {
        return new InMemory(Stage.UNLOAD, target, work);
    }

    @Test
    void unloadsRunInOrderWhenAllElseIsCommitted() {
        List<StepReport> steps = run(Pipeline.named("p").transform(transform("a")).unload(
                unload("s3://out/b", context -> {
                    context.dsl().execute("unload b");
                    return StepResult.unloaded(2, 5, 9);
                }),
                unload("s3://out/a", context -> StepResult.unloaded(0, context.done().size(), 0))));

        assertThat(steps).extracting(StepReport::target, StepReport::files, StepReport::rows, StepReport::bytes)
                .containsExactly(tuple("a", 0L, 1L, 0L), tuple("s3://out/b", 2L, 5L, 9L), tuple("s3://out/a", 0L, 2L, 0L));
        assertThat(connections.events).containsExactly("1: begin", "1: delete from \"a\"", "1: insert into a",
                "1: commit", "2: begin", "2: unload b", "2: rollback");
        assertThat(connections.open).hasValue(0);
    }

    @Test
    void failedUnloadLeavesTheLoadAsItIs() {
        Pipeline pipeline = Pipeline.named("p").transform(transform("a")).unload(
                unload("s3://out/a", context -> {
                    throw new IllegalStateException("no such luck");
                }));

        assertThatExceptionOfType(UnloadException.class).isThrownBy(() -> run(pipeline))
                .withMessageStartingWith("unload s3://out/a failed: no such luck. What was loaded before stays.")
                .satisfies(failure -> assertThat(failure.target()).isEqualTo("s3://out/a"));
        assertThat(connections.events).contains("1: commit");
        assertThat(connections.open).hasValue(0);
    }

    @Test
    void nothingIsUnloadedOfAStarThatFailedItsChecks() {
        List<String> unloaded = new ArrayList<>();
        Pipeline pipeline = Pipeline.named("p")
                .check(check("users", new Finding("users", "is empty", 1, List.of())))
                .unload(unload("s3://out/a", context -> {
                    unloaded.add("a");
                    return StepResult.unloaded(0, 0, 0);
                }));

        assertThatExceptionOfType(CheckException.class).isThrownBy(() -> run(pipeline));
        assertThat(unloaded).isEmpty();
    }

    @Test
    void statementWithSecretsIsSentAsItIsAndLoggedMasked() {
        PrintStream err = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            run(Pipeline.named("p").copy(copy("a", context -> {
                try {
                    context.execute("copy a secret_access_key 'hush'", "copy a secret_access_key '***'");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
                return StepResult.copied(0, 0, 0, 0);
            })));
        } finally {
            System.setErr(err);
        }

        assertThat(connections.events).contains("1: copy a secret_access_key 'hush'");
        assertThat(logged.toString(StandardCharsets.UTF_8)).contains("copy a: copy a secret_access_key '***'")
                .doesNotContain("hush");
    }

    @Test
    void stepsSeeWhatTheLoadHasDone() {
        List<String> seen = new ArrayList<>();
        run(Pipeline.named("p").copy(copy("a", context -> StepResult.copied(1, 5, 9, 0)))
                .check(new InMemory(Stage.CHECK, "a", context -> {
                    context.done().forEach(step -> seen.add(step.target() + " " + step.rows()));
                    return StepResult.found(List.of());
                })));

        assertThat(seen).containsExactly("a 5");
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final String REFUSAL = "User arn:aws:redshift:us-west-2:123456789012:dbuser:dwhcluster/awsuser is not "
            + "authorized to assume IAM Role arn:aws:iam::123456789012:role/dwhRole";

    /** A step that Redshift refuses a number of times, as long as it does not know the role. */
    private static Step refused(Stage stage, String target, int times) {
        AtomicInteger refusals = new AtomicInteger(times);
        return new InMemory(stage, target, context -> {
            context.dsl().execute("run " + target);
            if (refusals.getAndDecrement() > 0) {
                throw new CopyException(target, "", List.of(), "COPY failed", new SQLException(REFUSAL, "XX000"));
            }
            return stage == Stage.COPY ? StepResult.copied(1, 2, 3, 0) : StepResult.unloaded(1, 2, 3);
        });
    }

    @Test
    void copiesWaitForARoleThatRedshiftDoesNotKnowYet() {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        Pipeline pipeline = Pipeline.named("p").copy(refused(Stage.COPY, "a", 2));

        List<StepReport> steps = new PipelineRun(pipeline, connections, 4, (stage, message) -> told.add(message), null,
                new RolePropagation(List.of(Duration.ofMillis(1), Duration.ofMillis(1)))).run();

        assertThat(steps).extracting(StepReport::target, StepReport::rows).containsExactly(tuple("a", 2L));
        assertThat(connections.events).containsExactly("1: begin", "1: run a", "1: rollback", "2: begin", "2: run a",
                "2: rollback", "3: begin", "3: run a", "3: commit", "3: rollback");
        assertThat(connections.open).hasValue(0);
        assertThat(told).contains("p: Redshift may not assume the role yet, as happens right after it was made; trying "
                + "again in 0 s, attempt 2 of 3");
    }

    @Test
    void waitingForARoleIsBounded() {
        PipelineRun run = new PipelineRun(Pipeline.named("p").copy(refused(Stage.COPY, "a", 3)), connections, 4,
                Progress.SILENT, null, new RolePropagation(List.of(Duration.ofMillis(1), Duration.ofMillis(1))));

        assertThatExceptionOfType(CopyException.class).isThrownBy(run::run).withRootCauseInstanceOf(SQLException.class);
        assertThat(connections.events).filteredOn(event -> event.endsWith("run a")).hasSize(3);
        assertThat(connections.open).hasValue(0);
    }

    @Test
    void unloadsWaitForARoleToo() {
        Pipeline pipeline = Pipeline.named("p").unload(firstUnload(), refused(Stage.UNLOAD, "b", 1));

        List<StepReport> steps = new PipelineRun(pipeline, connections, 4, Progress.SILENT, null,
                new RolePropagation(List.of(Duration.ofMillis(1)))).run();

        assertThat(steps).extracting(StepReport::target).containsExactly("a", "b");
        assertThat(connections.events).containsExactly("1: begin", "1: run a", "1: run b", "1: rollback", "1: run b",
                "1: rollback");
    }

    private static Step firstUnload() {
        return refused(Stage.UNLOAD, "a", 0);
    }
}
