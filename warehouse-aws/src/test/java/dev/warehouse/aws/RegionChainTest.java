/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.warehouse.api.ProvisionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regions from the surroundings of a program, which is one of its own here: nothing of this machine reaches it. */
class RegionChainTest {

    /** Says what two descriptions without a region come to. */
    static final class Without {

        private Without() {
        }

        public static void main(String... arguments) {
            say(() -> RedshiftCluster.named("dwh").plan());
            say(() -> RedshiftServerless.workgroup("sales").plan());
        }

        private static void say(Runnable work) {
            try {
                work.run();
            } catch (ProvisionException e) {
                System.out.println("told: " + e.getMessage());
            }
        }
    }

    @Test
    void saysThatThereIsNoRegion(@TempDir Path folder) throws Exception {
        assertThat(told(folder, "[default]\noutput = json\n")).containsExactly(
                "told: there is no AWS region for cluster dwh: name one by region, as REGION in [AWS] of dwh.cfg, by the"
                        + " environment variable AWS_REGION, or in the profile",
                "told: there is no AWS region for workgroup sales: name one by region, by the environment variable"
                        + " AWS_REGION, or in the profile");
    }

    @Test
    void regionOfTheProfileCounts(@TempDir Path folder) throws Exception {
        assertThat(told(folder, "[default]\nregion = eu-central-1\n"))
                .anyMatch(line -> line.startsWith("told: there are no AWS credentials for "))
                .noneMatch(line -> line.contains("region"));
    }

    private static List<String> told(Path folder, String profile) throws Exception {
        Path output = folder.resolve("output.txt");
        ProcessBuilder program = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp",
                System.getProperty("java.class.path"), Without.class.getName())
                .redirectErrorStream(true).redirectOutput(output.toFile());
        program.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("WAREHOUSE_"));
        program.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        program.environment().put("AWS_CONFIG_FILE", Files.writeString(folder.resolve("config"), profile).toString());
        program.environment().put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
        assertThat(program.start().waitFor()).as(() -> output.toString()).isZero();
        return Files.readAllLines(output).stream().filter(line -> line.startsWith("told: ")).toList();
    }
}
