/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.Stage;
import dev.warehouse.aws.ConfigException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DwhConfigTest {

    private static final String FULL = """
            # the project's configuration
            [AWS]
            KEY=AKIAEXAMPLE
            SECRET=s3cretKey/+=
            SESSION_TOKEN=t0ken
            REGION=us-west-2

            [DWH]
            DWH_CLUSTER_TYPE=multi-node
            DWH_NUM_NODES=4
            DWH_NODE_TYPE=ra3.large
            DWH_IAM_ROLE_NAME=dwhRole
            DWH_CLUSTER_IDENTIFIER=dwhCluster
            DWH_DB=dwh
            DWH_DB_USER=dwhuser
            DWH_DB_PASSWORD=Passw0rd%(x)s
            DWH_PORT=5439

            [CLUSTER]
            HOST='dwhcluster.abc123.us-west-2.redshift.amazonaws.com'
            DB_NAME='sparkify'
            DB_USER="analyst"
            DB_PASSWORD='Oth3r;#pass'
            DB_PORT='5440'

            [IAM_ROLE]
            ARN='arn:aws:iam::123456789012:role/dwhRole'

            [S3]
            LOG_DATA='s3://udacity-dend/log_data'
            LOG_JSONPATH='s3://udacity-dend/log_json_path.json'
            SONG_DATA='s3://udacity-dend/song_data'
            """;

    @TempDir
    private Path folder;

    @Test
    void readsEveryOption() throws IOException {
        DwhConfig config = read(FULL);

        assertThat(config.file()).isEqualTo(folder.resolve("dwh.cfg"));
        assertThat(config.key()).contains("AKIAEXAMPLE");
        assertThat(config.secret()).contains("s3cretKey/+=");
        assertThat(config.sessionToken()).contains("t0ken");
        assertThat(config.region()).contains("us-west-2");
        assertThat(config.clusterType()).contains("multi-node");
        assertThat(config.nodes()).hasValue(4);
        assertThat(config.nodeType()).contains("ra3.large");
        assertThat(config.iamRoleName()).contains("dwhRole");
        assertThat(config.clusterIdentifier()).contains("dwhCluster");
        assertThat(config.roleArn()).contains("arn:aws:iam::123456789012:role/dwhRole");
        assertThat(config.logData()).contains("s3://udacity-dend/log_data");
        assertThat(config.logJsonPath()).contains("s3://udacity-dend/log_json_path.json");
        assertThat(config.songData()).contains("s3://udacity-dend/song_data");
        assertThat(config.endpoint()).contains(new Endpoint("dwhcluster.abc123.us-west-2.redshift.amazonaws.com", 5440,
                "sparkify", "analyst", "Oth3r;#pass", true));
        assertThat(config).isEqualTo(read(FULL.replace("\n", "\r\n"))).hasSameHashCodeAs(read("\uFEFF" + FULL));
    }

    @Test
    void theShownFileIsRead() throws IOException {
        Matcher shown = Pattern.compile("```ini\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(shown.find()).isTrue();

        DwhConfig config = read(shown.group(1));

        assertThat(config.endpoint()).contains(new Endpoint("dwhcluster.abc123.us-west-2.redshift.amazonaws.com", 5439,
                "dwh", "dwhuser", "...", true));
        assertThat(config.key()).isEmpty();
        assertThat(config.roleArn()).contains("arn:aws:iam::123456789012:role/dwhRole");
        assertThat(config.logData()).contains("s3://udacity-dend/log_data");
        assertThat(config.logJsonPath()).contains("s3://udacity-dend/log_json_path.json");
        assertThat(config.songData()).contains("s3://udacity-dend/song_data");
    }

    @Test
    void takesTheClustersAccessFromTheSectionDwhWhereClusterSaysNothing() throws IOException {
        DwhConfig config = read(FULL.replaceAll("(?m)^DB_(NAME|USER|PASSWORD|PORT)=.*$", "DB_$1="));

        assertThat(config.endpoint()).contains(new Endpoint("dwhcluster.abc123.us-west-2.redshift.amazonaws.com", 5439,
                "dwh", "dwhuser", "Passw0rd%(x)s", true));
    }

    @Test
    void readsTheShortFormWithPortAndIndentedLines() throws IOException {
        DwhConfig config = read("""
                   [AWS]
                   key=your_aws_access_key
                   secret=your_aws_secret_key
                   [CLUSTER]
                   host = your-cluster.endpoint
                   db_name: your_database_name
                   db_user=your_database_user
                   db_password=your_database_password
                   port=5441
                """);

        assertThat(config.endpoint()).contains(new Endpoint("your-cluster.endpoint", 5441, "your_database_name",
                "your_database_user", "your_database_password", true));
    }

    @Test
    void propertiesOverrideTheEnvironmentAndThatTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("dwh.cfg"), FULL);
        Map<String, String> environment = Map.of("WAREHOUSE_DB_PASSWORD", "Of3nvironment", "WAREHOUSE_REGION", "eu-west-1",
                "WAREHOUSE_DB_USER", "");
        System.setProperty("warehouse.region", "eu-north-1");
        try {
            DwhConfig config = DwhConfig.parse(file, environment).config();

            assertThat(config.region()).contains("eu-north-1");
            assertThat(config.password()).contains("Of3nvironment");
            assertThat(config.user()).contains("analyst");
            assertThat(config.toString()).doesNotContain("Of3nvironment");
        } finally {
            System.clearProperty("warehouse.region");
        }
    }

    @Test
    void hasNothingWhereTheFileHasNothing() throws IOException {
        DwhConfig config = read("[CLUSTER]\nHOST=\nDB_PORT=''\n[SPARK]\nWORKERS=3\n");

        assertThat(config.host()).isEmpty();
        assertThat(config.port()).isEmpty();
        assertThat(config.nodes()).isEmpty();
        assertThat(config.endpoint()).isEmpty();
        assertThat(config).hasToString("DwhConfig[" + folder.resolve("dwh.cfg") + "]");
    }

    @Test
    void doesNotApplyTheRulesOfCreationToAClusterThatExists() throws IOException {
        DwhConfig config = read(
                "[DWH]\nDWH_NODE_TYPE=dc2.large\nDWH_DB_PASSWORD=old\n[CLUSTER]\nHOST=cluster.example.com\n");

        assertThat(config.nodeType()).contains("dc2.large");
    }

    @Test
    void reportsEveryProblemOfATutorialsTemplateAtOnce() {
        ConfigException failure = catchThrowableOfType(ConfigException.class, () -> read("""
                [AWS]
                KEY=<your-key>
                SECRET=<your-secret>

                [DWH]
                DWH_CLUSTER_TYPE=multi-node
                DWH_NUM_NODES=four
                DWH_NODE_TYPE=dc2.large

                DWH_IAM_ROLE_NAME=dwhRole
                DWH_CLUSTER_IDENTIFIER=dwhCluster
                DWH_DB=dwh
                DWH_DB_USER=dwhuser
                DWH_DB_PASSWORD=<password>
                DWH_PORT=5439
                """));

        assertThat(failure.stage()).isEqualTo(Stage.PROVISION);
        assertThat(failure.file()).isEqualTo(folder.resolve("dwh.cfg"));
        assertThat(failure.problems()).extracting(Problem::line).containsExactly(2, 3, 7, 8, 14);
        assertThat(failure).hasMessageStartingWith(folder.resolve("dwh.cfg") + """
                 has 5 problems:
                  line 2, [AWS] KEY: still holds the template's placeholder: fill it in or leave it empty
                  line 3, [AWS] SECRET: still holds the template's placeholder: fill it in or leave it empty
                  line 7, [DWH] DWH_NUM_NODES: number of nodes must be a whole number, was "four"
                  line 8, [DWH] DWH_NODE_TYPE: dc2.large cannot be created any more: use ra3.large
                  line 14, [DWH] DWH_DB_PASSWORD: still holds the template's placeholder: fill it in or leave it empty\
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [DWH]~DWH_CLUSTER_TYPE=multi | line 2, [DWH] DWH_CLUSTER_TYPE: cluster type must be single-node or \
            multi-node, was "multi"
            [DWH]~DWH_NUM_NODES=2.5      | line 2, [DWH] DWH_NUM_NODES: number of nodes must be a whole number, was \
            "2.5"
            [DWH]~DWH_NUM_NODES=0        | line 2, [DWH] DWH_NUM_NODES: number of nodes must be at least 1, was 0
            [DWH]~DWH_NUM_NODES=-1       | line 2, [DWH] DWH_NUM_NODES: number of nodes must be a whole number, was "-1"
            [DWH]~DWH_NUM_NODES=4 # four | line 2, [DWH] DWH_NUM_NODES: number of nodes must be a whole number, was "4 \
            # four"; a comment needs a line of its own
            [DWH]~DWH_NUM_NODES=4~__DWH_NODE_TYPE=ra3.large | line 2, [DWH] DWH_NUM_NODES: goes on in line 3 because \
            that line is indented: remove the blanks before it
            [DWH]~DWH_CLUSTER_TYPE=single-node~DWH_NUM_NODES=4 | line 3, [DWH] DWH_NUM_NODES: number of nodes of a \
            single-node cluster must be 1, was 4: leave it out, or set DWH_CLUSTER_TYPE=multi-node
            [DWH]~DWH_CLUSTER_TYPE=multi-node~DWH_NUM_NODES=1 | line 3, [DWH] DWH_NUM_NODES: number of nodes of a \
            multi-node cluster must be at least 2, was 1: raise it, or set DWH_CLUSTER_TYPE=single-node
            [DWH]~DWH_CLUSTER_TYPE=multi-node | [DWH] DWH_NUM_NODES: is missing: a multi-node cluster needs at least 2 \
            nodes
            [DWH]~DWH_NODE_TYPE=ra3.large~DWH_NUM_NODES=17 | line 3, [DWH] DWH_NUM_NODES: number of nodes must be at \
            most 16 for ra3.large, was 17
            [DWH]~DWH_CLUSTER_TYPE=single-node~DWH_NODE_TYPE=ra3.4xlarge | line 3, [DWH] DWH_NODE_TYPE: ra3.4xlarge \
            has no single-node clusters: use ra3.large, or multi-node
            [DWH]~DWH_NODE_TYPE=dc2.8xlarge | line 2, [DWH] DWH_NODE_TYPE: dc2.8xlarge cannot be created any more: use \
            ra3.4xlarge
            [DWH]~DWH_NODE_TYPE=ds2.xlarge  | line 2, [DWH] DWH_NODE_TYPE: ds2.xlarge cannot be created any more: use \
            ra3.xlplus
            [DWH]~DWH_NODE_TYPE=ra3.tiny    | line 2, [DWH] DWH_NODE_TYPE: "ra3.tiny" is not a node type: use one of \
            ra3.16xlarge, ra3.4xlarge, ra3.large, ra3.xlplus, rg.12xlarge, rg.4xlarge, rg.large, rg.xlarge
            [DWH]~DWH_CLUSTER_IDENTIFIER=dwh--cluster | line 2, [DWH] DWH_CLUSTER_IDENTIFIER: cluster identifier must \
            be 1 to 63 letters, digits and hyphens, begin with a letter, and have no hyphen at its end or two in a \
            row, was "dwh--cluster"
            [DWH]~DWH_DB=Dwh             | line 2, [DWH] DWH_DB: database name must be 1 to 64 lower-case letters and \
            digits, was "Dwh"
            [DWH]~DWH_DB=table           | line 2, [DWH] DWH_DB: database name must not be the reserved word "table": \
            choose another
            [CLUSTER]~DB_USER=1user      | line 2, [CLUSTER] DB_USER: user name must be 1 to 128 lower-case letters, \
            digits or _ + . @ - and begin with a letter, was "1user"
            [CLUSTER]~DB_USER=public     | line 2, [CLUSTER] DB_USER: user name must not be the reserved word \
            "public": choose another
            [DWH]~DWH_DB_PASSWORD=s3cret | line 2, [DWH] DWH_DB_PASSWORD: password of a new cluster must have 8 to 64 \
            characters, and must hold an upper-case letter
            [DWH]~DWH_DB_PASSWORD=S3CRET/S3CRET | line 2, [DWH] DWH_DB_PASSWORD: password of a new cluster must hold a \
            lower-case letter, and must hold only printable ASCII characters other than blank ' " \\ / @
            [DWH]~DWH_DB_PASSWORD=Secret-secret | line 2, [DWH] DWH_DB_PASSWORD: password of a new cluster must hold a \
            digit
            [DWH]~DWH_PORT=abc           | line 2, [DWH] DWH_PORT: port must be a whole number, was "abc": Redshift's \
            own is 5439
            [DWH]~DWH_PORT=70000         | line 2, [DWH] DWH_PORT: port must be between 1 and 65535, was 70000: \
            Redshift's own is 5439
            [DWH]~DWH_PORT=3306          | line 2, [DWH] DWH_PORT: port of a new cluster must be between 5431 and 5455 \
            or between 8191 and 8215, was 3306: use 5439
            [CLUSTER]~DB_PORT=5439~PORT=5440 | line 3, [CLUSTER] PORT: is 5440, but DB_PORT in line 2 is 5439: keep \
            one of the two
            [DWH]~DWH_IAM_ROLE_NAME=dwh role | line 2, [DWH] DWH_IAM_ROLE_NAME: role name must be 1 to 64 letters, \
            digits or + = , . @ _ -, was "dwh role"
            [CLUSTER]~HOST=c.example.com:5439/dev | line 2, [CLUSTER] HOST: must be the host name alone: write \
            c.example.com, and put port and database into DB_PORT and DB_NAME
            [CLUSTER]~HOST=jdbc:redshift://c.example.com:5439/dev | line 2, [CLUSTER] HOST: must be the host name \
            alone: write c.example.com, and put port and database into DB_PORT and DB_NAME
            [CLUSTER]~HOST=my cluster    | line 2, [CLUSTER] HOST: is not a host name: take the cluster's endpoint \
            without port and database, such as dwhcluster.abc123.us-west-2.redshift.amazonaws.com
            [IAM_ROLE]~ARN='arn:aws:iam::your-iam-role' | line 2, [IAM_ROLE] ARN: is not the ARN of a role, such as \
            arn:aws:iam::123456789012:role/dwhRole, was "arn:aws:iam::your-iam-role"
            [S3]~LOG_DATA='udacity-dend/log_data' | line 2, [S3] LOG_DATA: must name a place in S3 such as \
            s3://bucket/path, was "udacity-dend/log_data"
            [AWS]~KEY=AKIAEXAMPLE        | line 2, [AWS] KEY: stands without SECRET: add it, or leave both empty to \
            use the machine's own credentials
            [AWS]~SECRET=s3cret          | line 2, [AWS] SECRET: stands without KEY: add it, or leave both empty to \
            use the machine's own credentials
            [AWS]~KEY=A~SECRET=s3 cret   | line 3, [AWS] SECRET: must not hold blanks: copy it again from where it was \
            made
            [AWS]~REGION=Oregon          | line 2, [AWS] REGION: region must be a Region's code such as us-west-2, was \
            "Oregon"
            [aws]~KEY=AKIAEXAMPLE        | line 1, [aws]: section names have a case: write [AWS]
            """)
    void saysWhatIsWrongWhereAndWhatToDo(String text, String problem) {
        assertThatThrownBy(() -> read(text.replace('~', '\n').replace("__", "  ")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(folder.resolve("dwh.cfg") + ": " + problem)
                .message().doesNotContainIgnoringCase("s3cret").doesNotContain("AKIAEXAMPLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rg.large", "rg.xlarge", "rg.4xlarge", "ra3.xlplus", "ra3.16xlarge", "zz9.large"})
    void acceptsNodeTypesOfTodayAndFamiliesOfTomorrow(String type) throws IOException {
        assertThat(read("[DWH]\nDWH_NODE_TYPE=" + type).nodeType()).contains(type);
    }

    @Test
    void showsNoSecret() throws IOException {
        assertThat(read(FULL).toString())
                .contains("KEY=***", "SECRET=***", "SESSION_TOKEN=***", "DWH_DB_PASSWORD=***", ", DB_PASSWORD=***",
                        "HOST=dwhcluster.abc123.us-west-2.redshift.amazonaws.com")
                .doesNotContain("AKIAEXAMPLE", "s3cretKey", "t0ken", "Passw0rd", "Oth3r");
    }

    @Test
    void saysWhatIsMissingToConnect() throws IOException {
        DwhConfig config = read("[CLUSTER]\nHOST=cluster.example.com\nDB_USER=u\n");

        assertThatThrownBy(config::endpoint).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(folder.resolve("dwh.cfg") + """
                 has 2 problems:
                  [CLUSTER] DB_NAME: is missing: there is a HOST, and connecting to it needs this
                  [CLUSTER] DB_PASSWORD: is missing: there is a HOST, and connecting to it needs this\
                """);
    }

    @Test
    void saysThatThereIsNoFile() {
        Path missing = folder.resolve("missing.cfg");

        assertThatThrownBy(() -> DwhConfig.read(missing)).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(missing + ": does not exist: give the path of a dwh.cfg");
        assertThatThrownBy(() -> DwhConfig.read(folder)).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(folder + ": cannot be read: Is a directory");
    }

    @Test
    void saysThatAFileIsNotUtf8() throws IOException {
        Path file = Files.write(folder.resolve("dwh.cfg"),
                "[AWS]\n# schl\u00fcssel".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> DwhConfig.read(file)).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ": is not UTF-8: save it again in that encoding");
    }

    @Test
    void writesHostAndArnBackAndKeepsTheRest() throws IOException {
        Path file = write("""
                # mine
                [CLUSTER]
                HOST = ''
                DB_NAME=dwh ; what Python takes for a part of the name

                [IAM_ROLE]
                ; from the notebook
                [SPARK]
                workers: <three>
                """);

        DwhConfig.writeCluster(file, "cluster.example.com", "arn:aws:iam::123456789012:role/dwhRole");

        assertThat(file).hasContent("""
                # mine
                [CLUSTER]
                HOST = 'cluster.example.com'
                DB_NAME=dwh ; what Python takes for a part of the name

                [IAM_ROLE]
                ARN=arn:aws:iam::123456789012:role/dwhRole
                ; from the notebook
                [SPARK]
                workers: <three>
                """);
        assertThat(DwhConfig.read(file).host()).contains("cluster.example.com");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keepsPermissionsAndLinksAndCreatesAFileForItsOwnerAlone() throws IOException {
        Path file = write("[CLUSTER]\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link.cfg"), file.getFileName());
        Path created = folder.resolve("new.cfg");

        DwhConfig.writeCluster(link, "cluster.example.com", null);
        DwhConfig.writeCluster(created, "cluster.example.com", "arn:aws:iam::123456789012:role/dwhRole");

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(file).hasContent("[CLUSTER]\nHOST=cluster.example.com\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-r-----");
        assertThat(created).hasContent("""
                [CLUSTER]
                HOST=cluster.example.com

                [IAM_ROLE]
                ARN=arn:aws:iam::123456789012:role/dwhRole
                """);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(created))).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            c.example.com:5439 | arn:aws:iam::123456789012:role/r | line 2, [CLUSTER] HOST: must be the host name \
            alone: write c.example.com, and put port and database into DB_PORT and DB_NAME
            c.example.com      | dwhRole | line 5, [IAM_ROLE] ARN: is not the ARN of a role, such as \
            arn:aws:iam::123456789012:role/dwhRole, was "dwhRole"
            'c.example.com'    | arn:aws:iam::123456789012:role/r | [CLUSTER] HOST: cannot be set to \
            "'c.example.com'": give it without quotes, blanks around it and line breaks
            """)
    void writesNothingThatItCouldNotReadAgain(String host, String arn, String problem) throws IOException {
        Path file = write("[CLUSTER]\nHOST=\n");

        assertThatThrownBy(() -> DwhConfig.writeCluster(file, host, arn)).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ": " + problem);
        assertThat(file).hasContent("[CLUSTER]\nHOST=\n");
    }

    @Test
    void doesNotWriteIntoAFileThatItDoesNotUnderstand() throws IOException {
        Path file = write("[CLUSTER]\nHOST=a\nHOST=b\n");

        assertThatThrownBy(() -> DwhConfig.writeCluster(file, "cluster.example.com", null))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        file + ": line 3, [CLUSTER] HOST: is set in line 2 already: keep one of the two");
        assertThat(file).hasContent("[CLUSTER]\nHOST=a\nHOST=b\n");
    }

    private DwhConfig read(String text) throws IOException {
        return DwhConfig.read(write(text));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("dwh.cfg"), text);
    }
}
