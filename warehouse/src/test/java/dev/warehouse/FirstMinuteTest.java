/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse;

import static dev.warehouse.schema.Tables.SONGPLAYS;
import static dev.warehouse.schema.Tables.SONGS;
import static dev.warehouse.schema.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.count;

import dev.warehouse.api.LoadReport;
import dev.warehouse.api.Stage;
import dev.warehouse.api.StepReport;
import dev.warehouse.api.Warehouse;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a newcomer does first, with this one dependency and nothing else on the machine. */
class FirstMinuteTest {

    @Test
    void provisionAndLoadIsAllItTakes() {
        try (Warehouse warehouse = Warehouse.provision()) {
            LoadReport report = warehouse.load();

            assertThat(report.steps().get(0).stage()).isEqualTo(Stage.PROVISION);
            assertThat(warehouse.load().steps(Stage.PROVISION)).as("told once").isEmpty();
            assertThat(report.steps(Stage.COPY)).extracting(StepReport::rows).containsExactly(445L, 22L);
            assertThat(warehouse.loadErrors()).isEmpty();
            assertThat(warehouse.dsl().fetchCount(SONGPLAYS)).isEqualTo(297);
            assertThat(warehouse.dsl().fetchCount(SONGPLAYS, SONGPLAYS.SONG_ID.isNotNull())).isEqualTo(93);
            assertThat(warehouse.dsl().select(USERS.LEVEL, count()).from(USERS).groupBy(USERS.LEVEL)
                    .fetchMap(USERS.LEVEL, count())).isEqualTo(Map.of("free", 6, "paid", 11));
        }
    }

    @Test
    void typedQueriesJoinTheStar() {
        try (Warehouse warehouse = Warehouse.provision()) {
            warehouse.load();

            assertThat(warehouse.dsl().select(SONGS.TITLE, count()).from(SONGPLAYS)
                    .join(SONGS).on(SONGS.SONG_ID.eq(SONGPLAYS.SONG_ID))
                    .groupBy(SONGS.TITLE).orderBy(count().desc(), SONGS.TITLE).limit(3).fetch())
                    .hasSize(3).allSatisfy(song -> assertThat(song.value2()).isPositive());
            assertThat(warehouse.dsl().select(SONGPLAYS.users().FIRST_NAME).from(SONGPLAYS)
                    .where(SONGPLAYS.users().LEVEL.eq("paid")).limit(1).fetch()).hasSize(1);
        }
    }

    @Test
    void nothingAnswersAfterClose() {
        Warehouse warehouse = Warehouse.provision();
        int port = warehouse.endpoint().port();
        assertThat(warehouse.endpoint().host()).isEqualTo("127.0.0.1");
        warehouse.close();
        warehouse.close();

        assertThatIOException()
                .isThrownBy(() -> new Socket("127.0.0.1", port).close());
    }

    @Test
    void aRefusedStatementDoesNotCostAConnection() throws SQLException {
        try (Warehouse warehouse = Warehouse.provision(); Connection connection = warehouse.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("create index i on t (a)")).hasMessageContaining("no indexes");
            assertThat(connection.isClosed()).isFalse();
            assertThat(statement.execute("select 1")).isTrue();
        }
    }
}
