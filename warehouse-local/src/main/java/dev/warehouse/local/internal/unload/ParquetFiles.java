/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Parquet files, version 1.0, their pages compressed with Snappy. Defined by FORMAT AS PARQUET in UNLOAD of the
 * Redshift guide. What waits in memory is one group of rows a file.
 */
final class ParquetFiles implements FileFormat {

    /** How many bytes of rows may come until the file's size is asked for again: the answer is not for free. */
    private static final int SIZE_CHECK = 1 << 16;
    /** What a file is larger than its rows: the footer, and what no compression makes smaller. */
    private static final int RESERVE = 1 << 17;

    private final ParquetColumn[] columns;
    private final long rowGroupSize;
    private final long fileSize;
    private @Nullable MessageType schema;

    ParquetFiles(UnloadStatement unload, Columns columns) {
        this.columns = IntStream.range(0, columns.count())
                .mapToObj(i -> new ParquetColumn(columns.column(i), columns.field(i), unload.formatPosition))
                .toArray(ParquetColumn[]::new);
        // all slices hold a group at once, and there is a heap to fit in
        this.rowGroupSize = Math.min(Math.min(unload.rowGroupSize, unload.maxFileSize),
                Runtime.getRuntime().maxMemory() / (4 * UnloadFiles.SLICES));
        this.fileSize = unload.maxFileSize < unload.rowGroupSize ? unload.maxFileSize
                : unload.maxFileSize / unload.rowGroupSize * unload.rowGroupSize;
    }

    @Override
    public String suffix() {
        return ".parquet";
    }

    @Override
    public boolean writesEmptyFiles() {
        return false;
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public boolean needsSamples() {
        return Arrays.stream(columns).anyMatch(ParquetColumn::needsSamples);
    }

    @Override
    public void sample(Row row) {
        for (ParquetColumn column : columns) {
            column.sample(row);
        }
    }

    @Override
    public Content open(CountingStream target) throws IOException {
        return new Rows(target, schema());
    }

    private MessageType schema() {
        MessageType known = schema;
        if (known == null) {
            Types.MessageTypeBuilder message = Types.buildMessage();
            for (ParquetColumn column : columns) {
                message.addField(column.type());
            }
            known = message.named("redshift");
            schema = known;
        }
        return known;
    }

    /** One file. */
    private final class Rows implements Content {

        private final ParquetWriter<Row> writer;
        private int sinceCheck;

        Rows(CountingStream target, MessageType schema) throws IOException {
            this.writer = new Builder(new Target(target), new RowSupport(schema))
                    .withConf(new PlainParquetConfiguration())
                    .withCodecFactory(new SnappyPages())
                    .withCompressionCodec(CompressionCodecName.SNAPPY)
                    .withRowGroupSize(rowGroupSize)
                    .build();
        }

        @Override
        public boolean write(Row row) throws IOException {
            sinceCheck += row.length();
            if (sinceCheck > SIZE_CHECK) {
                sinceCheck = 0;
                if (writer.getDataSize() + RESERVE + fileSize / 64 > fileSize) {
                    return false;
                }
            }
            writer.write(row);
            return true;
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }

        @Override
        public void abandon() {
            // all it holds is on the heap
        }
    }

    /** How the library is told of a row. */
    private final class RowSupport extends WriteSupport<Row> {

        private final MessageType schema;
        private @Nullable RecordConsumer consumer;

        RowSupport(MessageType schema) {
            this.schema = schema;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract all the same
        public WriteContext init(Configuration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            consumer = recordConsumer;
        }

        @Override
        public void write(Row row) {
            RecordConsumer to = consumer;
            if (to == null) {
                throw new IllegalStateException("not prepared");
            }
            to.startMessage();
            for (int i = 0; i < columns.length; i++) {
                columns[i].add(row, i, to);
            }
            to.endMessage();
        }
    }

    private static final class Builder extends ParquetWriter.Builder<Row, Builder> {

        private final RowSupport support;

        Builder(OutputFile file, RowSupport support) {
            super(file);
            this.support = support;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract all the same
        protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
            return support;
        }

        @Override
        protected WriteSupport<Row> getWriteSupport(ParquetConfiguration configuration) {
            return support;
        }
    }

    /** The place of a file, as the library sees it. */
    private record Target(CountingStream stream) implements OutputFile {

        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new Position(stream);
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }

    private static final class Position extends PositionOutputStream {

        private final CountingStream stream;

        Position(CountingStream stream) {
            this.stream = stream;
        }

        @Override
        public long getPos() {
            return stream.count();
        }

        @Override
        public void write(int b) throws IOException {
            stream.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            stream.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            stream.flush();
        }

        @Override
        public void close() throws IOException {
            // closed by whoever opened it
            stream.flush();
        }
    }
}
