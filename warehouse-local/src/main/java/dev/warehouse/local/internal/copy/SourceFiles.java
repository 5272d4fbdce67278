/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.Bucket.StoredObject;
import dev.warehouse.local.Bucket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Finds the files that a source names: by a prefix as the load goes along, or by a manifest. */
final class SourceFiles {

    private static final JsonFactory JSON = new JsonFactory();

    private SourceFiles() {
    }

    static Iterator<SourceFile> find(CopyStatement copy, Buckets buckets) {
        return copy.manifest ? manifest(copy, buckets) : prefix(copy, buckets);
    }

    private static Iterator<SourceFile> prefix(CopyStatement copy, Buckets buckets) {
        Bucket bucket = buckets.bucket(copy.bucket);
        try {
            Iterator<StoredObject> objects = bucket.list(copy.key);
            if (!objects.hasNext()) {
                boolean wildcard = copy.key.indexOf('*') >= 0 || copy.key.indexOf('?') >= 0;
                throw RedshiftError.internal(S3Path.UNUSABLE,
                        "The specified S3 prefix '" + copy.key + "' does not exist",
                        "no object in bucket " + copy.bucket + " has a key that begins with it",
                        wildcard ? "A source is a plain key prefix: * and ? stand for themselves."
                                : "Check the bucket and the beginning of the keys; their case counts.",
                        copy.sourcePosition);
            }
            return new Filled(bucket, copy.bucket, objects);
        } catch (UncheckedIOException e) {
            throw S3Path.unreadable(copy.source, e.getCause(), copy.sourcePosition);
        } catch (IOException e) {
            throw S3Path.unreadable(copy.source, e, copy.sourcePosition);
        }
    }

    /** Leaves out empty objects: the markers of folders are such. */
    private static final class Filled implements Iterator<SourceFile> {

        private final Bucket bucket;
        private final String name;
        private final Iterator<StoredObject> objects;
        private @Nullable SourceFile next;

        Filled(Bucket bucket, String name, Iterator<StoredObject> objects) {
            this.bucket = bucket;
            this.name = name;
            this.objects = objects;
        }

        @Override
        public boolean hasNext() {
            while (next == null && objects.hasNext()) {
                StoredObject object = objects.next();
                if (object.size() > 0) {
                    next = new SourceFile(bucket, new S3Path(name, object.key()), object);
                }
            }
            return next != null;
        }

