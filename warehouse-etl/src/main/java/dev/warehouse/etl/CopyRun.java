/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import dev.warehouse.api.CopyException;
import dev.warehouse.api.CopyResult;
import dev.warehouse.api.LoadError;
import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Object;
import dev.warehouse.api.S3Objects;
import dev.warehouse.api.StepPlan;
import dev.warehouse.api.internal.KnownError;
import dev.warehouse.api.internal.LoadViews;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a COPY, in a pipeline or outside: looks at the source, runs the statement, reads what became of it.
 * Looking is advice: what cannot be listed is loaded all the same.
 */
final class CopyRun {

    private static final Logger LOG = LoggerFactory.getLogger(CopyRun.class);

    /** How many objects are looked at: ten pages of S3, a second. */
    private static final int LOOKED_AT = 10_000;

    private final Copy copy;
    private final SourceTraits traits;
    private final Session session;
    private final List<String> warnings = new ArrayList<>();
    private final CopyFailure failure;

    CopyRun(Copy copy, Session session) {
        this.copy = copy;
        this.traits = copy.traits();
        this.session = session;
        this.failure = new CopyFailure(copy.target(), traits, warnings);
    }

    /** Runs a statement, and logs what readers may see of it. */
    @FunctionalInterface
    interface Statements {

        void execute(String sql, String masked) throws SQLException;
    }

    /**
     * What a COPY runs on.
     *
     * @param dsl jOOQ on the connection
     * @param connection the connection, in a transaction or not
     * @param statements runs the COPY on it
     * @param objects what can be seen of S3, or null
     * @param region where the warehouse is, or null
     * @param watcher is told warnings at once
     */
    record Session(DSLContext dsl, Connection connection, Statements statements, @Nullable S3Objects objects,
            @Nullable String region, Consumer<String> watcher) {
    }

    CopyResult run() {
        try {
            LoadViews views = new LoadViews(session.dsl(), session.connection());
            if (copy.manifests() != null) {
                return loadListed(views);
            }
            look(views);
            return load(withRegion(copy), views);
        } catch (SQLException | DataAccessException e) {
            throw failure.because(e);
        }
    }

    /** Looks at the source and loads nothing; what would keep the COPY from running is a warning too. */
    StepPlan plan() {
        Copy planned = copy;
        try {
            look(new LoadViews(session.dsl(), session.connection()));
            planned = withRegion(copy);
        } catch (CopyException e) {
            warn(e.summary());
        } catch (SQLException | DataAccessException e) {
            throw failure.because(e);
        }
        return new StepPlan(copy.stage(), copy.target(), copy.detail(), planned.maskedSql(), warnings);
    }

    private CopyResult load(Copy statement, LoadViews views) {
        LoadViews.Mark before = views.mark();
        long start = System.nanoTime();
        try {
            session.statements().execute(statement.sql(), statement.maskedSql());
        } catch (SQLException e) {
            List<LoadError> errors = views.rejectedSince(before);
            throw errors.isEmpty() ? failure.because(e) : failure.rejected(errors, e);
        }
        return views.result(Duration.ofNanos(System.nanoTime() - start), warnings);
    }

    private CopyResult loadListed(LoadViews views) {
        S3Objects objects = session.objects();
        if (objects == null) {
            throw failure.because(KnownError.COPY_NOT_LISTED,
                    "exactly() needs to list the bucket and to write a manifest, and this platform gives no access to "
                            + "it. Run the COPY through a Warehouse whose platform does, or leave exactly() away. "
                            + "Nothing was loaded.", null);
        }
        S3Location prefix = S3Location.of(traits.address());
        S3Location manifest = Objects.requireNonNull(copy.manifests())
                .append(copy.target() + "-" + UUID.randomUUID() + ".manifest");
        SourceListing listing = new SourceListing(traits);
        try (Stream<S3Object> found = objects.list(prefix)) {
            Iterator<Manifest.Entry> entries = found.peek(listing::add).filter(object -> object.size() > 0)
                    .map(object -> new Manifest.Entry(object.location(), true, object.size())).iterator();
            if (!entries.hasNext()) {
                tell(listing, views);
                throw failure.because(KnownError.COPY_NOTHING_LISTED,
                        "nothing with content was listed, so there is nothing to load.", null);
            }
            objects.write(manifest, out -> Manifest.write(entries, out));
        } catch (UncheckedIOException | IOException e) {
            throw failure.because(KnownError.COPY_NOT_LISTED, "its source could not be listed in " + manifest + ": "
                    + e.getMessage() + ". This program, not only the warehouse, must be allowed to list the bucket and "
                    + "to write there. Nothing was loaded.", e);
        }
        try {
            tell(listing, views);
            return load(withRegion(copy).through(manifest), views);
        } finally {
            remove(objects, manifest);
        }
    }

    private void remove(S3Objects objects, S3Location manifest) {
        try {
            objects.delete(manifest);
        } catch (IOException e) {
            LOG.debug("copy {}: {} is left behind", copy.target(), manifest, e);
            warn("its manifest " + manifest + " could not be removed: " + e.getMessage() + "; delete it");
        }
    }

    private void look(LoadViews views) {
        S3Objects objects = session.objects();
        if (objects == null || traits.manifest()) {
            return;
        }
        SourceListing listing = new SourceListing(traits);
        try (Stream<S3Object> found = objects.list(S3Location.of(traits.address()))) {
            Iterator<S3Object> each = found.iterator();
            for (int count = 0; count < LOOKED_AT && each.hasNext(); count++) {
                listing.add(each.next());
            }
            if (each.hasNext()) {
                listing.more();
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            LOG.debug("copy {}: {} could not be listed before the load", copy.target(), traits.address(), e);
            return;
        }
        tell(listing, views);
    }

    private void tell(SourceListing listing, LoadViews views) {
        Integer slices = listing.isOneBigFile() ? views.slices().orElse(null) : null;
        listing.warnings(slices).forEach(this::warn);
        listing.note().ifPresent(note -> LOG.info("copy {}: {}", copy.target(), note));
    }

    /** A bucket elsewhere must be named with its region; COPY would be refused with status 301. */
    private Copy withRegion(Copy statement) {
        String home = session.region();
        S3Objects objects = session.objects();
        if (home == null || objects == null) {
            return statement;
        }
        String bucket;
        String region;
        try {
            bucket = S3Location.of(traits.address()).bucket();
            region = objects.region(bucket).orElse(home);
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("copy {}: the region of {} could not be found out", copy.target(), traits.address(), e);
            return statement;
        }
        String said = traits.region();
        if (said != null) {
            if (!said.equals(region)) {
                warn("bucket " + bucket + " is in " + region + ", but the COPY says REGION '" + said
                        + "'; say region(\""
                        + region + "\")");
            }
            return statement;
        }
        if (region.equals(home)) {
            return statement;
        }
        if (traits.columnar()) {
            throw failure.because(KnownError.COPY_BUCKET_IN_ANOTHER_REGION, "bucket " + bucket + " is in " + region
                    + " and the warehouse in " + home + ", and COPY reads PARQUET and ORC only from its own region. "
                    + "Copy the files to a bucket in " + home + ", or unload them as text. Nothing was loaded.", null);
        }
        warn("bucket " + bucket + " is in " + region + " and the warehouse in " + home
                + ", so the COPY was given REGION '"
                + region + "'; across regions minutes become tens of minutes: keep the files in " + home
                + ", or say region(\"" + region + "\") if it is meant");
        return statement.region(region);
    }

    private void warn(String warning) {
        warnings.add(warning);
        session.watcher().accept(warning);
    }
}
