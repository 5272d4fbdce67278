/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import dev.warehouse.api.S3Location;
import dev.warehouse.etl.Copy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Where the data lies: all files whose names begin with that of a table, as COPY takes them.
 *
 * @param prefix what stands before the tables' names, such as {@code s3://awssampledbuswest2/ssbgz/}
 * @param names tables whose files are called otherwise; the generator's {@code date.tbl} fills dwdate
 * @param gzip whether the files are compressed
 * @param region where the bucket is
 * @param role the ARN of the role to read with, or several of a chain, separated by commas; without one, the cluster's
 *     own
 */
record Source(S3Location prefix, Map<String, String> names, boolean gzip, String region, @Nullable String role) {

    static final List<String> TABLES = List.of("customer", "dwdate", "supplier", "part", "lineorder");

    private static final String DATES = "dwdate";
    private static final String DATES_OF_THE_GENERATOR = "date";

    /** Files as this sample writes them, and as AWS publishes them. */
    static Source of(S3Location prefix, String region) {
        return new Source(prefix, Map.of(), true, region, null);
    }

    /** The same, read with a role that is given. */
    Source withRole(String arn) {
        return new Source(prefix, names, gzip, region, arn);
    }

    /** A COPY of a table's files. */
    Copy into(Table<?> table) {
        String name = names.getOrDefault(table.getName(), table.getName());
        Copy copy = Copy.into(table).from(prefix.append(name)).region(region);
        if (role != null) {
            String[] chain = role.strip().split("\\s*,\\s*");
            copy = copy.iamRole(chain[0], Arrays.copyOfRange(chain, 1, chain.length));
        }
        return gzip ? copy.gzip() : copy;
    }

    /**
     * The files of a folder that stands for a bucket: parts in gz or the generator's {@code .tbl} files.
     *
     * @throws IOException if tables are missing, or are compressed and not
     */
    static Source folder(Path folder, S3Location prefix, String region) throws IOException {
        List<String> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).sorted().toList();
        }
        Map<String, String> names = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        List<String> used = new ArrayList<>();
        for (String table : TABLES) {
            String name = table.equals(DATES) && starting(files, DATES).isEmpty() ? DATES_OF_THE_GENERATOR : table;
            names.put(table, name);
            List<String> own = starting(files, name);
            used.addAll(own);
            if (own.isEmpty()) {
                missing.add(table);
            }
        }
        if (!missing.isEmpty()) {
            throw new IOException(folder + " has no files for " + String.join(", ", missing)
                    + ": their names must begin with the table's, such as lineorder.tbl or lineorder0000_part_00.gz");
        }
        long compressed = used.stream().filter(file -> file.endsWith(".gz")).count();
        if (compressed > 0 && compressed < used.size()) {
            throw new IOException(folder + " holds compressed and other files: " + String.join(", ", used)
                    + ". Compress all of them by gzip, or none");
        }
        return new Source(prefix, names, compressed > 0, region, null);
    }

    private static List<String> starting(List<String> files, String name) {
        return files.stream().filter(file -> file.startsWith(name)).toList();
    }
}
