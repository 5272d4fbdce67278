/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineTest {

    private record Described(Stage stage, String target, List<String> problems) implements Step {

        @Override
        public StepResult run(StepContext context) {
            return StepResult.wrote(0);
        }
    }

    @Test
    void addingStepsLeavesTheFormerPipelineAsItWas() {
        Pipeline empty = Pipeline.named("p");
        Pipeline more = empty.copy(new Described(Stage.COPY, "a", List.of()))
                .transform(new Described(Stage.TRANSFORM, "b", List.of()))
                .check(new Described(Stage.CHECK, "c", List.of()), new Described(Stage.CHECK, "d", List.of()));

        assertThat(empty).hasToString("Pipeline[p: 0 copy, 0 transform, 0 check]");
        assertThat(more).hasToString("Pipeline[p: 1 copy, 1 transform, 2 check]");
        assertThat(more.checks()).extracting(Step::target).containsExactly("c", "d");
    }

    @Test
    void allProblemsOfAllStepsAreNamedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pipeline.named("p").copy(
                        new Described(Stage.COPY, "a", List.of("it has no source", "JSON has no delimiter")),
                        new Described(Stage.CHECK, "b", List.of())))
                .withMessage("""
                        Pipeline "p" cannot copy this:
                          - a: it has no source
                          - a: JSON has no delimiter
                          - b: this is a step of stage check; add it by check(…)""");
    }

    @Test
    void nameIsNotBlank() {
        assertThatIllegalArgumentException().isThrownBy(() -> Pipeline.named(" "))
                .withMessage("name must not be blank");
    }

    @Test
    void noMigrationsMeansNoneToReset() {
        Endpoint endpoint = new Endpoint("127.0.0.1", 5439, "dev", "awsuser", "secret", false);

        assertThat(Migrations.none().migrate(endpoint)).isEqualTo(new Migrations.Migrated(0, ""));
        assertThatExceptionOfType(MigrateException.class).isThrownBy(() -> Migrations.none().drop(endpoint))
                .withMessageStartingWith("There is nothing to reset");
    }

    @Test
    void classPathWithoutPlatformSaysWhichDependencyToAdd() {
        assertThatExceptionOfType(ProvisionException.class).isThrownBy(Warehouse::provision)
                .withMessageStartingWith(
                        "No platform is on the class path, so Warehouse.provision() has nothing to start. Add the "
                        + "dependency dev.warehouse:warehouse-local for a Redshift on this machine, or pass a "
                        + "platform: Warehouse.provision(platform).");
    }

    @Test
    void classPathWithoutPipelineOrMigrationsSaysWhichDependencyToAdd() {
        assertThatIllegalStateException().isThrownBy(ClassPath::pipeline).withMessage(
                "No pipeline found on the class path. Add the dependency dev.warehouse:warehouse-etl, or pass a "
                        + "pipeline: warehouse.load(pipeline).");
        assertThatIllegalStateException().isThrownBy(ClassPath::migrations).withMessageContaining(
                "Add the dependency dev.warehouse:warehouse-schema, or pass them: pipeline.migrate(migrations)");
    }

    @Test
    void loadErrorsReadAsOneLine() {
        assertThat(new LoadError("events-05.json", 17, "user_id", "int4", -1, "x\n1", "{…}", 1207,
                "Invalid digit, Value 'x', Pos 0, Type: Integer"))
                .hasToString("events-05.json line 17, column user_id, \"x\\n1\": Invalid digit, Value 'x', Pos 0, "
                        + "Type: Integer (code 1207)");
        assertThat(new LoadError("s3://b/a", -1, "", "", -1, "", "", 1221, "wrong encoding"))
                .hasToString("s3://b/a: wrong encoding (code 1221)");
    }

    @Test
    void findingsShowTheirRowsCutShort() {
        Finding finding = new Finding("songs.title", "is NULL", 1, List.of(Map.of("title", "x".repeat(100))));

        assertThat(finding).hasToString("songs.title is NULL (1 row): [title=" + "x".repeat(80) + "…]");
    }
}
