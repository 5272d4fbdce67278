/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.junit;

import dev.warehouse.api.Migrations;
import dev.warehouse.api.Pipeline;
import dev.warehouse.api.PipelineProvider;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.Bucket;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.TestBucket;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * What a test wants of its Redshift. Equal settings mean that one database may stand for the other.
 *
 * @param redshift the description everything begins with
 * @param migrations what makes the tables, or null
 * @param buckets what is below each bucket: a folder's path, a bucket, or {@link #EMPTY}
 * @param pipeline what is loaded, or null
 * @param preparations what is done then
 * @param scope who shares a database
 * @param keepOnFailure whether a failure keeps the database
 */
record Settings(LocalRedshift redshift, @Nullable Migrations migrations, Map<String, Object> buckets,
        @Nullable PipelineSource pipeline, List<Consumer<? super Warehouse>> preparations, DatabaseScope scope,
        boolean keepOnFailure) {

    static final Object EMPTY = "";
    static final Settings DEFAULT = new Settings(
            LocalRedshift.temporary(), null, Map.of(), null, List.of(), DatabaseScope.CLASS, false);
    private static final String KEEP = "warehouse.test.keepOnFailure";

    Settings {
        buckets = Map.copyOf(buckets);
        preparations = List.copyOf(preparations);
    }

    /**
     * Where a pipeline comes from.
     *
     * @param key what tells it from another one
     * @param pipeline makes it
     */
    record PipelineSource(Object key, Supplier<Pipeline> pipeline) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof PipelineSource source && key.equals(source.key);
        }

        @Override
        public int hashCode() {
            return key.hashCode();
        }
    }

    static Settings of(LocalRedshiftTest annotation) {
        Settings settings = DEFAULT.scope(annotation.database());
        if (annotation.migrations().length > 0) {
            settings = settings.migrations(new FolderMigrations(List.of(annotation.migrations())));
        }
        for (LocalRedshiftTest.Bucket bucket : annotation.buckets()) {
            if (settings.buckets.containsKey(bucket.name())) {
                throw new ExtensionConfigurationException("@LocalRedshiftTest has two buckets of the name "
                        + bucket.name());
            }
            settings = settings.bucket(bucket.name(), bucket.path().isEmpty() ? EMPTY : Path.of(bucket.path()));
        }
        Class<? extends PipelineProvider> provider = annotation.pipeline();
        if (provider != LocalRedshiftTest.NoPipeline.class) {
            settings = settings.pipeline(new PipelineSource(provider, () -> instance(provider).defaultPipeline()));
        }
        return annotation.keepOnFailure() ? settings.keep() : settings;
    }

    private static PipelineProvider instance(Class<? extends PipelineProvider> provider) {
        try {
            return provider.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new ExtensionConfigurationException(provider.getName() + " failed: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new ExtensionConfigurationException(provider.getName()
                    + " must be a public class with a public constructor without parameters", e);
        }
    }

    Settings migrations(Migrations wanted) {
        return new Settings(redshift, wanted, buckets, pipeline, preparations, scope, keepOnFailure);
    }

    Settings bucket(String name, Object below) {
        Objects.requireNonNull(name, "name must not be null");
        Map<String, Object> more = new TreeMap<>(buckets);
        more.put(name, below);
        return new Settings(redshift, migrations, more, pipeline, preparations, scope, keepOnFailure);
    }

    Settings pipeline(PipelineSource wanted) {
        return new Settings(redshift, migrations, buckets, wanted, preparations, scope, keepOnFailure);
    }

    Settings preparation(Consumer<? super Warehouse> preparation) {
        List<Consumer<? super Warehouse>> more = new ArrayList<>(preparations);
        more.add(preparation);
        return new Settings(redshift, migrations, buckets, pipeline, more, scope, keepOnFailure);
    }

    Settings scope(DatabaseScope wanted) {
        return new Settings(redshift, migrations, buckets, pipeline, preparations, wanted, keepOnFailure);
    }

    Settings keep() {
        return new Settings(redshift, migrations, buckets, pipeline, preparations, scope, true);
    }

    boolean keeps() {
        return keepOnFailure || Boolean.getBoolean(KEEP);
    }

    /** What is below a bucket; null if nothing is. */
    static @Nullable Bucket below(Object bucket) {
        if (bucket instanceof Path folder) {
            return Bucket.folder(folder);
        }
        return bucket instanceof Bucket other ? other : null;
    }

    /** Buckets for one database. */
    Map<String, TestBucket> newBuckets() {
        Map<String, TestBucket> made = new TreeMap<>();
        buckets.forEach((name, bucket) -> {
            if (bucket instanceof Path folder && !Files.isDirectory(folder)) {
                throw new ExtensionConfigurationException("the folder of bucket " + name + " is missing: " + folder
                        + " (" + folder.toAbsolutePath() + "). Make it, or name none for an empty bucket");
            }
            Bucket below = below(bucket);
            made.put(name, below == null ? TestBucket.empty() : TestBucket.over(below));
        });
        return made;
    }

    /** Migrates, loads, and does what is to be done then. */
    void prepare(Warehouse warehouse) {
        Migrations own = migrations;
        if (own != null) {
            warehouse.migrate(own);
        }
        if (pipeline != null) {
            Pipeline loaded = pipeline.pipeline().get();
            warehouse.load(own == null || loaded.migrations().isPresent() ? loaded : loaded.migrate(Migrations.none()));
        }
        preparations.forEach(preparation -> preparation.accept(warehouse));
    }

    /** What tells a template from another one, by content where there is some. */
    List<Object> templateKey() {
        List<Object> key = new ArrayList<>();
        key.add(redshift);
        key.add(migrations instanceof FolderMigrations folders ? folders.content() : String.valueOf(migrations));
        key.add(migrations == null || migrations instanceof FolderMigrations ? "" : migrations);
        key.add(pipeline == null ? "" : pipeline);
        key.add(preparations);
        if (pipeline != null || !preparations.isEmpty()) {
            buckets.forEach((name, bucket) -> {
                key.add(name);
                key.add(bucket);
                key.add(bucket instanceof Path folder ? Contents.ofFolder(folder) : "");
            });
        }
        return key;
    }
}
