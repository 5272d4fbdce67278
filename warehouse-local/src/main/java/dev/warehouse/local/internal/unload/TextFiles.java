/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import com.github.luben.zstd.ZstdOutputStream;
import dev.warehouse.local.internal.unload.UnloadStatement.Compression;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Files of lines, compressed or not. */
final class TextFiles implements FileFormat {

    private static final int BUFFER = 1 << 16;
    /** The most that a compressor holds back: one block of bzip2. */
    private static final long HELD_BACK = 1 << 20;

    private final RowFormat rows;
    private final Compression compression;
    private final boolean header;
    private final long maxSize;
    private final boolean writesEmptyFiles;
    private final Output line = new Output();

    TextFiles(UnloadStatement unload, RowFormat rows) {
        this.rows = rows;
        this.compression = unload.compression;
        this.header = unload.header;
        this.maxSize = unload.maxFileSize;
        this.writesEmptyFiles = unload.format != UnloadStatement.Format.JSON;
    }

    @Override
    public boolean writesEmptyFiles() {
        return writesEmptyFiles;
    }

    @Override
    public String suffix() {
        return compression.suffix();
    }

    @Override
    public Content open(CountingStream target) throws IOException {
        return new Lines(target);
    }

    private static OutputStream compress(OutputStream out, Compression compression) throws IOException {
        return switch (compression) {
            case NONE -> out;
            case GZIP -> new FastGzip(out);
            case BZIP2 -> new BZip2CompressorOutputStream(out);
            case ZSTD -> new ZstdOutputStream(out);
        };
    }

    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** One file. Its lines are encoded into a buffer that all files share, because one is written at a time. */
    private final class Lines implements Content {

        private final CountingStream target;
        private final OutputStream out;
        private long plain;
        private boolean any;

        Lines(CountingStream target) throws IOException {
            this.target = target;
            this.out = new BufferedOutputStream(compress(target, compression), BUFFER);
            if (header) {
                line.clear();
                rows.putHeader(line);
                write();
            }
        }

        @Override
        public boolean write(Row row) throws IOException {
            line.clear();
            rows.put(row, line);
            boolean full = compression == Compression.NONE
                    ? plain + line.size() > maxSize : target.count() + HELD_BACK > maxSize;
            if (full && any) {
                return false;
            }
            any = true;
            write();
            return true;
        }

        private void write() throws IOException {
            out.write(line.bytes(), 0, line.size());
            plain += line.size();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
