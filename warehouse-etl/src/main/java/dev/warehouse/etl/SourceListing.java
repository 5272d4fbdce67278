/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import dev.warehouse.api.S3Object;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a listing of a COPY's source shows before the COPY runs. It counts, and keeps one example of each kind, however
 * many objects there are.
 *
 * <p>Amazon Redshift Database Developer Guide, "Loading data files".
 */
final class SourceListing {

    /** Redshift splits files of this size and more by itself, where the format lets it. */
    private static final long BIG = 128L << 20;
    private static final Map<String, String> COMPRESSIONS = Map.of(".gz", "GZIP", ".gzip", "GZIP", ".bz2", "BZIP2",
            ".zst", "ZSTD", ".zstd", "ZSTD", ".lzo", "LZOP", ".lzop", "LZOP");

    private final SourceTraits copy;
    private final Map<String, Kind> compressed = new TreeMap<>();
    private final Kind plain = new Kind();
    private final Kind manifests = new Kind();
    private final Kind jsonPaths = new Kind();
    private final Kind hidden = new Kind();
    private final Kind empty = new Kind();
    private final Kind filled = new Kind();
    private boolean more;

    SourceListing(SourceTraits copy) {
        this.copy = copy;
    }

    /** Objects of one kind. */
    private static final class Kind {

        private long count;
        private @Nullable S3Object first;

        void add(S3Object object) {
            count++;
            first = first == null ? object : first;
        }

        boolean any() {
            return count > 0;
        }

        String example() {
            return first == null ? "" : first.location().toString();
        }

        long size() {
            return first == null ? 0 : first.size();
        }
    }

    void add(S3Object object) {
        if (object.size() == 0) {
            empty.add(object);
            return;
        }
        filled.add(object);
        String key = object.location().key();
        String name = key.substring(key.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String compression = compression(name);
        if (compression == null) {
            plain.add(object);
        } else {
            compressed.computeIfAbsent(compression, word -> new Kind()).add(object);
        }
        if (name.endsWith("manifest") || name.endsWith("manifest.json")) {
            manifests.add(object);
        } else if (name.contains("jsonpath") || name.contains("json_path")) {
            jsonPaths.add(object);
        } else if (name.startsWith("_") || name.startsWith(".")) {
            hidden.add(object);
        }
    }

    /** There are more objects than were looked at. */
    void more() {
        more = true;
    }

    /** Whether it came down to one big file that one slice must read alone. */
    boolean isOneBigFile() {
        return !more && filled.count == 1 && filled.size() >= BIG && !copy.splits();
    }

    /**
     * What people should know, as sentences without a full stop.
     *
     * @param slices of the warehouse, null if not known
     */
    List<String> warnings(@Nullable Integer slices) {
        List<String> warnings = new ArrayList<>();
        if (!filled.any() && !empty.any()) {
            warnings.add("no object's key begins as " + copy.address()
                    + " does; check the bucket and the beginning of the keys, whose case counts");
        }
        ofOthers(warnings, manifests, "looks like a manifest",
                "; load through it with manifest(), or keep it elsewhere");
        ofOthers(warnings, jsonPaths, "looks like a jsonpaths file", "; keep it elsewhere");
        if (!copy.columnar()) {
            ofOthers(warnings, hidden, "has the name of a hidden file",
                    "; narrow the prefix if it is none of the data");
        }
        if (!copy.selfDescribing()) {
            compressions(warnings);
        }
        if (isOneBigFile() && (slices == null || slices > 1)) {
            warnings.add("one object of " + mebibytes(filled.size()) + " (" + filled.example() + ") is read by one "
                    + "slice alone; " + (slices == null ? "split it into a multiple of the warehouse's slices"
                            : "the warehouse has " + slices + ": split it into " + slices + ", " + 2 * slices
                                    + " or another multiple")
                    + ", in parts of equal size, and they load side by side");
        }
        return warnings;
    }

    /** What is as it should be, but may surprise; empty if there is nothing. */
    Optional<String> note() {
        return empty.any()
                ? Optional.of(objects(empty.count) + " under " + copy.address() + " without content, such as "
                        + empty.example() + ", nothing to load from there")
                : Optional.empty();
    }

    private void ofOthers(List<String> warnings, Kind kind, String what, String remedy) {
        if (kind.any()) {
            warnings.add(kind.example() + " " + what + " and is loaded as data"
                    + (kind.count == 1 ? "" : ", as " + (kind.count == 2 ? "is 1" : "are " + (kind.count - 1))
                    + " more") + remedy);
        }
    }

    private void compressions(List<String> warnings) {
        String said = copy.compression();
        compressed.forEach((word, kind) -> {
            if (!word.equals(said)) {
                warnings.add(share(kind, word + " by name") + (said == null
                        ? ", but the COPY does not say so; add " + word.toLowerCase(Locale.ROOT) + "()"
                        : ", but the COPY says " + said + "; load them by a COPY of their own")
                        + (kind.count == filled.count ? "" : ", or narrow the prefix to objects of one kind"));
            }
        });
        if (said != null && compressed.containsKey(said) && plain.any()) {
            warnings.add(share(plain, "not " + said + " by name") + ", but the COPY says " + said
                    + "; narrow the prefix to objects of one kind");
        }
    }

    private String share(Kind kind, String what) {
        String of = filled.count == 1 ? "the only object" : kind.count == filled.count ? "all " + objects(kind.count)
                : kind.count + " of " + (more ? "the first " : "") + objects(filled.count);
        return of + (kind.count == 1 ? " is " : " are ") + what + " (first " + kind.example() + ")";
    }

    private static @Nullable String compression(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? null : COMPRESSIONS.get(name.substring(dot));
    }

    private static String objects(long count) {
        return String.format(Locale.ROOT, "%,d", count) + (count == 1 ? " object" : " objects");
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
    }
}
