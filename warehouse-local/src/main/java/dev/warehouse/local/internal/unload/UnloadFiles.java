/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.Bucket.StoredObject;
import dev.warehouse.local.Bucket.Upload;
import dev.warehouse.local.Bucket;
import dev.warehouse.local.internal.copy.StatementSession;
import dev.warehouse.local.internal.unload.UnloadLog.UnloadedFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of one UNLOAD. Rows go to the slices in turn, each slice writes one file after the other, and nothing
 * appears in the bucket before all is written.
 */
final class UnloadFiles implements Closeable {

    /**
     * As many slices as the smallest warehouse of Redshift has, so that a user of several files is tested with
     * several.
     */
    static final int SLICES = 2;

    private static final String NOT_EMPTY = "Specified unload destination on S3 is not empty. Consider using a different "
            + "bucket / prefix, manually removing the target files in S3, or using the ALLOWOVERWRITE option.";

    /** A file whose content is complete, or will be. */
    private static final class File {

        private final String key;
        private final int slice;
        private final Upload upload;
        private final CountingStream stream;
        private FileFormat.@Nullable Content content;
        private long rows;

        File(String key, int slice, Upload upload) {
            this.key = key;
            this.slice = slice;
            this.upload = upload;
            this.stream = new CountingStream(upload.stream());
        }
    }

    private final UnloadStatement unload;
    private final Bucket bucket;
    private final FileFormat format;
    private final List<File> files = new ArrayList<>();
    private final @Nullable File[] open;
    /** The numbers of files that each folder has so far, by slice. */
    private final Map<String, int[]> counts = new HashMap<>();
    private final Set<String> completed = new HashSet<>();
    private String folder = "";
    private int turn;

    UnloadFiles(UnloadStatement unload, Bucket bucket, FileFormat format) {
        this.unload = unload;
        this.bucket = bucket;
        this.format = format;
        this.open = new File[unload.parallel ? SLICES : 1];
    }

    /** Refuses to write where objects are already, unless that is what is asked for. */
    static void requireEmpty(UnloadStatement unload, Bucket bucket) {
        if (unload.allowOverwrite || unload.cleanPath) {
            return;
        }
        for (StoredObject object : list(unload, bucket, unload.prefix)) {
            throw new RedshiftError(RedshiftError.INTERNAL_ERROR, NOT_EMPTY,
                    "found: s3://" + unload.bucket + "/" + object.key(),
                    "ALLOWOVERWRITE replaces files of the same names, "
                            + "CLEANPATH removes all that begin with the prefix.",
                    unload.targetPosition);
        }
    }

    /** The objects with a prefix, without the empty ones that stand for folders. */
    private static Iterable<StoredObject> list(UnloadStatement unload, Bucket bucket, String prefix) {
        try {
            Iterator<StoredObject> objects = bucket.list(prefix);
            List<StoredObject> found = new ArrayList<>();
            while (objects.hasNext()) {
                StoredObject object = objects.next();
                if (object.size() > 0 || !object.key().endsWith("/")) {
                    found.add(object);
                    if (!unload.cleanPath) {
                        break;
                    }
                }
            }
            return found;
        } catch (UncheckedIOException e) {
            throw unwritable(unload, e.getCause());
        } catch (IOException e) {
            throw unwritable(unload, e);
        }
    }

    private static RedshiftError unwritable(UnloadStatement unload, IOException e) {
        String message = String.valueOf(e.getMessage());
        boolean ofS3 = message.startsWith("S3");
        return new RedshiftError(RedshiftError.INTERNAL_ERROR,
                ofS3 ? message : unload.target + " cannot be written: " + message,
                ofS3 ? unload.target + " cannot be written" : null,
                "Nothing was unloaded. The bucket must be a folder or an S3 endpoint that this machine may write to.",
                unload.targetPosition);
    }

    /** Rows that follow go to another folder; what the one before has open is complete. */
    void enter(String nextFolder) {
        finishOpenFiles();
        folder = nextFolder;
        turn = 0;
    }

    /** Begins a file for each slice, so that there are files even if there are no rows. */
    void beginAll() {
        for (int slice = 0; slice < open.length; slice++) {
            open[slice] = begin(slice);
        }
    }

