/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * A bucket for tests: what is put into it, or unloaded to it, is held in memory, above another bucket that is only
 * read.
 *
 * <pre>{@code
 * TestBucket raw = TestBucket.over(Bucket.folder(Path.of("src/test/data")));
 * raw.put("log_data/a.json", "{\"userId\": 1}");
 * raw.putResource("log_data/b.json.gz", "events/b.json.gz");
 * raw.putCsv("users.csv.gz", users);                     // records of jOOQ
 * try (LocalRedshiftServer redshift = LocalRedshift.temporary().bucket("raw", raw).start()) {
 *     ...
 * }
 * assertThat(raw.text("out/000.csv")).isEqualTo("1,Ann\n");
 * }</pre>
 *
 * <p>For the small objects of tests; large ones belong into a folder. Safe for use by several threads.
 */
public final class TestBucket implements Bucket {

    private static final List<String> OTHER_COMPRESSIONS = List.of(".bz2", ".zst", ".lzo");
    private static final JsonFactory JSON_FACTORY = new JsonFactory();
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true).toFormatter();
    private static final DateTimeFormatter TIME_WITH_ZONE =
            new DateTimeFormatterBuilder().append(TIME).appendOffset("+HH:mm", "+00:00").toFormatter();

    /** An object in memory; without content it hides the one below. */
    private record Held(byte @Nullable [] content, Instant written) {
    }

    private final @Nullable Bucket below;
    private final NavigableMap<String, Held> held = new ConcurrentSkipListMap<>(TestBucket::compareKeys);

    private TestBucket(@Nullable Bucket below) {
        this.below = below;
    }

    /**
     * A bucket with nothing in it.
     *
     * @return a new bucket
     */
    public static TestBucket empty() {
        return new TestBucket(null);
    }

    /**
     * A bucket that begins with what is in another one, which is never written.
     *
     * @param below what is read where nothing was put
     * @return a new bucket
     */
    public static TestBucket over(Bucket below) {
        return new TestBucket(Objects.requireNonNull(below, "below must not be null"));
    }

    /**
     * Puts a text into the bucket, in UTF-8; compressed if the key ends in {@code .gz}.
     *
     * @param key the object's whole key; an object that has it already is replaced
     * @param text its content
     * @return this bucket
     * @throws IllegalArgumentException if the key ends as those of another compression do
     */
    public TestBucket put(String key, String text) {
        Objects.requireNonNull(text, "text must not be null");
        return put(key, packed(key, text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Puts bytes into the bucket, as they are.
     *
     * @param key the object's whole key; an object that has it already is replaced
     * @param content its content
     * @return this bucket
     */
    public TestBucket put(String key, byte[] content) {
        held.put(requireKey(key), new Held(content.clone(), Instant.now()));
        return this;
    }

    /**
     * Puts a resource of the class path into the bucket, as it is.
     *
     * @param key the object's whole key; an object that has it already is replaced
     * @param resource the resource's name, from the root of the class path
     * @return this bucket
     * @throws IllegalArgumentException if there is no such resource
     */
    public TestBucket putResource(String key, String resource) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context != null ? context : TestBucket.class.getClassLoader();
        String name = resource.startsWith("/") ? resource.substring(1) : resource;
        try (InputStream in = loader.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("resource must be on the class path, was " + resource);
            }
            return put(key, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + resource + " could not be read", e);
        }
    }

    /**
     * Puts records into the bucket as CSV, as {@code COPY … CSV} reads it: the columns in the records' order, no
     * header, {@code \N} for NULL. Compressed if the key ends in {@code .gz}.
     *
     * @param key the object's whole key; an object that has it already is replaced
     * @param records records of jOOQ, such as a result
     * @return this bucket
     */
    public TestBucket putCsv(String key, Iterable<? extends Record> records) {
        StringBuilder csv = new StringBuilder();
        for (Record record : records) {
            for (int i = 0; i < record.size(); i++) {
                if (i > 0) {
                    csv.append(',');
                }
                Object value = record.get(i);
                csv.append(value == null ? "\\N" : quoted(text(value)));
            }
            csv.append('\n');
        }
        return put(key, csv.toString());
    }

    /**
     * Puts records into the bucket as JSON, as {@code COPY … JSON 'auto'} reads it: an object a line, the columns'
     * names as they are. Compressed if the key ends in {@code .gz}.
     *
     * @param key the object's whole key; an object that has it already is replaced
     * @param records records of jOOQ, such as a result
     * @return this bucket
     */
    public TestBucket putJson(String key, Iterable<? extends Record> records) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator generator = JSON_FACTORY.createGenerator(json)) {
            generator.setRootValueSeparator(null);
            for (Record record : records) {
                generator.writeStartObject();
                for (Field<?> field : record.fields()) {
                    generator.writeFieldName(field.getName());
                    write(generator, record.get(field));
                }
                generator.writeEndObject();
                generator.writeRaw('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the records could not be written as JSON", e);
        }
        return put(key, packed(key, json.toByteArray()));
    }

    /**
     * The whole text of an object, in UTF-8; unpacked if the key ends in {@code .gz}.
     *
     * @param key its whole key
     * @return the text
     * @throws IllegalArgumentException if there is no such object
     */
    public String text(String key) {
        try (InputStream in = open(key)) {
            InputStream plain = key.endsWith(".gz") ? new GZIPInputStream(in) : in;
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("key must be one of " + keys() + ", was " + key, e);
        } catch (IOException e) {
            throw new UncheckedIOException("the object " + key + " could not be read", e);
        }
    }

    /**
     * The keys of all objects, also of those below.
     *
     * @return in S3's order
     */
    public List<String> keys() {
        try {
            List<String> keys = new ArrayList<>();
            list("").forEachRemaining(object -> keys.add(object.key()));
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException("the bucket could not be listed", e);
        }
    }

    @Override
    public Iterator<StoredObject> list(String prefix) throws IOException {
        return new Merged(prefix, below == null ? List.<StoredObject>of().iterator() : below.list(prefix));
    }

    @Override
    public InputStream open(String key) throws IOException {
        Held object = held.get(key);
        if (object == null && below != null) {
            return below.open(key);
        }
        if (object == null || object.content() == null) {
            throw new NoSuchFileException(key);
        }
        return new ByteArrayInputStream(object.content());
    }

    @Override
    public Upload upload(String key) {
        requireKey(key);
        return new MemoryUpload(key);
    }

    @Override
    public void delete(String key) {
        held.put(key, new Held(null, Instant.now()));
    }

    @Override
    public boolean isRemote() {
        return below != null && below.isRemote();
    }

    @Override
    public String toString() {
        return below == null ? "a bucket in memory" : "a bucket in memory over " + below;
    }

    private static String requireKey(String key) {
        Objects.requireNonNull(key, "key must not be null");
        if (key.isEmpty()) {
            throw new IllegalArgumentException("key must not be empty");
        }
        return key;
    }

    private static byte[] packed(String key, byte[] content) {
        OTHER_COMPRESSIONS.stream().filter(key::endsWith).findAny().ifPresent(suffix -> {
            throw new IllegalArgumentException("a text is packed for .gz only, not for " + suffix
                    + ": put the packed bytes, was " + key);
        });
        if (!key.endsWith(".gz")) {
            return content;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r' || c == '\\');
        return plain && !text.isEmpty() && text.strip().length() == text.length() ? text
                : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** As Redshift writes it. */
    private static String text(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof LocalDateTime time) {
            return TIME.format(time);
        }
        if (value instanceof OffsetDateTime time) {
            return TIME_WITH_ZONE.format(time);
        }
        if (value instanceof java.sql.Timestamp time) {
            return TIME.format(time.toLocalDateTime());
        }
        return value.toString();
    }

    private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof Boolean bool) {
            generator.writeBoolean(bool);
        } else if (value instanceof Double number) {
            generator.writeNumber(number); // what is no number becomes a string
        } else if (value instanceof Float number) {
            generator.writeNumber(number);
        } else if (value instanceof Number) {
            generator.writeNumber(text(value));
        } else if (value instanceof JSON || value instanceof JSONB) {
            generator.writeRawValue(value.toString());
        } else {
            generator.writeString(text(value));
        }
    }

    /** S3's order: by the bytes of the key. */
    private static int compareKeys(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    /** An object while it is written. */
    private final class MemoryUpload implements Upload {

        private final String key;
        private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

        MemoryUpload(String key) {
            this.key = key;
        }

        @Override
        public OutputStream stream() {
            return stream;
        }

        @Override
        public void complete() {
            held.put(key, new Held(stream.toByteArray(), Instant.now()));
        }

        @Override
        public void close() {
            // what was not completed is in no map
        }
    }

    /** Both layers in one order; an object above hides the one below. */
    private final class Merged implements Iterator<StoredObject> {

        private final String prefix;
        private final Iterator<Map.Entry<String, Held>> upper;
        private final Iterator<StoredObject> lower;
        private Map.@Nullable Entry<String, Held> above;
        private @Nullable StoredObject beneath;
        private @Nullable StoredObject next;

        Merged(String prefix, Iterator<StoredObject> lower) {
            this.prefix = prefix;
            this.upper = held.tailMap(prefix, true).entrySet().iterator();
            this.lower = lower;
            nextAbove();
            nextBeneath();
            advance();
        }

        private void nextAbove() {
            Map.Entry<String, Held> entry = upper.hasNext() ? upper.next() : null;
            above = entry != null && entry.getKey().startsWith(prefix) ? entry : null;
        }

        private void nextBeneath() {
            beneath = lower.hasNext() ? lower.next() : null;
        }

        private void advance() {
            next = null;
            while (next == null && (above != null || beneath != null)) {
                Map.Entry<String, Held> entry = above;
                StoredObject object = beneath;
                int order = entry == null ? 1 : object == null ? -1 : compareKeys(entry.getKey(), object.key());
                if (order > 0) {
                    next = object;
                } else if (entry != null && entry.getValue().content() != null) {
                    next = new StoredObject(entry.getKey(), entry.getValue().content().length, entry.getValue()
                            .written());
                }
                if (order <= 0) {
                    nextAbove();
                }
                if (order >= 0) {
                    nextBeneath();
                }
            }
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
            advance();
            return object;
        }
    }
}
