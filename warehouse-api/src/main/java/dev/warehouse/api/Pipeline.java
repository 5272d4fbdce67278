/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a load does: which tables it migrates, what it copies, how staging tables become a star, and what must be true
 * of the star, and what of it goes back to S3. Immutable: each method returns a pipeline with more steps.
 *
 * <pre>{@code
 * Pipeline plays = Pipeline.named("songplays")
 *         .copy(Copy.into(STAGING_EVENTS).from("s3://udacity-dend/log_data/").jsonAuto().region("us-west-2"))
 *         .transform(Transform.into(SONGPLAYS).select(selectFrom(...)))
 *         .check(Checks.unique(USERS.USER_ID), Checks.references(SONGPLAYS.SONG_ID, SONGS.SONG_ID));
 * }</pre>
 *
 * <p>Whatever the order of the calls, a load runs all copies first, then the transforms, then the checks, then the
 * unloads.
 *
 * <ul>
 * <li><b>Copies</b> into different tables run side by side, each on a connection of its own. Copies into the same table
 * run one after the other; the table is emptied once, before. When all are done they are committed; if one fails, none
 * is, and every staging table holds what it held before.
 * <li><b>Transforms</b> run in order, in one transaction.
 * <li><b>Checks</b> see what the transforms wrote, in the same transaction. All of them run. If one finds something,
 * the transaction is undone: readers never see a star that failed its checks. Staging tables then hold the new rows and
 * the star the old ones; repeat the load when the cause is mended.
 * <li><b>Unloads</b> run in order when all else is committed, so that they never write what failed its checks. If one
 * fails, the load stays, and so do the files of those before it.
 * </ul>
 *
 * <p>Staging tables are locked while a load works with them: a second load, of this process or another one, waits. The
 * star is not: who reads it sees the former rows until the new ones are committed.
 */
public final class Pipeline {

    private final String name;
    private final @Nullable Migrations migrations;
    private final List<Step> copies;
    private final List<Step> transforms;
    private final List<Step> checks;
    private final List<Step> unloads;

    private Pipeline(String name, @Nullable Migrations migrations, List<Step> copies, List<Step> transforms,
            List<Step> checks, List<Step> unloads) {
        this.name = name;
        this.migrations = migrations;
        this.copies = copies;
        this.transforms = transforms;
        this.checks = checks;
        this.unloads = unloads;
    }

    /**
     * A pipeline that does nothing yet.
     *
     * @param name what logs and reports call it
     * @return an empty pipeline
     */
    public static Pipeline named(String name) {
        Objects.requireNonNull(name, "name must not be null");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
        return new Pipeline(name, null, List.of(), List.of(), List.of(), List.of());
    }

    /**
     * The migrations that create this pipeline's tables, in place of those on the class path.
     *
     * @param migrations the migrations; {@link Migrations#none()} if the tables exist already
     * @return a pipeline with these migrations
     */
    public Pipeline migrate(Migrations migrations) {
        return new Pipeline(name, Objects.requireNonNull(migrations, "migrations must not be null"), copies,
                transforms, checks, unloads);
    }

    /**
     * Adds copies.
     *
     * @param steps steps of stage {@link Stage#COPY}
     * @return a pipeline with these steps too
     * @throws IllegalArgumentException if a step has {@linkplain Step#problems() problems}, naming all of them
     */
    public Pipeline copy(Step... steps) {
        return new Pipeline(name, migrations, with(copies, Stage.COPY, steps), transforms, checks, unloads);
    }

    /**
     * Adds transforms. They run in the order in which they are added.
     *
     * @param steps steps of stage {@link Stage#TRANSFORM}
     * @return a pipeline with these steps too
     * @throws IllegalArgumentException if a step has {@linkplain Step#problems() problems}, naming all of them
     */
    public Pipeline transform(Step... steps) {
        return new Pipeline(name, migrations, copies, with(transforms, Stage.TRANSFORM, steps), checks,
                unloads);
    }

    /**
     * Adds checks.
     *
     * @param steps steps of stage {@link Stage#CHECK}
     * @return a pipeline with these steps too
     * @throws IllegalArgumentException if a step has {@linkplain Step#problems() problems}, naming all of them
     */
    public Pipeline check(Step... steps) {
        return new Pipeline(name, migrations, copies, transforms, with(checks, Stage.CHECK, steps), unloads);
    }

    /**
     * Adds unloads. They run in the order in which they are added, when everything else is committed.
     *
     * @param steps steps of stage {@link Stage#UNLOAD}
     * @return a pipeline with these steps too
     * @throws IllegalArgumentException if a step has {@linkplain Step#problems() problems}, naming all of them
     */
    public Pipeline unload(Step... steps) {
        return new Pipeline(name, migrations, copies, transforms, checks, with(unloads, Stage.UNLOAD, steps));
    }

    /**
     * What logs and reports call it.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The migrations of its own.
     *
     * @return empty if the ones on the class path are meant, provided that they {@linkplain Migrations#creates(String)
     *     make} a table of this pipeline
     */
    public Optional<Migrations> migrations() {
        return Optional.ofNullable(migrations);
    }

    /**
     * The copies.
     *
     * @return an unmodifiable list
     */
    public List<Step> copies() {
        return copies;
    }

    /**
     * The transforms, in the order in which they run.
     *
     * @return an unmodifiable list
     */
    public List<Step> transforms() {
        return transforms;
    }

    /**
     * The checks.
     *
     * @return an unmodifiable list
     */
    public List<Step> checks() {
        return checks;
    }

    /**
     * The unloads, in the order in which they run.
     *
     * @return an unmodifiable list
     */
    public List<Step> unloads() {
        return unloads;
    }

    @Override
    public String toString() {
        return "Pipeline[" + name + ": " + Counts.grouped(copies.size()) + " copy, "
                + Counts.grouped(transforms.size()) + " transform, " + Counts.grouped(checks.size()) + " check"
                + (unloads.isEmpty() ? "" : ", " + Counts.grouped(unloads.size()) + " unload") + "]";
    }

    private List<Step> with(List<Step> former, Stage stage, Step... added) {
        List<String> problems = new ArrayList<>();
        for (Step step : added) {
            Objects.requireNonNull(step, "steps must not hold null");
            if (step.stage() != stage) {
                problems.add(step.target() + ": this is a step of stage " + step.stage().word()
                        + "; add it by " + step.stage().word() + "(…)");
            }
            step.problems().forEach(problem -> problems.add(step.target() + ": " + problem));
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Pipeline \"" + name + "\" cannot " + stage.word() + " this:\n  - "
                    + String.join("\n  - ", problems));
        }
        List<Step> all = new ArrayList<>(former);
        all.addAll(Arrays.asList(added));
        return List.copyOf(all);
    }
}
