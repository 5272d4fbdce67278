/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Compresses Parquet's pages with Snappy, without Hadoop's own. For one writer at a time. */
final class SnappyPages implements CompressionCodecFactory, CompressionCodecFactory.BytesInputCompressor {

    private byte[] plain = {};
    private byte[] compressed = {};

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        if (codec != CompressionCodecName.SNAPPY) {
            throw new UnsupportedOperationException("only Snappy, not " + codec);
        }
        return this;
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("only for writing");
    }

    @Override
    public BytesInput compress(BytesInput page) throws IOException {
        int size = Math.toIntExact(page.size());
        if (plain.length < size) {
            plain = new byte[size];
            compressed = new byte[Snappy.maxCompressedLength(size)];
        }
        try (InputStream in = page.toInputStream()) {
            in.readNBytes(plain, 0, size);
        }
        // the writer copies what it is given before it compresses the next page
        return BytesInput.from(compressed, 0, Snappy.compress(plain, 0, size, compressed, 0));
    }

    @Override
    public CompressionCodecName getCodecName() {
        return CompressionCodecName.SNAPPY;
    }

    @Override
    public void release() {
        // the garbage collector does it
    }
}
