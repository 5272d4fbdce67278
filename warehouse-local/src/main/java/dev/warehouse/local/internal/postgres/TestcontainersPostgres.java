/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.postgres;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.internal.KnownError;
import dev.warehouse.local.internal.wire.Backend;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A PostgreSQL in a container.
 *
 * @param image the image's name, compatible with {@code postgres}
 */
public record TestcontainersPostgres(String image) implements PostgresBackend {

    /** What the embedded one is, too. */
    public static final String DEFAULT_IMAGE = "postgres:18-alpine";

    @Override
    public String name() {
        return "over PostgreSQL in a container of " + image;
    }

    @Override
    public Backend start() {
        try {
            Class.forName("org.testcontainers.containers.PostgreSQLContainer", false,
                    TestcontainersPostgres.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ProvisionException(KnownError.TESTCONTAINERS_MISSING, "LocalRedshift.onTestcontainers() needs "
                    + "Testcontainers, which is not on the class path: add org.testcontainers:postgresql, or use the "
                    + "embedded PostgreSQL: LocalRedshift.temporary().", e);
        }
        return ByTestcontainers.start(image);
    }

    /**
     * Whether containers can be started here.
     *
     * @return false if Testcontainers is missing, or Docker does not answer
     */
    public static boolean isAvailable() {
        try {
            return ByTestcontainers.isAvailable();
        } catch (LinkageError missing) {
            return false;
        }
    }

    /** What can be loaded only if Testcontainers is there. */
    private static final class ByTestcontainers {

        private static final int LOG_LINES = 5;

        static boolean isAvailable() {
            return DockerClientFactory.instance().isDockerAvailable();
        }

        static Backend start(String image) {
            if (!isAvailable()) {
                throw new ProvisionException(KnownError.DOCKER_MISSING, "LocalRedshift.onTestcontainers() found no "
                        + "Docker that answers: start it, set DOCKER_HOST if it is elsewhere, or use the embedded "
                        + "PostgreSQL, which needs none: LocalRedshift.temporary().");
            }
            PostgreSQLContainer<?> container =
                    new PostgreSQLContainer<>(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"))
                            .withCommand("postgres", "-c", "fsync=off", "-c", "full_page_writes=off",
                                    "-c", "synchronous_commit=off", "-c", "max_connections=200");
            Deque<String> log = new ConcurrentLinkedDeque<>();
            container.withLogConsumer(line -> {
                if (!line.getUtf8String().isBlank()) {
                    log.add("\n" + line.getUtf8StringWithoutLineEnding());
                }
                if (log.size() > LOG_LINES) {
                    log.remove();
                }
            });
            boolean started = false;
            try {
                container.start();
                ServerAddress address = new ServerAddress(container.getHost(),
                        container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT), container.getDatabaseName(),
                        container.getUsername(), container.getPassword());
                ServerPostgres server = ServerPostgres.connect(address, true, container::stop);
                started = true;
                return server;
            } catch (ContainerLaunchException | ContainerFetchException e) {
                throw new ProvisionException(KnownError.CONTAINER_NOT_STARTED,
                        "The container of " + image + " did not start: " + reason(e)
                                + String.join("", log), e);
            } finally {
                if (!started) {
                    container.stop();
                }
            }
        }

        /** Testcontainers says what it did; what went wrong is in the causes. */
        private static String reason(Throwable failure) {
            Set<String> messages = new LinkedHashSet<>();
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause.getMessage() != null && !(cause instanceof NullPointerException)) {
                    messages.add(cause.getMessage().strip());
                }
            }
            return String.join(": ", messages);
        }
    }
}