    void write(Row row) {
        int slice = turn;
        turn = turn + 1 == open.length ? 0 : turn + 1;
        try {
            File file = open[slice];
            if (file == null) {
                file = begin(slice);
                open[slice] = file;
            }
            if (!content(file).write(row)) {
                finish(file);
                file = begin(slice);
                open[slice] = file;
                content(file).write(row);
            }
            file.rows++;
        } catch (IOException e) {
            throw unwritable(unload, e);
        }
    }

    private static FileFormat.Content content(File file) {
        FileFormat.Content content = file.content;
        if (content == null) {
            throw new IllegalStateException(file.key + " is written after its end");
        }
        return content;
    }

    private File begin(int slice) {
        int part = counts.computeIfAbsent(folder, first -> new int[open.length])[slice]++;
        String name = unload.parallel ? String.format(Locale.ROOT, "%04d_part_%02d", slice, part)
                : String.format(Locale.ROOT, "%03d", part);
        String key = unload.prefix + folder + name + suffix();
        try {
            File file = new File(key, slice, bucket.upload(key));
            files.add(file);
            file.content = format.open(file.stream);
            return file;
        } catch (IOException e) {
            throw unwritable(unload, e);
        }
    }

    private String suffix() {
        String extension = unload.extension;
        return extension == null ? format.suffix() : extension.startsWith(".") ? extension : "." + extension;
    }

    private void finish(File file) throws IOException {
        content(file).close();
        file.content = null;
        // many files may wait for the end: none of them shall hold a descriptor
        file.stream.close();
    }

    private void finishOpenFiles() {
        try {
            for (int slice = 0; slice < open.length; slice++) {
                File file = open[slice];
                if (file != null) {
                    finish(file);
                    open[slice] = null;
                }
            }
        } catch (IOException e) {
            throw unwritable(unload, e);
        }
    }

    /** Makes the files appear, then the manifest, then removes what CLEANPATH removes. All or nothing. */
    List<UnloadedFile> complete(List<ResultColumn> columns, StatementSession session) {
        finishOpenFiles();
        List<UnloadedFile> written = new ArrayList<>();
        for (File file : files) {
            written.add(new UnloadedFile("s3://" + unload.bucket + "/" + file.key, file.slice, file.rows,
                    file.rows + (unload.header ? 1 : 0), file.stream.count()));
        }
        Set<String> stale = stale();
        try {
            for (File file : files) {
                session.checkCancelled();
                file.upload.complete();
                completed.add(file.key);
            }
            if (unload.manifest) {
                String key = unload.prefix + "manifest";
                try (Upload manifest = bucket.upload(key)) {
                    manifest.stream().write(Manifest.of(unload, columns, written).getBytes(StandardCharsets.UTF_8));
                    manifest.complete();
                }
                completed.add(key);
            }
            stale.removeAll(completed);
            for (String key : stale) {
                bucket.delete(key);
            }
        } catch (IOException e) {
            throw unwritable(unload, e);
        }
        completed.clear();
        return written;
    }

    private Set<String> stale() {
        Set<String> stale = new HashSet<>();
        if (unload.cleanPath) {
            Set<String> prefixes = new HashSet<>();
            if (unload.partitionBy.isEmpty()) {
                prefixes.add(unload.prefix);
            }
            for (String entered : counts.keySet()) {
                prefixes.add(unload.prefix + entered);
            }
            for (String prefix : prefixes) {
                list(unload, bucket, prefix).forEach(object -> stale.add(object.key()));
            }
        }
        return stale;
    }

    private static void dispose(File file) throws IOException {
        FileFormat.Content content = file.content;
        file.content = null;
        try {
            if (content != null) {
                // compressors hold memory outside the heap
                content.abandon();
            }
        } finally {
            file.upload.close();
        }
    }

    /** Takes back whatever did not come to its end. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (File file : files) {
            try {
                dispose(file);
            } catch (IOException e) {
                failure = e;
            }
        }
        for (String key : completed) {
            try {
                bucket.delete(key);
            } catch (IOException e) {
                failure = e;
            }
        }
        completed.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
