/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Provisioned;
import dev.warehouse.api.S3Objects;
import org.jspecify.annotations.Nullable;

/** A warehouse on AWS that was made or adopted, and can be deleted again. */
final class Managed implements Provisioned {

    private final AwsSession session;
    private final RenewedLogin login;
    private final @Nullable DataSource source;
    private final Map<String, String> description;
    private final AwsPlatform<?> platform;
    private final AwsS3Objects objects;

    Managed(AwsSession session, RenewedLogin login, @Nullable DataSource source, Map<String, String> description,
            AwsPlatform<?> platform) {
        this.session = session;
        this.login = login;
        this.source = source;
        this.description = Collections.unmodifiableMap(new LinkedHashMap<>(description));
        this.platform = platform;
        this.objects = new AwsS3Objects(session.settings().endpoint(AwsService.S3).orElse(null), session.region(),
                session.settings().credentials);
    }

    @Override
    public Endpoint endpoint() {
        return login.endpoint();
    }

    @Override
    public Optional<DataSource> dataSource() {
        return Optional.ofNullable(source);
    }

    @Override
    public Optional<S3Objects> objects() {
        return Optional.of(objects);
    }

    @Override
    public Optional<String> region() {
        return Optional.of(session.region());
    }

    @Override
    public Map<String, String> describe() {
        return description;
    }

    @Override
    public String plan() {
        return platform.plan().toString();
    }

    @Override
    public void deprovision() {
        DeprovisionReport report = platform.deprovision(session.progress());
        if (!report.failed().isEmpty()) {
            throw new ProvisionException(KnownError.NOT_ALL_DELETED,
                    "not all could be deleted; run again to try it again\n" + report);
        }
    }

    @Override
    public void close() {
        objects.close();
        session.close();
    }
}
