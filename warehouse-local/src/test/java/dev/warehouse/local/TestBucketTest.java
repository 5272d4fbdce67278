/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;

import dev.warehouse.api.Warehouse;
import dev.warehouse.local.assertions.WarehouseAssertions;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestBucketTest {

    private static final LocalTemplate EMPTY = LocalRedshift.temporary().template(warehouse -> { });

    @Test
    void whatIsPutLiesAboveAFolderThatStaysAsItIs(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("b"));
        Files.writeString(folder.resolve("a.txt"), "old a");
        Files.writeString(folder.resolve("b/c.txt"), "old c");
        Files.writeString(folder.resolve("b/é.txt"), "old é");
        TestBucket bucket = TestBucket.over(Bucket.folder(folder));
        bucket.put("b/c.txt", "new c").put("b/z", "new z").put("b.txt", "new b");
        bucket.delete("a.txt");

        assertThat(bucket.keys()).containsExactly("b.txt", "b/c.txt", "b/z", "b/é.txt");
        assertThat(bucket.list("b/")).toIterable().extracting(Bucket.StoredObject::key)
                .containsExactly("b/c.txt", "b/z", "b/é.txt");
        assertThat(bucket.text("b/c.txt")).isEqualTo("new c");
        assertThat(bucket.text("b/é.txt")).isEqualTo("old é");
        assertThatThrownBy(() -> bucket.open("a.txt")).isInstanceOf(NoSuchFileException.class);
        assertThat(folder.resolve("a.txt")).hasContent("old a");
        assertThat(folder.resolve("b/c.txt")).hasContent("old c");
        assertThat(folder.resolve("b/z")).doesNotExist();
    }

    @Test
    void anUploadAppearsWhenItIsComplete() throws IOException {
        TestBucket bucket = TestBucket.empty();
        try (Bucket.Upload upload = bucket.upload("a")) {
            upload.stream().write(65);
            assertThat(bucket.keys()).isEmpty();
            upload.complete();
        }
        assertThat(bucket.text("a")).isEqualTo("A");
        try (Bucket.Upload upload = bucket.upload("never")) {
            upload.stream().write(65);
        }
        assertThat(bucket.keys()).containsExactly("a");
    }

    @Test
    void aResourceIsPutAsItIs() {
        TestBucket bucket = TestBucket.empty().putResource("users/1.csv", "junit/data/users/1.csv");
        assertThat(bucket.text("users/1.csv")).isEqualTo("1,Ann,free\n2,Bob,paid\n");
        assertThatThrownBy(() -> bucket.putResource("x", "junit/nothing.csv")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("resource must be on the class path, was junit/nothing.csv");
    }

    @Test
    void whatCannotBePutIsRefused() {
        TestBucket bucket = TestBucket.empty();
        assertThatThrownBy(() -> bucket.put("", "text")).hasMessage("key must not be empty");
        assertThatThrownBy(() -> bucket.put("a.bz2", "text")).hasMessage(
                "a text is packed for .gz only, not for .bz2: put the packed bytes, was a.bz2");
        assertThatThrownBy(() -> bucket.text("a")).hasMessage("key must be one of [], was a");
    }

    private static Result<Record> records() {
        Field<?>[] fields = {field(DSL.name("id"), SQLDataType.BIGINT), field(DSL.name("name"), SQLDataType.VARCHAR),
            field(DSL.name("price"), SQLDataType.NUMERIC), field(DSL.name("at"), SQLDataType.LOCALDATETIME),
            field(DSL.name("day"), SQLDataType.LOCALDATE), field(DSL.name("paid"), SQLDataType.BOOLEAN),
            field(DSL.name("ratio"), SQLDataType.DOUBLE), field(DSL.name("tags"), SQLDataType.JSON)};
        Result<Record> records = DSL.using(org.jooq.SQLDialect.DEFAULT).newResult(fields);
        records.add(record(fields, 1L, "Ann, \"the\" first\\one", new BigDecimal("1E+2"),
                LocalDateTime.of(2018, 11, 1, 21, 1, 46, 796_000_000), LocalDate.of(2018, 11, 1), true, 0.5,
                JSON.json("{\"a\": [1, 2]}")));
        records.add(record(fields, 2L, "two\nlines, Zoë", null, LocalDateTime.of(2018, 11, 2, 0, 0), null, false, 1e300,
                null));
        records.add(record(fields, 3L, "", new BigDecimal("0.01"), null, null, null, null, JSON.json("[]")));
        return records;
    }

    private static Record record(Field<?>[] fields, Object... values) {
        Record record = DSL.using(org.jooq.SQLDialect.DEFAULT).newRecord(fields);
        record.fromArray(values);
        return record;
    }

    @ParameterizedTest
    @ValueSource(strings = {"t.csv", "t.csv.gz", "t.json", "t.json.gz"})
    void recordsComeBackByCopy(String key) {
        TestBucket bucket = TestBucket.empty();
        boolean csv = key.startsWith("t.csv");
        if (csv) {
            bucket.putCsv(key, records());
        } else {
            bucket.putJson(key, records());
        }
        try (Warehouse warehouse = Warehouse.provision(EMPTY.bucket("fixtures", bucket))) {
            warehouse.dsl().execute("create table t (id bigint, name varchar(50), price decimal(10, 2), at timestamp, "
                    + "day date, paid boolean, ratio double precision, tags super)");
            warehouse.dsl().execute("copy t from 's3://fixtures/" + key + "' iam_role default "
                    + (csv ? "csv" : "json 'auto'") + (key.endsWith(".gz") ? " gzip" : ""));
            WarehouseAssertions.assertThat(warehouse.dsl().fetch("select id, name, price, at, day, paid, ratio, "
                    + "json_serialize(tags) as tags from t order by id")).isTable("""
                    |id|name                    |price |at                     |day       |paid  |ratio  |tags       |
                    |1 |Ann, "the" first\\one    |100.00|2018-11-01 21:01:46.796|2018-11-01|true  |0.5    |{"a":[1,2]}|
                    |2 |two\\nlines, Zoë         |{null}|2018-11-02 00:00:00.0  |{null}    |false |1.0E300|{null}     |
                    |3 |                        |0.01  |{null}                 |{null}    |{null}|{null} |[]         |
                    """);
        }
    }
}
