package dev.warehouse.aws;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.Platform;
import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Provisioned;
import dev.warehouse.api.S3Objects;
import dev.warehouse.api.Stage;
import org.jspecify.annotations.Nullable;

/**
 * A Redshift cluster on AWS that exists. Nothing is created, changed or deleted: provisioning finds out whether the
 * cluster answers and lets this user in.
 *
 * <pre>{@code
 * Warehouse.provision(RedshiftCluster.fromConfig(Path.of("dwh.cfg")));
 * }</pre>
 *
 * <p>Sources of COPY are looked at before they are loaded, with the credentials of the AWS SDK's default chain
 * (environment, profile, role of the machine). They are not those of the cluster, and loading does not need them.
 */
public final class RedshiftCluster implements Platform {

    private static final int SECONDS_TO_CONNECT = 20;
    private static final String REGION_WORD = "[a-z]{2,}(-[a-z]+)+-\\d+";
    private static final Pattern REGION = Pattern.compile(REGION_WORD);
    private static final Pattern HOST_WITH_REGION = Pattern.compile(
            ".+\\.(?<region>" + REGION_WORD + ")\\.redshift(-serverless)?\\.amazonaws\\.com(\\.cn)?");

    private final Endpoint endpoint;
    private final @Nullable Path config;
    private final @Nullable String region;
    private final @Nullable URI s3;

    private RedshiftCluster(Endpoint endpoint, @Nullable Path config, @Nullable String region, @Nullable URI s3) {
        this.endpoint = endpoint;
        this.config = config;
        this.region = region;
        this.s3 = s3;
    }

    /**
     * The cluster behind an endpoint.
     *
     * @param endpoint where it answers; with TLS, unless it is a tunnel that ends on this machine
     * @return the platform
     * @throws IllegalArgumentException if the endpoint is on another machine and without TLS
     */
    public static RedshiftCluster existing(Endpoint endpoint) {
        Objects.requireNonNull(endpoint, "endpoint must not be null");
        if (!endpoint.ssl() && !endpoint.host().matches("localhost|127\\.[0-9.]+|::1|\\[::1]")) {
            throw new IllegalArgumentException("endpoint must use TLS (ssl), because its password would cross the"
                    + " network readable otherwise, was " + endpoint);
        }
        return new RedshiftCluster(endpoint, null, regionOf(endpoint), null);
    }

    /**
     * The cluster that a {@code dwh.cfg} names in its section {@code [CLUSTER]}.
     *
     * @param file the configuration file, see {@link DwhConfig}
     * @return the platform
     * @throws ConfigException if the file cannot be read, or anything in it is wrong or missing
     * @throws ProvisionException if the file has no {@code HOST}: it describes a cluster that would have to be created
     */
    public static RedshiftCluster fromConfig(Path file) {
        DwhConfig.Parsed parsed = DwhConfig.parse(file);
        // said before the problems, most of which only matter to a cluster that is created
        if (!parsed.broken() && parsed.config().host().isEmpty()) {
            throw new ProvisionException(file + " has no HOST in [CLUSTER], and creating clusters is not part of this"
                    + " version: create the cluster in the Redshift console or by the tutorial's script and enter its"
                    + " endpoint as HOST, or take the local Redshift with Warehouse.provision()");
        }
        DwhConfig config = DwhConfig.read(file);
        Endpoint endpoint = config.endpoint().orElseThrow();
        String region = regionOf(endpoint);
        return new RedshiftCluster(endpoint, file, region == null ? config.region().orElse(null) : region, null);
    }

