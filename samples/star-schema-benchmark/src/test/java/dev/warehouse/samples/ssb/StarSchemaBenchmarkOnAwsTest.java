/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.api.S3Location;
import dev.warehouse.aws.standin.AwsStandIn;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The comparison on a cluster, as a user types it: in an account on this machine, whose cluster is a Redshift on it.
 */
class StarSchemaBenchmarkOnAwsTest {

    private static final String PASSWORD = "Passw0rdOfTheFile";
    private static final List<String> PROPERTIES =
            List.of("warehouse.aws.endpoint", "warehouse.aws.poll_every");

    private static LocalRedshiftServer redshift;

    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private AwsStandIn aws;
    private Path file;

    @BeforeAll
    static void startRedshift(@TempDir Path bucket) throws IOException {
        redshift = LocalRedshift.temporary().bucket("awssampledbuswest2", bucket).database("dwh").user("dwhuser")
                .password(PASSWORD).start();
        new StarData(new BigDecimal("0.001"), 1).writeTo(redshift.objects().orElseThrow(),
                S3Location.of("s3://awssampledbuswest2/ssbgz/"), 2, true);
    }

    @AfterAll
    static void stopRedshift() {
        redshift.close();
    }

    @BeforeEach
    void start() throws IOException {
        aws = new AwsStandIn().clustersAt(redshift.endpoint()).slow(1);
        System.setProperty("warehouse.aws.endpoint", aws.uri().toString());
        System.setProperty("warehouse.aws.poll_every", "PT0.001S");
        file = Files.writeString(folder.resolve("dwh.cfg"), """
                [AWS]
                KEY=%s
                SECRET=s3cretKeyOfTheFile
                REGION=us-west-2

                [DWH]
                DWH_CLUSTER_TYPE=multi-node
                DWH_NUM_NODES=4
                DWH_NODE_TYPE=ra3.large
                DWH_IAM_ROLE_NAME=dwhRole
                DWH_CLUSTER_IDENTIFIER=dwhCluster
                DWH_DB=dwh
                DWH_DB_USER=dwhuser
                DWH_DB_PASSWORD=%s
                DWH_PORT=5439
                """.formatted(AwsStandIn.ACCESS_KEY, PASSWORD));
    }

    @AfterEach
    void stop() {
        PROPERTIES.forEach(System::clearProperty);
        aws.close();
    }

    private int run(String... options) {
        List<String> arguments = new ArrayList<>(List.of("--aws", file.toString(), "--report",
                folder.resolve("report.md").toString()));
        arguments.addAll(List.of(options));
        return StarSchemaBenchmark.execute(new PrintWriter(out, true), new PrintWriter(err, true),
                arguments.toArray(String[]::new));
    }

    @Test
    void withoutYesThePlanIsShownAndNothingIsChanged() {
        String before = aws.state();

        assertThat(run("--nodes", "2")).isEqualTo(2);
        assertThat(out.toString()).startsWith("plan of Redshift cluster dwhcluster in us-west-2, account"
                + " 123456789012\n")
                .contains("create cluster dwhcluster: 2 x ra3.large", "reads s3://awssampledbuswest2/ssbgz/",
                        "Nothing was changed. With --yes this is done")
                .doesNotContain(PASSWORD);
        assertThat(aws.state()).isEqualTo(before);
        assertThat(folder.resolve("report.md")).doesNotExist();
    }

    @Test
    void clusterIsMadeThenAdoptedAndDeleted() {
        String before = aws.state();

        assertThat(run("--yes", "--runs", "1")).as("%s%s", out, err).isZero();
        assertThat(out.toString()).contains("create cluster dwhcluster: 4 x ra3.large", "Query times",
                        "Report: " + folder.resolve("report.md"),
                        "The Redshift cluster dwhcluster costs by the hour until it is deleted")
                .doesNotContain(PASSWORD).doesNotContain("s3cretKeyOfTheFile");
        assertThat(err.toString()).isEmpty();
        assertThat(folder.resolve("report.md")).content().contains("## Q4.3").doesNotContain(PASSWORD);
        assertThat(aws.state()).contains("dwhcluster");

        out.getBuffer().setLength(0);
        assertThat(run("--yes", "--delete", "--runs", "1")).as("%s%s", out, err).isZero();
        assertThat(out.toString()).doesNotContain("create cluster").contains("Query times",
                "Deleted the Redshift cluster dwhcluster with all that was made for it.");
        assertThat(aws.state()).isEqualTo(before);
    }

    @Test
    void theShownCommandRuns() throws IOException {
        String before = aws.state();
        Matcher command = Pattern.compile("star-schema-benchmark\\.jar (--aws .*)")
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(command.find()).isTrue();
        String[] arguments = (command.group(1) + " --runs 1 --report " + folder.resolve("report.md")).split(" ");
        Collections.replaceAll(Arrays.asList(arguments), "dwh.cfg", file.toString());

        assertThat(StarSchemaBenchmark.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments))
                .as("%s%s", out, err).isZero();
        assertThat(out.toString()).contains("create cluster dwhcluster", "Query times");
        assertThat(aws.state()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "--data src; --data has no meaning beside --aws: leave one of the two out",
        "--scale 1; --scale has no meaning without --from, which says where the data that is made goes",
        "--from here; --from: address must be an address in S3 such as s3://bucket/folder/, was \"here/\"",
        "--nodes 0; --node-type and --nodes: nodes must be"})
    void wrongUsageIsTold(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
    }
}
