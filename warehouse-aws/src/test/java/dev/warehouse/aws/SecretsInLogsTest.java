/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.warehouse.aws.standin.AwsStandIn;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing tells a secret, however loud the loggers are: ours, the AWS SDK's, those of the driver and the pool. */
@NeedsStandIn
class SecretsInLogsTest {

    private static final String PASSWORD = "Passw0rdOfTheFile";
    private static final String SECRET_KEY = "s3cretKeyOfTheFile";
    private static final String TOKEN = "t0kenOfTheFile";

    @ParameterizedTest
    @CsvSource({
        "PASSWORD, given",
        "TEMPORARY, managed"
    })
    void secretsAppearNowhere(Login login, String password, @TempDir Path folder) throws Exception {
        try (LocalRedshiftServer redshift = LocalRedshift.temporary().database("dwh").user("dwhuser").password(PASSWORD)
                .start();
                AwsStandIn aws = new AwsStandIn().clustersAt(redshift.endpoint())) {
            Path file = config(folder, password.equals("given"));

            List<String> told = told(folder, aws, LoudRun.class, file.toString(), login.name());

            assertNoSecrets(told, aws, "dev.warehouse.aws.AwsCalls - provision redshift:CreateCluster",
                    "cluster dwhcluster: from snapshot");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PASSWORD, ""})
    void secretsOfServerlessAppearNowhere(String password, @TempDir Path folder) throws Exception {
        try (LocalRedshiftServer redshift = LocalRedshift.temporary().database("dwh").user("dwhuser").password(PASSWORD)
                .start();
                AwsStandIn aws = new AwsStandIn().clustersAt(redshift.endpoint())) {
            List<String> told = told(folder, aws, LoudServerlessRun.class,
                    password.isEmpty() ? new String[0] : new String[] {password});

            assertNoSecrets(told, aws, "dev.warehouse.aws.AwsCalls - provision redshift-serverless:CreateNamespace",
                    "namespace sales: gets the data of snapshot by-hand", "connecting by the Data API");
        }
    }

    private static List<String> told(Path folder, AwsStandIn aws, Class<?> program, String... arguments) throws Exception {
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace", "-Dwarehouse.aws.endpoint=" + aws.uri(),
                "-Dwarehouse.aws.poll_every=PT0.001S", "-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        process.environment().putAll(Map.of("AWS_ACCESS_KEY_ID", AwsStandIn.ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", SECRET_KEY,
                "AWS_SESSION_TOKEN", TOKEN, "AWS_REGION", "us-west-2"));
        assertThat(process.start().waitFor()).as(() -> tail(output)).isZero();
        return Files.readAllLines(output);
    }

    private static void assertNoSecrets(List<String> told, AwsStandIn aws, String... expected) {
        List<String> loudly = new ArrayList<>(List.of(expected));
        loudly.addAll(List.of("all done", "DEBUG software.amazon.awssdk", "TRACE software.amazon.awssdk"));
        for (String loud : loudly) {
            assertThat(told.stream().filter(line -> line.contains(loud))).as(loud).isNotEmpty();
        }
        List<String> secrets = new ArrayList<>(List.of(PASSWORD, SECRET_KEY, TOKEN));
        secrets.addAll(aws.secrets());
        assertThat(secrets).hasSizeGreaterThan(3);
        // the one exception is the SDK's signer at DEBUG, which nobody but the user can silence; docs/aws.md warns of it
        assertThat(told.stream().filter(line -> !line.equals("x-amz-security-token:" + TOKEN))
                .filter(line -> secrets.stream().anyMatch(line::contains))).isEmpty();
    }

    private static Path config(Path folder, boolean given) throws IOException {
        return Files.writeString(folder.resolve("dwh.cfg"), """
                [AWS]
                KEY=%s
                SECRET=%s
                SESSION_TOKEN=%s
                REGION=us-west-2

                [DWH]
                DWH_CLUSTER_IDENTIFIER=dwhCluster
                DWH_IAM_ROLE_NAME=dwhRole
                DWH_DB=dwh
                DWH_DB_USER=dwhuser
                %s
                """.formatted(AwsStandIn.ACCESS_KEY, SECRET_KEY, TOKEN, given ? "DWH_DB_PASSWORD=" + PASSWORD : ""));
    }

    private static String tail(Path output) {
        try {
            List<String> lines = Files.readAllLines(output);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
