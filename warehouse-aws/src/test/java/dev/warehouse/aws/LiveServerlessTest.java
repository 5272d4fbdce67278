/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import dev.warehouse.api.Stage;
import dev.warehouse.api.Warehouse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A workgroup on a real account, private and reached by the Data API:
 * {@code mvn test -pl warehouse-aws -am -Plive -Dlive.region=us-west-2 -Dlive.costs=accepted}, with credentials in the AWS
 * SDK's default chain and the permissions of docs/aws.md. It costs some minutes of 8 RPU.
 */
@Tag("live")
class LiveServerlessTest {

    @Test
    void workgroupIsMadeAskedByTheDataApiAndDeletedWithAllThatBelongsToIt() {
        List<String> missing = Stream.of("live.region", "live.costs")
                .filter(property -> System.getProperty(property) == null).toList();
        assertThat(missing).as("properties that are needed: live.region, live.costs").isEmpty();
        assertThat(System.getProperty("live.costs")).isEqualTo("accepted");
        RedshiftServerless workgroup = RedshiftServerless.workgroup("warehouse-live-test")
                .region(System.getProperty("live.region")).usageLimit(UsageLimit.daily(2))
                .reads("s3://udacity-dend/log_data").skipFinalSnapshot().dataApi();
        System.out.println(workgroup.plan());
        try (Warehouse warehouse = Warehouse.provision(workgroup, (stage, message) -> say(stage, message))) {
            assertThat(warehouse.dsl().fetchValue("select 6 * 7")).isEqualTo(42);
            warehouse.migrate();
            Object songplays = warehouse.dsl().transactionResult(
                    all -> all.dsl().fetchValue("select count(*) from songplays"));
            assertThat(songplays).isEqualTo(0L);
            assertThat(workgroup.plan().changesSomething()).isFalse();
        } finally {
            DeprovisionReport report = workgroup.deprovision((stage, message) -> say(stage, message));
            System.out.println(report);
            assertThat(report.failed()).isEmpty();
        }
        assertThat(workgroup.describe()).isEmpty();
    }

    private static void say(Stage stage, String message) {
        System.out.println(stage.word() + " " + message);
    }
}
