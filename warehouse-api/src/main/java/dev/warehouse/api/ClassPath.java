/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import dev.warehouse.api.internal.KnownError;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the class path brings along: one platform, one pipeline, one set of migrations, or a clear word about it. */
final class ClassPath {

    private static final String SCHEMA = "dev.warehouse:warehouse-schema";
    private static final String PASS_MIGRATIONS = "pass them: pipeline.migrate(migrations) or "
            + "warehouse.migrate(migrations); Migrations.none() if the tables exist already";

    private ClassPath() {
    }

    static Platform defaultPlatform() {
        List<PlatformProvider> providers;
        try {
            providers = all(PlatformProvider.class);
        } catch (ServiceConfigurationError e) {
            throw new ProvisionException(KnownError.PLATFORM_NOT_LOADED, "The platform on the class path could not be "
                    + "loaded: " + e.getMessage() + ". Mend its registration, or pass a platform: "
                    + "Warehouse.provision(platform).", e);
        }
        if (providers.isEmpty()) {
            throw new ProvisionException(KnownError.NO_PLATFORM, "No platform is on the class path, so "
                    + "Warehouse.provision() has nothing to start. Add the dependency "
                    + "dev.warehouse:warehouse-local for a Redshift on this machine, or pass a platform: "
                    + "Warehouse.provision(platform).");
        }
        if (providers.size() > 1) {
            throw new ProvisionException(KnownError.SEVERAL_PLATFORMS, "Several platforms are on the class path, so "
                    + "Warehouse.provision() does not know which is meant: " + names(providers)
                    + ". Pass one: Warehouse.provision(platform).");
        }
        return providers.get(0).defaultPlatform();
    }

    static Pipeline pipeline() {
        return only(PipelineProvider.class, "pipeline", "dev.warehouse:warehouse-etl",
                "pass a pipeline: warehouse.load(pipeline)").defaultPipeline();
    }

    static Migrations migrations() {
        return only(Migrations.class, "migrations", SCHEMA, PASS_MIGRATIONS);
    }

    /** Those that make a table of the pipeline; none if the class path has only those of other tables. */
    static Migrations migrationsOf(Pipeline pipeline) {
        List<String> targets = Stream.of(pipeline.copies(), pipeline.transforms(), pipeline.checks())
                .flatMap(List::stream).map(Step::target).distinct().toList();
        if (targets.isEmpty()) {
            return migrations();
        }
        List<Migrations> concerned = found(Migrations.class, "migrations", SCHEMA, PASS_MIGRATIONS).stream()
                .filter(migrations -> targets.stream().anyMatch(migrations::creates)).toList();
        return concerned.isEmpty() ? Migrations.none() : only(concerned, "migrations", PASS_MIGRATIONS);
    }

    private static <T> T only(Class<T> seam, String what, String dependency, String explicitly) {
        return only(found(seam, what, dependency, explicitly), what, explicitly);
    }

    private static <T> T only(List<T> found, String what, String explicitly) {
        if (found.size() > 1) {
            throw new IllegalStateException("More than one " + what + " found on the class path: " + names(found)
                    + ". Leave one on it, or " + explicitly + ".");
        }
        return found.get(0);
    }

    private static <T> List<T> found(Class<T> seam, String what, String dependency, String explicitly) {
        List<T> found;
        try {
            found = all(seam);
        } catch (ServiceConfigurationError e) {
            throw new IllegalStateException("The " + what + " on the class path could not be loaded: "
                    + e.getMessage() + ". Mend the registration, or " + explicitly + ".", e);
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("No " + what + " found on the class path. Add the dependency "
                    + dependency + ", or " + explicitly + ".");
        }
        return found;
    }

    private static <T> List<T> all(Class<T> seam) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context != null ? context : ClassPath.class.getClassLoader();
        return ServiceLoader.load(seam, loader).stream().map(ServiceLoader.Provider::get).toList();
    }

    private static String names(List<?> found) {
        return found.stream().map(one -> one.getClass().getName()).sorted().collect(Collectors.joining(", "));
    }
}
