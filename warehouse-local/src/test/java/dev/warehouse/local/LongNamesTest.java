/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Names of more bytes than PostgreSQL's have. */
class LongNamesTest {

    private static final String NAME = "the_amount_of_all_sales_of_the_day_before_yesterday_in_all_shops_of_";

    @Test
    void headingsAndErrorsTellTheWholeName() throws SQLException {
        try (LocalRedshiftServer server = LocalRedshift.temporary().start();
                Connection connection = Sql.connect(server.endpoint());
                Statement statement = connection.createStatement()) {
            statement.execute("create table t (" + NAME + "france int distkey, \"" + NAME + "SPAIN\" int)");
            statement.execute("insert into t values (1, 2)");
            try (ResultSet result = statement.executeQuery("select *, " + NAME + "spain as \"" + NAME + "größe\" from t")) {
                assertThat(result.next()).isTrue();
                assertThat(result.getMetaData().getColumnLabel(1)).isEqualTo(NAME + "france");
                assertThat(result.getInt(NAME + "spain")).isEqualTo(2);
                assertThat(result.getInt(NAME + "größe")).isEqualTo(2);
            }
            assertThatThrownBy(() -> statement.execute("select " + NAME + "italy from t"))
                    .hasMessageContaining("column \"" + NAME + "italy\" does not exist");
        }
    }

    @Test
    void whatIsBehind127BytesIsCutOff() throws SQLException {
        String longest = "a".repeat(127);
        try (LocalRedshiftServer server = LocalRedshift.temporary().start()) {
            Sql.run(server.endpoint(), "create table t (" + longest + "b int)", "insert into t (" + longest + "c) values (3)");
            assertThat(Sql.value(server.endpoint(), "select " + longest + " from t")).isEqualTo("3");
        }
    }
}
