/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Object;
import dev.warehouse.api.S3Objects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The list of files that a COPY with MANIFEST loads: these, and no others. UNLOAD writes the same.
 *
 * <pre>{@code
 * Manifest parts = Manifest.of(List.of(new S3Object(…), …));
 * parts.write(objects, S3Location.of("s3://b/manifests/today.manifest"));
 * Manifest unloaded = Manifest.read(objects, S3Location.of("s3://b/unloaded/manifest"));
 * }</pre>
 *
 * <p>Amazon Redshift Database Developer Guide, "Using a manifest to specify data files".
 *
 * @param entries the files, in the order in which they are written; one that is there twice is loaded twice
 */
public record Manifest(List<Entry> entries) {

    private static final JsonFactory JSON = new JsonFactory();

    /** No manifest of a real load comes near; what is larger is some other file. */
    private static final int LARGEST = 256 << 20;

    /** Checks what was given. */
    public Manifest {
        entries = List.copyOf(entries);
    }

    /**
     * A file to load.
     *
     * @param location its place, with the whole key: COPY takes no prefix here
     * @param mandatory whether COPY fails if it is not there
     * @param contentLength how many bytes it has, which PARQUET and ORC need; negative if not known
     */
    public record Entry(S3Location location, boolean mandatory, long contentLength) {

        /** Checks what was given. */
        public Entry {
            Objects.requireNonNull(location, "location must not be null");
            if (location.key().isEmpty()) {
                throw new IllegalArgumentException("location must be an object's, with a key, was " + location);
            }
        }

        /**
         * How many bytes the file has.
         *
         * @return empty if the manifest does not say
         */
        public OptionalLong length() {
            return contentLength < 0 ? OptionalLong.empty() : OptionalLong.of(contentLength);
        }
    }

    /**
     * A manifest of objects, each of which must be there.
     *
     * @param objects what to load, as listed
     * @return the manifest
     */
    public static Manifest of(Collection<S3Object> objects) {
        return new Manifest(objects.stream().map(Manifest::entry).toList());
    }

    private static Entry entry(S3Object object) {
        return new Entry(object.location(), true, object.size());
    }

    /**
     * Reads a manifest, also one that UNLOAD wrote. What COPY ignores is ignored here too.
     *
     * @param json its text
     * @return the manifest
     * @throws IllegalArgumentException if it is not one, saying where
     */
    public static Manifest read(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            return parse(parser);
        } catch (JsonProcessingException e) {
            throw malformed("line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ": "
                    + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a manifest in S3.
     *
     * @param objects where it is
     * @param location its place
     * @return the manifest
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is not a manifest, saying where
     */
    public static Manifest read(S3Objects objects, S3Location location) throws IOException {
        byte[] bytes;
        try (InputStream in = objects.read(location)) {
            bytes = in.readNBytes(LARGEST);
            if (in.read() >= 0) {
                throw new IOException(location + " is larger than " + (LARGEST >> 20) + " MiB, and no manifest");
            }
        }
        return read(new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * The manifest as COPY reads it. The same entries give the same text.
     *
     * @return JSON, ended by a line feed
     */
    public String toJson() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(entries.iterator(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /**
     * Writes the manifest to S3.
     *
     * @param objects where to
     * @param location its place
     * @throws IOException if it may not be written
     */
    public void write(S3Objects objects, S3Location location) throws IOException {
        objects.write(location, out -> write(entries.iterator(), out));
    }

    /** Writes entries as they come. */
    static void write(Iterator<Entry> entries, OutputStream out) throws IOException {
        // the stream stays its owner's
        try (JsonGenerator json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            json.setPrettyPrinter(new DefaultPrettyPrinter().withArrayIndenter(lines)
                    .withObjectIndenter(new DefaultPrettyPrinter.FixedSpaceIndenter()));
            json.writeStartObject();
            json.writeArrayFieldStart("entries");
            while (entries.hasNext()) {
                Entry entry = entries.next();
                json.writeStartObject();
                json.writeStringField("url", "s3://" + entry.location().bucket() + "/" + entry.location().key());
                json.writeBooleanField("mandatory", entry.mandatory());
                if (entry.contentLength() >= 0) {
                    json.writeObjectFieldStart("meta");
                    json.writeNumberField("content_length", entry.contentLength());
                    json.writeEndObject();
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static Manifest parse(JsonParser json) throws IOException {
        List<Entry> entries = null;
        need(json.nextToken() == JsonToken.START_OBJECT, "it must be an object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (!name.equals("entries")) {
                json.skipChildren();
                continue;
            }
            need(entries == null, "\"entries\" is there twice");
            need(value == JsonToken.START_ARRAY, "\"entries\" must be an array");
            entries = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                entries.add(parseEntry(json, entries.size() + 1));
            }
        }
        if (entries == null) {
            throw malformed("it has no \"entries\"", null);
        }
        need(json.nextToken() == null, "there is text behind the object");
        return new Manifest(entries);
    }

    private static Entry parseEntry(JsonParser json, int number) throws IOException {
        String entry = "entry " + number;
        need(json.currentToken() == JsonToken.START_OBJECT, entry + " must be an object");
        String url = null;
        boolean mandatory = false;
        long length = -1;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("url")) {
                need(value == JsonToken.VALUE_STRING, entry + " must have a text as its \"url\"");
                url = json.getText();
            } else if (name.equals("mandatory")) {
                need(value.isBoolean(), entry + " must have true or false as \"mandatory\"");
                mandatory = value == JsonToken.VALUE_TRUE;
            } else if (name.equals("meta") && value == JsonToken.START_OBJECT) {
                length = contentLength(json);
            } else {
                json.skipChildren();
            }
        }
        if (url == null) {
            throw malformed(entry + " has no \"url\"", null);
        }
        try {
            return new Entry(S3Location.of(url), mandatory, length);
        } catch (IllegalArgumentException e) {
            throw malformed(entry + ": " + e.getMessage(), e);
        }
    }

    private static long contentLength(JsonParser json) throws IOException {
        long length = -1;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_NUMBER_INT && name.equals("content_length")) {
                length = json.getLongValue();
            } else {
                json.skipChildren();
            }
        }
        return length;
    }

    private static void need(boolean right, String complaint) {
        if (!right) {
            throw malformed(complaint, null);
        }
    }

    private static IllegalArgumentException malformed(String complaint, @Nullable Exception e) {
        return new IllegalArgumentException("The manifest is malformed: " + complaint
                + ". It is one JSON object: {\"entries\":[{\"url\":\"s3://bucket/key\",\"mandatory\":true}]}.", e);
    }
}
