/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder that stands for a bucket. */
final class FolderBucket implements Bucket {

    /** The beginning of the names of files that are no objects yet. */
    private static final String UNFINISHED = ".warehouse-unfinished-";

    private final Path root;

    FolderBucket(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("folder must be an existing folder, was " + folder);
        }
        try {
            this.root = folder.toRealPath();
        } catch (IOException e) {
            throw new IllegalArgumentException("folder must be readable, was " + folder, e);
        }
    }

    @Override
    public Iterator<StoredObject> list(String prefix) throws IOException {
        return new Walk(prefix);
    }

    @Override
    public InputStream open(String key) throws IOException {
        return Files.newInputStream(file(key));
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public Upload upload(String key) throws IOException {
        if (!isPath(key)) {
            throw new IOException("the key " + key + " cannot be a file of " + this);
        }
        return new FileUpload(key);
    }

    @Override
    public void delete(String key) throws IOException {
        try {
            Files.delete(file(key));
        } catch (NoSuchFileException gone) {
            // that is what was asked for
        }
    }

    /** Makes the folders above a new file, none of them outside. */
    private Path place(String key) throws IOException {
        Path file = root.resolve(key);
        Path existing = file.getParent();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!existing.toRealPath().startsWith(root)) {
            throw new IOException("the key " + key + " lies outside " + this);
        }
        if (!Files.isDirectory(existing) || Files.isDirectory(file)) {
            throw new IOException("the key " + key + " cannot be a file of " + this
                    + ": a name is a file's and a folder's at once");
        }
        Files.createDirectories(file.getParent());
        return file;
    }

    private static boolean isPath(String key) {
        for (String part : key.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0
                    || part.startsWith(UNFINISHED)) {
                return false;
            }
        }
        return true;
    }

    private Path file(String key) throws IOException {
        if (!isPath(key)) {
            throw new NoSuchFileException(key);
        }
        Path file = root.resolve(key);
        // toRealPath also says if it is missing
        if (!file.toRealPath().startsWith(root) || !Files.isRegularFile(file)) {
            throw new NoSuchFileException(key);
        }
        return file;
    }

    @Override
    public String toString() {
        return "folder " + root;
    }

    /** A file that is written under another name, in the same folder tree, so that the renaming is one step. */
    private final class FileUpload implements Upload {

        private final String key;
        private final Path unfinished;
        private final OutputStream stream;
        private boolean closed;

        FileUpload(String key) throws IOException {
            this.key = key;
            this.unfinished = root.resolve(UNFINISHED + UUID.randomUUID());
            this.stream = Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW);
        }

        @Override
        public OutputStream stream() {
            return stream;
        }

        @Override
        public void complete() throws IOException {
            stream.close();
            Files.move(unfinished, place(key), StandardCopyOption.ATOMIC_MOVE);
            closed = true;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                try {
                    stream.close();
                } finally {
                    Files.deleteIfExists(unfinished);
                }
            }
        }
    }

    /** An object or folder with the bytes by which S3 orders it: a folder sorts as its name and a slash. */
    private record Entry(String key, byte[] order, Path path, boolean folder) {
    }

    /** Goes down the folders one at a time, so that a large tree costs no more memory than its deepest path. */
    private final class Walk implements Iterator<StoredObject> {

        private final String prefix;
        private final Deque<Iterator<Entry>> open = new ArrayDeque<>();
        private @Nullable StoredObject next;

        Walk(String prefix) throws IOException {
            this.prefix = prefix;
            open.push(children(root, ""));
            advance();
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public StoredObject next() {
            StoredObject object = next;
            if (object == null) {
                throw new NoSuchElementException();
            }
            try {
                advance();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return object;
        }

        private void advance() throws IOException {
            next = null;
            while (!open.isEmpty()) {
                if (!open.peek().hasNext()) {
                    open.pop();
                    continue;
                }
                Entry entry = open.peek().next();
                if (entry.folder()) {
                    open.push(children(entry.path(), entry.key()));
                } else {
                    BasicFileAttributes file = Files.readAttributes(entry.path(), BasicFileAttributes.class);
                    next = new StoredObject(entry.key(), file.size(), file.lastModifiedTime().toInstant());
                    return;
                }
            }
        }

        private Iterator<Entry> children(Path folder, String folderKey) throws IOException {
            List<Entry> entries = new ArrayList<>();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path path : (Iterable<Path>) files::iterator) {
                    if (path.getFileName().toString().startsWith(UNFINISHED)) {
                        continue;
                    }
                    boolean isFolder = Files.isDirectory(path);
                    String key = folderKey + path.getFileName() + (isFolder ? "/" : "");
                    boolean wanted = key.startsWith(prefix) || isFolder && prefix.startsWith(key);
                    if (wanted && (isFolder || Files.isRegularFile(path)) && inside(path, folder)) {
                        entries.add(new Entry(key, key.getBytes(StandardCharsets.UTF_8), path, isFolder));
                    }
                }
            }
            entries.sort((a, b) -> Arrays.compareUnsigned(a.order(), b.order()));
            return entries.iterator();
        }

        private boolean inside(Path path, Path folder) throws IOException {
            if (!Files.isSymbolicLink(path)) {
                return true;
            }
            Path real = path.toRealPath();
            // a link to a folder above itself would go round in circles
            return real.startsWith(root) && !folder.toRealPath().startsWith(real);
        }
    }
}
