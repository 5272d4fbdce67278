package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.warehouse.aws.standin.AwsStandIn;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            Path output = folder.resolve("output.txt");

            Process process = new ProcessBuilder(List.of(ProcessHandle.current().info().command().orElse("java"),
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace", "-Dwarehouse.aws.endpoint=" + aws.uri(),
                    "-Dwarehouse.aws.poll_every=PT0.001S", "-cp", System.getProperty("java.class.path"),
                    LoudRun.class.getName(), file.toString(), login.name()))
                    .redirectErrorStream(true).redirectOutput(output.toFile()).start();
            assertThat(process.waitFor()).as(() -> tail(output)).isZero();

            List<String> told = Files.readAllLines(output);
            for (String loud : List.of("all done", "dev.warehouse.aws.AwsCalls - provision redshift:CreateCluster",
                    "DEBUG software.amazon.awssdk", "TRACE software.amazon.awssdk", "cluster dwhcluster: from snapshot")) {
                assertThat(told.stream().filter(line -> line.contains(loud))).as(loud).isNotEmpty();
            }
            List<String> secrets = new ArrayList<>(List.of(PASSWORD, SECRET_KEY, TOKEN));
            secrets.addAll(aws.secrets());
            assertThat(secrets).hasSizeGreaterThan(3);
            // the one exception is the SDK's signer at DEBUG, which nobody but the user can silence; docs/aws.md warns of it
            assertThat(told.stream().filter(line -> !line.equals("x-amz-security-token:" + TOKEN))
                    .filter(line -> secrets.stream().anyMatch(line::contains))).isEmpty();
        }
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
