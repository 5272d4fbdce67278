/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import dev.warehouse.local.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What 'auto' makes of dates and times is what a cast makes of them: the manual says to try a format with a cast. */
class AutoRecognitionEndpointTest {

    private static final String[] DATES = {"1999-01-08", "1/8/1999", "1/18/99", "01/02/00", "2000-Jan-31", "Jan-31-2000",
        "31-Jan-2000", "20080215", "080215", "2008.366", "2008-366", "January 8, 1999", "Jan 8 1999", "8 Jan 1999",
        "J2451187", "99-Jan-08", "08-Jan-99", "Jan-08-99", "1.8.1999", "1999.01.08", "1999/1/8", "Monday 8 January 1999",
        "Mon, 08 Jan 1999", "1999 Jan 8", "12-31-2000", "2000-2-29", "2001-2-29", "00/00/00", "13/1/2000", "10000-01-01",
        "0001-01-01", "1-1-1", "Sept 5, 2001", "5 Octember 2001", "1999-13-01"};
    private static final String[] TIMES = {"04:05:06", "04:05", "040506", "0405", "04:05 AM", "04:05 PM", "4:5:6",
        "12:00 AM", "12:00 PM", "24:00:00", "25:00:00", "04:05:06.789", "04:05:06.7891234", "23:59:60", "04:60",
        "4:05:06 pm", "040506.789", "04:05:06."};
    private static final String[] ZONES = {"Z", "z", "UTC", "GMT", "PST", "+02", "-08:30", "+0530", "America/New_York",
        "PST8PDT", "+15:59:59", "zulu", "Nowhere/City", "EST5EDT", "CET", "+1"};

    @Test
    void autoReadsWhatACastReads() throws SQLException {
        List<String> values = new ArrayList<>();
        for (String date : DATES) {
            values.add(date);
            values.add(date + " AD");
            for (String time : TIMES) {
                values.add(date + " " + time);
                values.add(date + "T" + time);
                if (time.indexOf(':') > 0) {
                    values.add(time + " " + date);
                }
                for (String zone : ZONES) {
                    values.add(date + " " + time + " " + zone);
                }
            }
        }
        values.addAll(List.of("17 Dec 07:37:16 1997 PST", "Wed Dec 17 07:37:16 1997 PST", "12.17.1997 07:37:16.00 PST",
                "1999-01-08 04:05:06-08", "1999-01-08T04:05:06+05:30", "Jan-08-95 BC", "January 8, 99 BC 04:05", "1540344794", "",
                "1999", "Jan 1999", "199901", "19990108040506", "1999-01-08 04:05:06 04:05:06", "1999-01-08 1999-01-09"));
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            data.append(i).append('|').append(values.get(i)).append('\n');
        }
        MemoryBucket bucket = new MemoryBucket().with("data", data.toString());
        try (LocalRedshiftServer server = LocalRedshift.temporary().bucket("b", bucket).start();
                Connection connection = Sql.connect(server.endpoint())) {
            Sql.run(connection, "create table v (id int, v varchar(100))", "copy v from 's3://b/data' iam_role default");
            for (String type : List.of("timestamp", "timestamptz", "date")) {
                Sql.run(connection, "create table t_" + type + " (id int, m " + type + ")", "copy t_" + type
                        + " from 's3://b/data' iam_role default timeformat 'auto' dateformat 'auto' acceptanydate");
                assertThat(Sql.rows(connection, "select v, m::varchar, try_cast(v as " + type + ")::varchar from v join t_"
                        + type + " t on t.id = v.id where coalesce(m::varchar, '') <> coalesce(try_cast(v as " + type
                        + ")::varchar, '') order by v.id")).as("value, by COPY, by a cast").isEmpty();
                assertThat(Integer.parseInt(Sql.value(connection, "select count(m) from t_" + type))).isGreaterThan(5000);
            }
        }
    }
}
