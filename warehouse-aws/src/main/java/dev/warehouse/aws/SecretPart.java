/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.aws.ProvisionPlan.Verb;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

/** The admin's password: given, made here and kept in a secret of ours, or made and kept by Redshift. */
final class SecretPart {

    private static final String MISSING = "ResourceNotFoundException";
    private static final int LENGTH = 32;
    private static final List<String> CLASSES = List.of("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz",
            "23456789", "!#$%&()*+,-.:;<=>?[]^_{|}~");

    private final AwsSession session;
    private final Settings settings;
    private final String name;
    private @Nullable String password;

    SecretPart(AwsSession session) {
        this.session = session;
        this.settings = session.settings();
        this.name = settings.ownName();
        this.password = settings.password;
    }

    /** The password that a new cluster gets; null if Redshift makes it. */
    @Nullable String password() {
        return password;
    }

    /** What it takes to have Redshift keep a password. */
    static String[] actionsOfManaged() {
        return new String[] {"secretsmanager:CreateSecret", "secretsmanager:RotateSecret",
            "secretsmanager:DescribeSecret", "secretsmanager:UpdateSecret", "secretsmanager:DeleteSecret",
            "secretsmanager:GetRandomPassword", "secretsmanager:TagResource"};
    }

    void plan(Steps steps, boolean newCluster) {
        if (!settings.generatedPassword) {
            return;
        }
        if (find().isPresent()) {
            steps.keep(Verb.KEEP, "secret " + name, "");
            if (newCluster) {
                steps.add(Verb.KEEP, "password of " + settings.user, "is the one in secret " + name,
                        () -> password = read(name).get("password"), "secretsmanager:GetSecretValue");
            }
        } else if (newCluster) {
            steps.add(Verb.CREATE, "secret " + name, "keeps a password that is made for " + settings.user, this::create,
                    "secretsmanager:CreateSecret", "secretsmanager:TagResource", "secretsmanager:GetSecretValue");
        }
    }

    private Optional<DescribeSecretResponse> find() {
        return session.calls().find("secretsmanager:DescribeSecret", "secret " + name,
                () -> session.secrets().describeSecret(r -> r.secretId(name)), MISSING);
    }

    private void create() {
        String made = generate();
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.builder().key(AwsSession.OWNER_TAG).value(session.owner()).build());
        settings.tags.forEach((key, value) -> tags.add(Tag.builder().key(key).value(value).build()));
        session.calls().done("secretsmanager:CreateSecret", "secret " + name, () -> session.secrets()
                .createSecret(r -> r.name(name).description("The admin of Redshift " + settings.name)
                        .secretString(Json.write(Map.of("username", settings.user, "password", made))).tags(tags)),
                "ResourceExistsException");
        // if an earlier attempt made it, that one's password counts
        password = read(name).get("password");
    }

    private static String generate() {
        SecureRandom random = new SecureRandom();
        List<Character> characters = new ArrayList<>();
        for (int i = 0; i < LENGTH; i++) {
            String choice = CLASSES.get(i % CLASSES.size());
            characters.add(choice.charAt(random.nextInt(choice.length())));
        }
        Collections.shuffle(characters, random);
        return characters.stream().map(String::valueOf).collect(Collectors.joining());
    }

    /**
     * User and password to enter with.
     *
     * @param managed the ARN of the secret that Redshift keeps, if it does
     */
    Map<String, String> login(@Nullable String managed) {
        if (settings.password != null) {
            return Map.of("username", settings.user, "password", settings.password);
        }
        if (settings.generatedPassword) {
            return read(name);
        }
        if (managed == null) {
            throw new ProvisionException(KnownError.PASSWORD_UNKNOWN,
                    "the password of " + settings.word() + " " + settings.name + " is not in"
                    + " Secrets Manager: give it by password, or enter by login(Login."
                    + (settings.serverless ? Login.IAM_IDENTITY : Login.TEMPORARY) + ")");
        }
        return read(managed);
    }

    /**
     * The ARN of the secret to enter with.
     *
     * @param managed that of the secret that Redshift keeps, if it does
     */
    String arn(@Nullable String managed) {
        String arn = settings.generatedPassword ? find().map(DescribeSecretResponse::arn).orElse(null) : managed;
        if (arn == null) {
            throw new ProvisionException(KnownError.PASSWORD_UNKNOWN,
                    "the password of " + settings.word() + " " + settings.name + " is not in"
                    + " Secrets Manager, where the Data API would take it from: enter by login(Login."
                    + (settings.serverless ? Login.IAM_IDENTITY : Login.TEMPORARY) + ")");
        }
        return arn;
    }

    private Map<String, String> read(String id) {
        GetSecretValueResponse secret = session.calls().call("secretsmanager:GetSecretValue", "secret " + id,
                () -> session.secrets().getSecretValue(r -> r.secretId(id)));
        Map<?, ?> values;
        try {
            values = Json.read(String.valueOf(secret.secretString())) instanceof Map<?, ?> map ? map : Map.of();
        } catch (IOException e) {
            values = Map.of(); // its message would show the secret
        }
        Object user = values.get("username");
        Object found = values.get("password");
        if (user == null || found == null) {
            throw new ProvisionException(KnownError.PASSWORD_UNKNOWN,
                    "the secret " + id + " does not hold a username and a password: give the"
                    + " password by password, or enter by login(Login.TEMPORARY)");
        }
        return Map.of("username", user.toString(), "password", found.toString());
    }

    /** A failure without the password. No service is known to repeat it; should one, nobody reads it. */
    ProvisionException hidden(ProvisionException failure) {
        String message = failure.summary();
        return password == null || !message.contains(password) ? failure
                : new ProvisionException(KnownError.AWS_REFUSED, message.replace(password, "***"));
    }

    private Optional<DescribeSecretResponse> there() {
        return find().filter(secret -> secret.deletedDate() == null);
    }

    private boolean own(DescribeSecretResponse secret) {
        return secret.tags().stream().anyMatch(tag -> tag.key().equals(AwsSession.OWNER_TAG)
                && tag.value().equals(session.owner()));
    }

    void planDelete(Steps steps) {
        there().ifPresent(secret -> {
            if (own(secret)) {
                steps.delete("secret " + name, "", "secretsmanager:DeleteSecret");
            } else {
                steps.keep(Verb.KEEP, "secret " + name, "was not made here");
            }
        });
    }

    /** Deletes the secret that was made here. Redshift deletes its own with the cluster. */
    void delete(DeprovisionReport.Builder report) {
        report.attempt("secret " + name, () -> {
            Optional<DescribeSecretResponse> secret = there();
            if (secret.isEmpty()) {
                return false;
            }
            if (!own(secret.get())) {
                report.kept("secret " + name, "it was not made here");
                return false;
            }
            return session.calls().done("secretsmanager:DeleteSecret", "secret " + name, () -> session.secrets()
                    .deleteSecret(r -> r.secretId(name).forceDeleteWithoutRecovery(true)), MISSING);
        });
    }
}