        @Override
        public SourceFile next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            SourceFile file = next;
            next = null;
            return file;
        }
    }

    private record Entry(String url, boolean mandatory, long contentLength) {
    }

    private static Iterator<SourceFile> manifest(CopyStatement copy, Buckets buckets) {
        S3Path path = S3Path.of(copy.source, "MANIFEST", copy.sourcePosition);
        byte[] json = path.read(buckets, "MANIFEST", copy.sourcePosition);
        List<Entry> entries;
        try (JsonParser parser = JSON.createParser(json)) {
            entries = entries(parser);
        } catch (IOException e) {
            throw new RedshiftError(RedshiftError.INTERNAL_ERROR, "The manifest " + path + " is malformed",
                    e instanceof com.fasterxml.jackson.core.JsonProcessingException json2
                            ? json2.getOriginalMessage() : e.getMessage(),
                    "It is one JSON object: {\"entries\":[{\"url\":\"s3://bucket/key\",\"mandatory\":true}]}.",
                    copy.sourcePosition);
        }
        List<SourceFile> files = new ArrayList<>();
        boolean found = false;
        for (Entry entry : entries) {
            S3Path place = S3Path.of(entry.url(), "An entry of the manifest", copy.sourcePosition);
            Bucket bucket = buckets.bucket(place.bucket());
            StoredObject object = find(bucket, place, copy);
            if (object == null && entry.mandatory()) {
                throw new RedshiftError(RedshiftError.INTERNAL_ERROR,
                        "Problem reading manifest file: mandatory url " + place + " does not exist",
                        "manifest: " + path,
                        "Put the object there, or set \"mandatory\" to false.", copy.sourcePosition);
            }
            found |= object != null;
            if (object != null && copy.format.isColumnar()) {
                contentLength(entry, object, path, copy);
            }
            if (object != null && object.size() > 0) {
                files.add(new SourceFile(bucket, place, object));
            }
        }
        if (!found) {
            throw new RedshiftError(RedshiftError.INTERNAL_ERROR, "The manifest " + path
                    + " names no object that exists",
                    entries.size() + " entries", "Check the urls of its entries.", copy.sourcePosition);
        }
        return files.iterator();
    }

    private static void contentLength(Entry entry, StoredObject object, S3Path manifest, CopyStatement copy) {
        if (entry.contentLength() == object.size()) {
            return;
        }
        throw new RedshiftError(RedshiftError.INTERNAL_ERROR, entry.contentLength() < 0
                ? "Problem reading manifest file: url " + entry.url() + " has no meta.content_length, which "
                        + copy.format + " needs"
                : "Problem reading manifest file: url " + entry.url() + " has content_length " + entry.contentLength()
                        + ", but the object has " + object.size() + " bytes",
                "manifest: " + manifest,
                "Write {\"url\":…,\"mandatory\":true,\"meta\":{\"content_length\":" + object.size() + "}}.",
                copy.sourcePosition);
    }

    private static @Nullable StoredObject find(Bucket bucket, S3Path place, CopyStatement copy) {
        try {
            Iterator<StoredObject> objects = bucket.list(place.key());
            // the key itself comes before all that it is the beginning of
            StoredObject first = objects.hasNext() ? objects.next() : null;
            return first != null && first.key().equals(place.key()) ? first : null;
        } catch (UncheckedIOException e) {
            throw S3Path.unreadable(place.toString(), e.getCause(), copy.sourcePosition);
        } catch (IOException e) {
            throw S3Path.unreadable(place.toString(), e, copy.sourcePosition);
        }
    }

    private static List<Entry> entries(JsonParser parser) throws IOException {
        List<Entry> entries = new ArrayList<>();
        boolean any = false;
        need(parser.nextToken(), JsonToken.START_OBJECT, "it must be an object");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!name.equals("entries")) {
                parser.skipChildren();
                continue;
            }
            any = true;
            need(value, JsonToken.START_ARRAY, "\"entries\" must be an array");
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                need(parser.currentToken(), JsonToken.START_OBJECT, "an entry must be an object");
                entries.add(entry(parser));
            }
        }
        if (!any) {
            throw new IOException("it has no \"entries\"");
        }
        if (parser.nextToken() != null) {
            throw new IOException("there is text behind the object");
        }
        return entries;
    }

    private static Entry entry(JsonParser parser) throws IOException {
        String url = null;
        boolean mandatory = false;
        long contentLength = -1;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("url")) {
                need(value, JsonToken.VALUE_STRING, "\"url\" must be a string");
                url = parser.getText();
            } else if (name.equals("mandatory")) {
                if (!value.isBoolean()) {
                    throw new IOException("\"mandatory\" must be true or false");
                }
                mandatory = value == JsonToken.VALUE_TRUE;
            } else if (name.equals("meta") && value == JsonToken.START_OBJECT) {
                contentLength = contentLength(parser);
            } else {
                parser.skipChildren();
            }
        }
        if (url == null) {
            throw new IOException("an entry has no \"url\"");
        }
        return new Entry(url, mandatory, contentLength);
    }

    private static long contentLength(JsonParser parser) throws IOException {
        long length = -1;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("content_length") && value == JsonToken.VALUE_NUMBER_INT) {
                length = parser.getLongValue();
            } else {
                parser.skipChildren();
            }
        }
        return length;
    }

    private static void need(@Nullable JsonToken token, JsonToken wanted, String complaint) throws IOException {
        if (token != wanted) {
            throw new IOException(complaint);
        }
    }
}
