/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Object;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SourceListingTest {

    private static final long MIB = 1L << 20;

    private static SourceTraits traits(@Nullable String compression, boolean splits) {
        return new SourceTraits("s3://raw/in/", false, false, false, compression, splits, null, 0);
    }

    private static SourceListing listing(SourceTraits copy, String... objects) {
        SourceListing listing = new SourceListing(copy);
        for (String object : objects) {
            String[] parts = object.split(" ");
            long size = parts.length == 1 ? 10 : Long.parseLong(parts[1]) * MIB;
            listing.add(new S3Object(S3Location.of("s3://raw/in/" + parts[0]), size, Instant.EPOCH, ""));
        }
        return listing;
    }

    static Stream<Arguments> sources() {
        return Stream.of(
                Arguments.of(traits(null, true), List.of(), List.of("no object's key begins as s3://raw/in/ does; check "
                        + "the bucket and the beginning of the keys, whose case counts")),
                Arguments.of(traits(null, true), List.of("a.csv", "b.csv"), List.of()),
                Arguments.of(traits("GZIP", false), List.of("a.gz", "b.csv.gz"), List.of()),
                Arguments.of(traits("GZIP", false), List.of("part-1", "part-2"), List.of()),
                Arguments.of(traits(null, true), List.of("a.csv", "load.manifest"),
                        List.of("s3://raw/in/load.manifest looks like a manifest and is loaded as data; load through it "
                                + "with manifest(), or keep it elsewhere")),
                Arguments.of(traits(null, true), List.of("in_manifest", "x/manifest"),
                        List.of("s3://raw/in/in_manifest looks like a manifest and is loaded as data, as is 1 more; "
                                + "load through it with manifest(), or keep it elsewhere")),
                Arguments.of(traits(null, false), List.of("a.json", "log_json_path.json"),
                        List.of("s3://raw/in/log_json_path.json looks like a jsonpaths file and is loaded as data; keep "
                                + "it elsewhere")),
                Arguments.of(traits(null, true), List.of("a.csv", ".a.csv.crc", "_metadata"),
                        List.of("s3://raw/in/.a.csv.crc has the name of a hidden file and is loaded as data, as is 1 "
                                + "more; narrow the prefix if it is none of the data")),
                Arguments.of(traits(null, true), List.of("a.csv.gz", "b.csv.gz"),
                        List.of("all 2 objects are GZIP by name (first s3://raw/in/a.csv.gz), but the COPY does not say "
                                + "so; add gzip()")),
                Arguments.of(traits(null, true), List.of("a.csv", "b.csv.zst", "c.csv"),
                        List.of("1 of 3 objects is ZSTD by name (first s3://raw/in/b.csv.zst), but the COPY does not say "
                                + "so; add zstd(), or narrow the prefix to objects of one kind")),
                Arguments.of(traits("GZIP", false), List.of("a.gz", "b.BZ2", "c"),
                        List.of("1 of 3 objects is BZIP2 by name (first s3://raw/in/b.BZ2), but the COPY says GZIP; load "
                                + "them by a COPY of their own, or narrow the prefix to objects of one kind",
                                "1 of 3 objects is not GZIP by name (first s3://raw/in/c), but the COPY says GZIP; narrow "
                                        + "the prefix to objects of one kind")),
                Arguments.of(traits("GZIP", false), List.of("a.gz 127"), List.of()),
                Arguments.of(traits("GZIP", false), List.of("a.gz 128"),
                        List.of("one object of 128 MiB (s3://raw/in/a.gz) is read by one slice alone; the warehouse has "
                                + "4: split it into 4, 8 or another multiple, in parts of equal size, and they load side "
                                + "by side")),
                Arguments.of(traits(null, false), List.of("a.json 5000", "_SUCCESS 0"),
                        List.of("one object of 5,000 MiB (s3://raw/in/a.json) is read by one slice alone; the warehouse "
                                + "has 4: split it into 4, 8 or another multiple, in parts of equal size, and they load "
                                + "side by side")),
                Arguments.of(traits(null, true), List.of("a.csv 5000"), List.of()),
                Arguments.of(traits("BZIP2", true), List.of("a.bz2 5000"), List.of()),
                Arguments.of(traits("GZIP", false), List.of("a.gz 500", "b.gz 500"), List.of()),
                Arguments.of(new SourceTraits("s3://raw/in/", false, true, true, null, true, null, 0),
                        List.of("_metadata", "a.snappy.parquet", "b.gz"), List.of()));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("sources")
    void warnsOfWhatIsOddBeforeTheLoad(SourceTraits copy, List<String> objects, List<String> warnings) {
        assertThat(listing(copy, objects.toArray(String[]::new)).warnings(4)).isEqualTo(warnings);
    }

    @Test
    void unknownSlicesAreNotCounted() {
        assertThat(listing(traits("GZIP", false), "a.gz 200").warnings(null))
                .containsExactly("one object of 200 MiB (s3://raw/in/a.gz) is read by one slice alone; split it into a "
                        + "multiple of the warehouse's slices, in parts of equal size, and they load side by side");
    }

    @Test
    void oneSliceHasNothingToLoadSideBySide() {
        assertThat(listing(traits("GZIP", false), "a.gz 200").warnings(1)).isEmpty();
    }

    @Test
    void emptyObjectsAreNotedButNoReasonToWarn() {
        SourceListing listing = listing(traits(null, true), "a.csv", "_SUCCESS 0", "folder/ 0");

        assertThat(listing.warnings(4)).isEmpty();
        assertThat(listing.note()).contains("2 objects under s3://raw/in/ without content, such as "
                + "s3://raw/in/_SUCCESS, nothing to load from there");
        assertThat(listing(traits(null, true), "a.csv").note()).isEmpty();
    }

    @Test
    void listingThatWasCutShortSaysSo() {
        SourceListing listing = listing(traits(null, true), "a.csv", "b.gz");
        listing.more();

        assertThat(listing.warnings(4)).containsExactly("1 of the first 2 objects is GZIP by name (first "
                + "s3://raw/in/b.gz), but the COPY does not say so; add gzip(), or narrow the prefix to objects of one "
                + "kind");
    }
}