    /**
     * The region the cluster is in, where its host name does not tell, as behind a tunnel. A COPY from a bucket in another
     * region is then given REGION.
     *
     * @param region such as {@code us-west-2}
     * @return the platform with this region
     */
    public RedshiftCluster region(String region) {
        Objects.requireNonNull(region, "region must not be null");
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("region must be the code of an AWS region such as us-west-2, was \""
                    + region + "\"");
        }
        return new RedshiftCluster(endpoint, config, region, s3);
    }

    /**
     * Where this program reaches S3, in place of AWS's own endpoint: a VPC endpoint, or a service that speaks S3's
     * protocol. Buckets are addressed in path style. The cluster itself is not told.
     *
     * @param endpoint an http or https address without credentials
     * @return the platform with this endpoint
     */
    public RedshiftCluster s3(URI endpoint) {
        Objects.requireNonNull(endpoint, "endpoint must not be null");
        if (!"http".equals(endpoint.getScheme()) && !"https".equals(endpoint.getScheme())
                || endpoint.getHost() == null) {
            throw new IllegalArgumentException("endpoint must be an http or https address, was " + endpoint.getScheme()
                    + "://" + endpoint.getHost());
        }
        if (endpoint.getUserInfo() != null) {
            throw new IllegalArgumentException("endpoint must hold no credentials; the AWS default chain gives them");
        }
        return new RedshiftCluster(this.endpoint, config, region, endpoint);
    }

    static @Nullable String regionOf(Endpoint endpoint) {
        Matcher host = HOST_WITH_REGION.matcher(endpoint.host());
        return host.matches() ? host.group("region") : null;
    }

    @Override
    public String name() {
        return "Redshift cluster at " + endpoint.host() + ":" + endpoint.port();
    }

    /**
     * Connects once, to find out whether the cluster answers. A wrong password is tried once only, because Redshift
     * locks a user after five failures.
     *
     * @param progress is told what is being waited for
     * @return the cluster; closing it has no effect on AWS
     * @throws ProvisionException if the cluster does not answer or does not let this user in
     */
    @Override
    public Provisioned provision(Progress progress) {
        progress.update(Stage.PROVISION, "connecting to " + endpoint.host() + ":" + endpoint.port());
        Properties properties = endpoint.properties();
        properties.setProperty("loginTimeout", String.valueOf(SECONDS_TO_CONNECT));
        try (Connection connection = DriverManager.getConnection(endpoint.jdbcUrl(), properties);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select version()")) {
            result.next();
            return new Running(endpoint, result.getString(1), region, new AwsS3Objects(s3, region));
        } catch (SQLException e) {
            throw new ProvisionException(failure(e), e);
        }
    }

    @Override
    public String toString() {
        return "RedshiftCluster[" + endpoint + "]";
    }

    private String failure(SQLException e) {
        String where = endpoint.host() + ":" + endpoint.port();
        String key = config == null ? "the endpoint" : config + " ([CLUSTER])";
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("28")) {
            return "user " + endpoint.user() + " is not let into " + where + ": check user and password in " + key
                    + "; Redshift locks a user after five failures";
        }
        if (state.equals("3D000")) {
            return "there is no database " + endpoint.database() + " at " + where + ": check the database in " + key;
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "the host " + endpoint.host() + " is not known: check the host in " + key
                        + ", and whether the cluster still exists";
            }
            if (cause instanceof ConnectException || cause instanceof SocketTimeoutException
                    || cause instanceof NoRouteToHostException) {
                return noAnswer(where);
            }
        }
        return state.startsWith("08")
                ? noAnswer(where) + " (" + e.getMessage() + ")"
                : where + " does not answer as a Redshift does: " + e.getMessage();
    }

    private static String noAnswer(String where) {
        return where + " does not answer: check that the cluster is available and not paused, that it is publicly"
                + " accessible or reached through a tunnel, and that its security group lets this machine in";
    }

    private static final class Running implements Provisioned {

        private final Endpoint endpoint;
        private final String version;
        private final @Nullable String region;
        private final AwsS3Objects objects;

        Running(Endpoint endpoint, String version, @Nullable String region, AwsS3Objects objects) {
            this.endpoint = endpoint;
            this.version = version;
            this.region = region;
            this.objects = objects;
        }

        @Override
        public Endpoint endpoint() {
            return endpoint;
        }

        @Override
        public Optional<S3Objects> objects() {
            return Optional.of(objects);
        }

        @Override
        public Optional<String> region() {
            return Optional.ofNullable(region);
        }

        @Override
        public Map<String, String> describe() {
            Map<String, String> description = new LinkedHashMap<>();
            description.put("platform", "existing Redshift cluster");
            description.put("host", endpoint.host());
            description.put("port", String.valueOf(endpoint.port()));
            description.put("database", endpoint.database());
            description.put("user", endpoint.user());
            if (region != null) {
                description.put("region", region);
            }
            description.put("version", version);
            return Collections.unmodifiableMap(description);
        }

        /** Deletes nothing, because nothing was created. */
        @Override
        public void deprovision() {
        }

        @Override
        public void close() {
            objects.close();
        }
    }
}
