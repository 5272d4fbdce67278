/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import static dev.warehouse.schema.Tables.SONGPLAYS;
import static dev.warehouse.schema.Tables.SONGS;
import static dev.warehouse.schema.Tables.STAGING_EVENTS;
import static dev.warehouse.schema.Tables.STAGING_SONGS;
import static dev.warehouse.schema.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import dev.warehouse.api.Pipeline;
import dev.warehouse.api.Step;
import dev.warehouse.api.jooq.RedshiftConfiguration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SongPlaysTest {

    @ParameterizedTest
    @ValueSource(strings = {"users", "artists", "songs", "time", "songplays"})
    void transformsRenderForRedshift(String target) {
        Transform transform = (Transform) SongPlays.pipeline().transforms().stream()
                .filter(step -> step.target().equals(target)).findFirst().orElseThrow();

        Golden.assertMatches("transform-" + target, transform.sql());
    }

    @Test
    void checksRenderForRedshift() {
        DSLContext dsl = DSL.using(RedshiftConfiguration.unconnected());
        Golden.assertMatches("checks", SongPlays.pipeline().checks().stream()
                .flatMap(check -> check instanceof CheckGroup group ? group.checks().stream() : Stream.of(check))
                .map(check -> "-- " + check.target() + ": " + check.detail() + "\n"
                        + dsl.renderInlined(((Check) check).query()))
                .collect(Collectors.joining("\n")));
    }

    @Test
    void dimensionsAreFilledBeforeTheFact() {
        Pipeline pipeline = SongPlays.pipeline();

        assertThat(pipeline.copies()).extracting(Step::target, Step::detail).containsExactly(
                tuple("staging_events", "s3://udacity-dend/log_data/"),
                tuple("staging_songs", "s3://udacity-dend/song_data/"));
        assertThat(pipeline.transforms()).extracting(Step::target)
                .containsExactly("users", "artists", "songs", "time", "songplays");
        assertThat(pipeline.checks()).extracting(Step::target, Step::detail).containsExactly(
                tuple("staging_events", "has the rows that were copied"),
                tuple("staging_songs", "has the rows that were copied"), tuple("songplays", "8 checks"),
                tuple("users", "3 checks"), tuple("songs", "5 checks"), tuple("artists", "4 checks"),
                tuple("time", "7 checks"));
    }

    @Test
    void columnsOfTheQueryMustBeColumnsOfTheTable() {
        Transform transform = Transform.into(SONGS).select(select(STAGING_SONGS.SONG_ID, STAGING_SONGS.ARTIST_NAME,
                inline(1).as("title"), inline(2).as("title")).from(STAGING_SONGS));

        assertThatIllegalArgumentException().isThrownBy(() -> Pipeline.named("p").transform(transform)).withMessage("""
                Pipeline "p" cannot transform this:
                  - songs: the query's column "artist_name" is no column of songs; alias it as one of song_id, title, \
                artist_id, year, duration
                  - songs: the query has two columns "title"; alias one of them""");
        assertThatIllegalArgumentException().isThrownBy(() -> Transform.into(SONGS).sql())
                .withMessageContaining("it has no query; say select(…)");
    }

    @Test
    void columnsOfTwoTablesAreNoKey() {
        assertThatIllegalArgumentException().isThrownBy(() -> Checks.unique(USERS.USER_ID, SONGPLAYS.USER_ID))
                .withMessage("columns must belong to one table, were of users and songplays");
        assertThatIllegalArgumentException().isThrownBy(Checks::notNull).withMessage("columns must not be empty");
    }

    @Test
    void groupsHoldChecksOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pipeline.named("p").check(Checks.all("users", Transform.into(USERS))))
                .withMessageContaining("users: users is a step of stage transform, not a check")
                .withMessageContaining("users: it has no query; say select(…)");
    }

    @Test
    void sourcesCanBeElsewhere() {
        SongPlaysSource source = new SongPlaysSource("s3://a/e", "s3://b/p.json", "s3://c/s/", "eu-west-1", null);

        assertThat(SongPlays.events(source).sql()).contains("FROM 's3://a/e'", "JSON 's3://b/p.json'",
                "REGION AS 'eu-west-1'", "IAM_ROLE DEFAULT");
        assertThat(SongPlays.events(source).target()).isEqualTo(STAGING_EVENTS.getName());
        assertThat(SongPlays.songMetadata(source.withRegion(null)).sql()).contains("FROM 's3://c/s/'")
                .doesNotContain("REGION");
    }
}
