/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

import dev.warehouse.api.Endpoint;
import dev.warehouse.aws.ConfigException.Problem;
import dev.warehouse.aws.DwhRules.Setting;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code dwh.cfg} says: the file in which the Python tutorials keep their keys, their cluster and their buckets.
 *
 * <pre>{@code
 * [AWS]
 * KEY=
 * SECRET=
 *
 * [CLUSTER]
 * HOST=dwhcluster.abc123.us-west-2.redshift.amazonaws.com
 * DB_NAME=dwh
 * DB_USER=dwhuser
 * DB_PASSWORD=...
 * DB_PORT=5439
 *
 * [IAM_ROLE]
 * ARN='arn:aws:iam::123456789012:role/dwhRole'
 * }</pre>
 *
 * <p>It is read as Python's {@code configparser} reads it, without interpolation: option names have no case, a value
 * may stand in quotes, {@code #} and {@code ;} begin a comment only at the start of a line. An empty value is a missing
 * one. Sections and options that are not known here are left alone. Immutable; {@link #toString()} shows no secret.
 *
 * <p>The system property {@code warehouse.db_password} overrides the environment variable
 * {@code WAREHOUSE_DB_PASSWORD}, which overrides {@code DB_PASSWORD} in the file; and so for every other option.
 */
public final class DwhConfig {

    private static final int REDSHIFT_PORT = 5439;

    private final Path file;
    private final Map<DwhKey, Setting> settings;

    private DwhConfig(Path file, Map<DwhKey, Setting> settings) {
        this.file = file;
        this.settings = Collections.unmodifiableMap(settings);
    }

    /**
     * Reads a file and checks it. The rules for creating a cluster (node type, number of nodes, names, password; see
     * CreateCluster in the Amazon Redshift API reference) hold only as long as the file has no {@code HOST}.
     *
     * @param file the configuration file, in UTF-8
     * @return what it says
     * @throws ConfigException if the file cannot be read, or anything in it is wrong: with all its problems
     */
    public static DwhConfig read(Path file) {
        Parsed parsed = parse(file);
        if (!parsed.problems.isEmpty()) {
            throw new ConfigException(file, parsed.problems, null);
        }
        return parsed.config;
    }

    /**
     * Writes a cluster's address and its role's ARN into a file, as the tutorials do by hand. Comments, order, quotes
     * and everything unknown stay as they are. The file is replaced in one step and keeps its permissions; a file that
     * does not exist is created for its owner alone. Values that are wrong elsewhere in the file do not matter here.
     *
     * @param file the configuration file
     * @param host the new value of {@code HOST} in {@code [CLUSTER]}
     * @param roleArn the new value of {@code ARN} in {@code [IAM_ROLE]}, or null to leave that one as it is
     * @throws ConfigException if the file cannot be read or written, is no such file, or if host or ARN are none; the
     *     file is unchanged then
     */
    public static void writeCluster(Path file, String host, @Nullable String roleArn) {
        Objects.requireNonNull(file, "file must not be null");
        Objects.requireNonNull(host, "host must not be null");
        Map<DwhKey, String> values = new EnumMap<>(DwhKey.class);
        values.put(DwhKey.HOST, host);
        if (roleArn != null) {
            values.put(DwhKey.ARN, roleArn);
        }
        try {
            String text = Files.exists(file) ? decode(file) : "";
            for (Map.Entry<DwhKey, String> entry : values.entrySet()) {
                DwhKey key = entry.getKey();
                IniFile ini = IniFile.parse(text);
                requireNoProblems(file, ini.problems());
                text = ini.with(key.section(), key.name(), entry.getValue());
                requireWritten(file, key, entry.getValue(), parse(file, text, Map.of()));
            }
            AtomicFile.replace(file, text);
        } catch (IOException e) {
            throw new ConfigException(file, "cannot be written: " + reason(e), e);
        }
    }

    /** The config together with what is wrong, for those that have a better message than the problems. */
    static Parsed parse(Path file) {
        return parse(file, System.getenv());
    }

    /** As {@link #parse(Path)}, in an environment of the caller's choice. */
    static Parsed parse(Path file, Map<String, String> environment) {
        Objects.requireNonNull(file, "file must not be null");
        try {
            return parse(file, decode(file), overrides(environment));
        } catch (NoSuchFileException e) {
            throw new ConfigException(file, "does not exist: give the path of a dwh.cfg", e);
        } catch (IOException e) {
            throw new ConfigException(file, "cannot be read: " + reason(e), e);
        }
    }

    private static Map<DwhKey, String> overrides(Map<String, String> environment) {
        Map<DwhKey, String> overrides = new EnumMap<>(DwhKey.class);
        for (DwhKey key : DwhKey.values()) {
            Overrides.of(key.name(), environment).ifPresent(found -> overrides.put(key, found.value()));
        }
        return overrides;
    }

    private static Parsed parse(Path file, String text, Map<DwhKey, String> overrides) {
        IniFile ini = IniFile.parse(text);
        List<Problem> problems = new ArrayList<>(ini.problems());
        for (String name : ini.sectionNames()) {
            DwhKey.sectionLike(name).filter(section -> !section.equals(name)).ifPresent(section ->
                    problems.add(new Problem(name, "", ini.lineOf(name),
                            "section names have a case: write [" + section + "]")));
        }
        Map<DwhKey, Setting> settings = new EnumMap<>(DwhKey.class);
        for (DwhKey key : DwhKey.values()) {
            ini.option(key.section(), key.name()).ifPresent(option -> {
                String value = option.value();
                if (value.indexOf('\n') >= 0) {
                    problems.add(new Problem(key.section(), key.name(), option.line(), "goes on in line "
                            + option.secondLine() + " because that line is indented: remove the blanks before it"));
                } else if (value.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
                    problems.add(new Problem(key.section(), key.name(), option.line(),
                            "holds a control character: type the value again"));
                } else if (!value.isEmpty()) {
                    settings.put(key, new Setting(key, value, option.line()));
                }
            });
        }
        overrides.forEach((key, value) -> settings.put(key, new Setting(key, value, 0)));
        problems.addAll(DwhRules.check(settings));
        problems.sort(Comparator.comparingInt(problem -> problem.line() == 0 ? Integer.MAX_VALUE : problem.line()));
        return new Parsed(new DwhConfig(file, settings), problems, !ini.problems().isEmpty());
    }

    /**
     * A file's content.
     *
     * @param config what it says, as far as that is known
     * @param problems what is wrong with it
     * @param broken whether it could not be read to its end
     */
    record Parsed(DwhConfig config, List<Problem> problems, boolean broken) { }

    /**
     * Where this was read from.
     *
     * @return the path as it was given
     */
    public Path file() {
        return file;
    }

    /**
     * The access key's id.
     *
     * @return {@code KEY} of {@code [AWS]}, a secret
     */
    public Optional<String> key() {
        return text(DwhKey.KEY);
    }

    /**
     * The secret access key.
     *
     * @return {@code SECRET} of {@code [AWS]}, a secret
     */
    public Optional<String> secret() {
        return text(DwhKey.SECRET);
    }

    /**
     * The token of temporary credentials.
     *
     * @return {@code SESSION_TOKEN} of {@code [AWS]}, a secret
     */
    public Optional<String> sessionToken() {
        return text(DwhKey.SESSION_TOKEN);
    }

    /**
     * The Region of the cluster.
     *
     * @return {@code REGION} of {@code [AWS]}
     */
    public Optional<String> region() {
        return text(DwhKey.REGION);
    }

    /**
     * One node or several.
     *
     * @return {@code DWH_CLUSTER_TYPE}: {@code single-node} or {@code multi-node}
     */
    public Optional<String> clusterType() {
        return text(DwhKey.DWH_CLUSTER_TYPE);
    }

    /**
     * How many compute nodes.
     *
     * @return {@code DWH_NUM_NODES}, at least 1
     */
    public OptionalInt nodes() {
        return DwhRules.number(settings.get(DwhKey.DWH_NUM_NODES));
    }

    /**
     * The kind of the nodes.
     *
     * @return {@code DWH_NODE_TYPE}, for example {@code ra3.large}
     */
    public Optional<String> nodeType() {
        return text(DwhKey.DWH_NODE_TYPE);
    }

    /**
     * The name of the role that COPY reads S3 with.
     *
     * @return {@code DWH_IAM_ROLE_NAME}
     */
    public Optional<String> iamRoleName() {
        return text(DwhKey.DWH_IAM_ROLE_NAME);
    }

    /**
     * The cluster's name, as it is written; Redshift folds it to lower case.
     *
     * @return {@code DWH_CLUSTER_IDENTIFIER}
     */
    public Optional<String> clusterIdentifier() {
        return text(DwhKey.DWH_CLUSTER_IDENTIFIER);
    }

    /**
     * Where the cluster answers.
     *
     * @return {@code HOST} of {@code [CLUSTER]}; empty as long as the cluster is not there
     */
    public Optional<String> host() {
        return text(DwhKey.HOST);
    }

    /**
     * The database.
     *
     * @return {@code DB_NAME} of {@code [CLUSTER]}, or else {@code DWH_DB}
     */
    public Optional<String> database() {
        return text(DwhKey.DB_NAME, DwhKey.DWH_DB);
    }

    /**
     * The user to connect as.
     *
     * @return {@code DB_USER} of {@code [CLUSTER]}, or else {@code DWH_DB_USER}
     */
    public Optional<String> user() {
        return text(DwhKey.DB_USER, DwhKey.DWH_DB_USER);
    }

    /**
     * The user's password.
     *
     * @return {@code DB_PASSWORD} of {@code [CLUSTER]}, or else {@code DWH_DB_PASSWORD}, a secret
     */
    public Optional<String> password() {
        return text(DwhKey.DB_PASSWORD, DwhKey.DWH_DB_PASSWORD);
    }

    /**
     * The TCP port.
     *
     * @return {@code DB_PORT} or {@code PORT} of {@code [CLUSTER]}, or else {@code DWH_PORT}; 1 to 65535
     */
    public OptionalInt port() {
        return DwhRules.number(DwhRules.first(settings, DwhKey.DB_PORT, DwhKey.PORT, DwhKey.DWH_PORT));
    }

    /**
     * The role that COPY reads S3 with.
     *
     * @return {@code ARN} of {@code [IAM_ROLE]}; several, separated by commas, are a chain of roles
     */
    public Optional<String> roleArn() {
        return text(DwhKey.ARN);
    }

    /**
     * Where the event log lies.
     *
     * @return {@code LOG_DATA} of {@code [S3]}, for example {@code s3://udacity-dend/log_data}
     */
    public Optional<String> logData() {
        return text(DwhKey.LOG_DATA);
    }

    /**
     * Where the jsonpaths file of the event log lies.
     *
     * @return {@code LOG_JSONPATH} of {@code [S3]}
     */
    public Optional<String> logJsonPath() {
        return text(DwhKey.LOG_JSONPATH);
    }

    /**
     * Where the songs lie.
     *
     * @return {@code SONG_DATA} of {@code [S3]}
     */
    public Optional<String> songData() {
        return text(DwhKey.SONG_DATA);
    }

    /**
     * The cluster's endpoint, to connect to by TLS. The port is 5439 if the file has none.
     *
     * @return the endpoint; empty if the file has no {@code HOST}
     * @throws ConfigException if there is a {@code HOST}, but no database, user or password: with all that is missing
     */
    public Optional<Endpoint> endpoint() {
        Optional<String> host = host();
        if (host.isEmpty()) {
            return Optional.empty();
        }
        List<Problem> missing = new ArrayList<>();
        String database = need(DwhKey.DB_NAME, database(), missing);
        String user = need(DwhKey.DB_USER, user(), missing);
        String password = need(DwhKey.DB_PASSWORD, password(), missing);
        requireNoProblems(file, missing);
        return Optional.of(new Endpoint(host.get(), port().orElse(REDSHIFT_PORT), database, user, password, true));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DwhConfig that && values().equals(that.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    /**
     * What the file says, with secrets masked.
     *
     * @return for example {@code DwhConfig[dwh.cfg, KEY=***, SECRET=***, HOST=dwhcluster.abc123...]}
     */
    @Override
    public String toString() {
        return settings.values().stream()
                .map(setting -> ", " + setting)
                .collect(Collectors.joining("", "DwhConfig[" + file, "]"));
    }

    private Map<DwhKey, String> values() {
        return settings.values().stream().collect(Collectors.toMap(Setting::key, Setting::value));
    }

    private Optional<String> text(DwhKey... keys) {
        return Optional.ofNullable(DwhRules.first(settings, keys)).map(Setting::value);
    }

    private static String need(DwhKey key, Optional<String> value, List<Problem> missing) {
        if (value.isEmpty()) {
            missing.add(new Problem(key.section(), key.name(), 0,
                    "is missing: there is a HOST, and connecting to it needs this"));
        }
        return value.orElse("");
    }

    private static void requireNoProblems(Path file, List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new ConfigException(file, problems, null);
        }
    }

    private static void requireWritten(Path file, DwhKey key, String value, Parsed parsed) {
        requireNoProblems(file, parsed.problems.stream().filter(problem -> problem.key().equals(key.name())).toList());
        Setting written = parsed.config.settings.get(key);
        if (written == null || !written.value().equals(value)) {
            // a quote or a line break in it would make it another value
            throw new ConfigException(file, List.of(new Problem(key.section(), key.name(), 0,
                    "cannot be set to \"" + value + "\": give it without quotes, blanks around it and line breaks")),
                    null);
        }
    }

    private static String decode(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new ConfigException(file, "is not UTF-8: save it again in that encoding", e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "this user has no right to" : String.valueOf(e.getMessage());
    }
}
