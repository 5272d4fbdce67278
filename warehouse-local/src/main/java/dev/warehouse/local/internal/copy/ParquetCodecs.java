/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** The compression of Parquet's pages, without Hadoop's own. */
final class ParquetCodecs implements CompressionCodecFactory {

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("only for reading");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4_RAW -> new Decompressor(codec);
            case LZO, BROTLI, LZ4 -> throw new UnsupportedOperationException("its pages are compressed with " + codec
                    + ", which is not read: write the files with snappy, gzip, zstd or lz4_raw");
        };
    }

    @Override
    public void release() {
        // the garbage collector does it
    }

    private record Decompressor(CompressionCodecName codec) implements BytesInputDecompressor {

        @Override
        public BytesInput decompress(BytesInput bytes, int decompressedSize) throws IOException {
            return codec == CompressionCodecName.UNCOMPRESSED ? bytes
                    : BytesInput.from(decompress(bytes.toInputStream().readAllBytes(), decompressedSize));
        }

        @Override
        public void decompress(ByteBuffer input, int compressedSize, ByteBuffer output, int decompressedSize)
                throws IOException {
            byte[] bytes = new byte[compressedSize];
            input.get(bytes);
            output.put(codec == CompressionCodecName.UNCOMPRESSED ? bytes : decompress(bytes, decompressedSize));
        }

        private byte[] decompress(byte[] bytes, int size) throws IOException {
            byte[] plain = new byte[size];
            int length = switch (codec) {
                case SNAPPY -> Snappy.uncompress(bytes, 0, bytes.length, plain, 0);
                case ZSTD -> (int) Zstd.decompressByteArray(plain, 0, size, bytes, 0, bytes.length);
                case LZ4_RAW -> new Lz4Decompressor().decompress(bytes, 0, bytes.length, plain, 0, size);
                default -> {
                    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                        yield in.readNBytes(plain, 0, size);
                    }
                }
            };
            if (length != size) {
                throw new IOException("a page has " + length + " bytes, but should have " + size);
            }
            return plain;
        }

        @Override
        public void release() {
            // nothing is held
        }
    }
}
