/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the song-plays pipeline finds its files.
 *
 * @param events the prefix of the activity log, such as {@code s3://udacity-dend/log_data/}
 * @param jsonPaths the jsonpaths file of the log
 * @param songs the prefix of the song metadata, such as {@code s3://udacity-dend/song_data/}
 * @param region the region of the buckets; null if it is the cluster's
 * @param iamRole the ARN of the role to read them with; null for the cluster's default role
 */
public record SongPlaysSource(String events, String jsonPaths, String songs, @Nullable String region,
        @Nullable String iamRole) {

    /** Checks what was given. */
    public SongPlaysSource {
        Objects.requireNonNull(events, "events must not be null");
        Objects.requireNonNull(jsonPaths, "jsonPaths must not be null");
        Objects.requireNonNull(songs, "songs must not be null");
    }

    /**
     * The public bucket {@code udacity-dend} in us-west-2. On a local Redshift, whatever stands for that bucket.
     *
     * @return the default source
     */
    public static SongPlaysSource udacity() {
        return bucket("udacity-dend").withRegion("us-west-2");
    }

    /**
     * A bucket laid out like that one: {@code log_data/}, {@code song_data/} and {@code log_json_path.json}.
     *
     * @param name the bucket, such as {@code udacity-dend}; a folder in it may follow after a slash
     * @return a source in the cluster's region
     */
    public static SongPlaysSource bucket(String name) {
        Objects.requireNonNull(name, "name must not be null");
        if (name.isBlank() || name.contains("://") || name.startsWith("/") || name.endsWith("/")) {
            throw new IllegalArgumentException("name must be the name of a bucket, with or without a folder such as "
                    + "bucket/folder, was \"" + name + "\"");
        }
        String root = "s3://" + name + "/";
        return new SongPlaysSource(root + "log_data/", root + "log_json_path.json", root + "song_data/", null, null);
    }

    /**
     * The same files in another region.
     *
     * @param region such as {@code us-west-2}; null if it is the cluster's
     * @return a source in that region
     */
    public SongPlaysSource withRegion(@Nullable String region) {
        return new SongPlaysSource(events, jsonPaths, songs, region, iamRole);
    }

    /**
     * The same files, read with another role.
     *
     * @param iamRole its ARN; null for the cluster's default role
     * @return a source with that role
     */
    public SongPlaysSource withIamRole(@Nullable String iamRole) {
        return new SongPlaysSource(events, jsonPaths, songs, region, iamRole);
    }
}
