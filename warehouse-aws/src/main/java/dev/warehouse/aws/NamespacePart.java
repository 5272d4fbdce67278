/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.aws.ProvisionPlan.Verb;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.redshiftserverless.model.CreateNamespaceRequest;
import software.amazon.awssdk.services.redshiftserverless.model.Namespace;
import software.amazon.awssdk.services.redshiftserverless.model.Tag;

/** The namespace of Redshift Serverless: databases, users, roles. */
final class NamespacePart {

    /** The tag of a namespace that a snapshot is yet to be restored into. */
    static final String RESTORE_TAG = "warehouse:restore";

    private static final String MISSING = ServerlessTags.MISSING;
    private static final String BUSY = "ConflictException";
    private static final String IN_SYNC = "in-sync";
    private static final Pattern ROLE_ARN = Pattern.compile("arn:[^,)\\s]+");
    private static final Pattern APPLY_STATUS = Pattern.compile("applyStatus=([\\w-]+)");

    private final AwsSession session;
    private final Settings settings;
    private final String name;
    private final String resource;

    NamespacePart(AwsSession session) {
        this.session = session;
        this.settings = session.settings();
        this.name = settings.namespace();
        this.resource = "namespace " + name;
    }

    Optional<Namespace> find() {
        return session.calls().find("redshift-serverless:GetNamespace", resource, () -> session.serverless()
                .getNamespace(r -> r.namespaceName(name)), MISSING).map(answer -> answer.namespace());
    }

    private Namespace existing() {
        return find().orElseThrow(() -> session.missing(resource));
    }

    Map<String, String> tags(Namespace namespace) {
        return ServerlessTags.of(session, resource, namespace.namespaceArn());
    }

    boolean own(Namespace namespace) {
        return ServerlessTags.own(session, tags(namespace));
    }

    /** The namespace, unless it is on its way out or a stranger's. */
    Optional<Namespace> usable() {
        Optional<Namespace> namespace = find().filter(found -> !leaving(found));
        namespace.ifPresent(this::requireOwn);
        return namespace;
    }

    private void requireOwn(Namespace namespace) {
        if (!settings.adopt && !own(namespace)) {
            throw session.notOurs(resource);
        }
    }

    /** Refuses to be changed by hand if it is missing or a stranger's. */
    void requireUsable() {
        requireOwn(existing());
    }

    void planConnect(Steps steps, Namespace found) {
        steps.keep(own(found) ? Verb.KEEP : Verb.ADOPT, resource, "is " + found.statusAsString()
                + "; nothing but a connection is made");
    }

    /**
     * The roles, each with its state. The API gives either ARNs, or texts such as
     * {@code IamRole(applyStatus=in-sync, iamRoleArn=arn:aws:iam::…)}.
     */
    static Map<String, String> roles(Namespace namespace) {
        Map<String, String> roles = new LinkedHashMap<>();
        for (String role : namespace.iamRoles()) {
            Matcher arn = ROLE_ARN.matcher(role);
            Matcher status = APPLY_STATUS.matcher(role);
            if (role.startsWith("arn:")) {
                roles.put(role, IN_SYNC);
            } else if (arn.find()) {
                roles.put(arn.group(), status.find() ? status.group(1) : IN_SYNC);
            }
        }
        return roles;
    }

    void plan(Steps steps, Optional<Namespace> namespace, RolePart role, SecretPart secret) {
        if (namespace.isEmpty()) {
            steps.add(Verb.CREATE, resource, "encrypted, database " + settings.database + ", admin " + settings.user
                    + "; its data costs by the month until it is deleted", () -> create(role, secret, null),
                    "redshift-serverless:CreateNamespace", "redshift-serverless:TagResource", "iam:PassRole");
            if (settings.managedPassword()) {
                steps.add(Verb.CREATE, "secret of " + resource, "Redshift makes, keeps and rotates it", () -> { },
                        SecretPart.actionsOfManaged());
            }
            return;
        }
        Namespace found = namespace.get();
        boolean own = own(found);
        steps.keep(own ? Verb.KEEP : Verb.ADOPT, resource, "is " + found.statusAsString()
                + (own ? "" : ", was not made here and will not be deleted"));
        Optional<String> arn = role.arn();
        // the default role of somebody else's namespace stays
        if (arn.isEmpty() || !attached(found, arn.get(), own)) {
            steps.add(Verb.CHANGE, resource, "gets role " + arn.orElse(settings.role())
                    + (own ? " as its default" : ""), () -> attach(role, own), "redshift-serverless:UpdateNamespace",
                    "iam:PassRole");
        }
        if (found.adminUsername() != null && !found.adminUsername().equals(settings.user)) {
            steps.warn(resource + " has admin " + found.adminUsername() + ", asked for " + settings.user
                    + ": an admin cannot be changed");
        }
        if (found.dbName() != null && !found.dbName().equals(settings.database)) {
            steps.warn(resource + " has database " + found.dbName() + ", asked for " + settings.database
                    + ": make the other by CREATE DATABASE");
        }
    }

    private static boolean attached(Namespace namespace, String arn, boolean asDefault) {
        return Set.of(IN_SYNC, "adding").contains(roles(namespace).getOrDefault(arn, ""))
                && (!asDefault || arn.equals(namespace.defaultIamRoleArn()));
    }

    /** Makes it; with the name of a snapshot, as one that the snapshot is yet to be restored into. */
    void create(RolePart role, SecretPart secret, @Nullable String snapshot) {
        session.poll().until(resource + " of before to be gone", this::find,
                found -> found.isEmpty() || !leaving(found.get()), NamespacePart::status);
        CreateNamespaceRequest request = request(role, secret, snapshot);
        try {
            role.give(() -> session.change("redshift-serverless:CreateNamespace", resource,
                    () -> session.serverless().createNamespace(request), BUSY, () -> find().isPresent()));
        } catch (ProvisionException e) {
            throw secret.hidden(e);
        }
        available();
    }

    private CreateNamespaceRequest request(RolePart role, SecretPart secret, @Nullable String snapshot) {
        List<Tag> tags = ServerlessTags.made(session);
        if (snapshot != null) {
            tags.add(Tag.builder().key(RESTORE_TAG).value(snapshot).build());
        }
        CreateNamespaceRequest.Builder request = CreateNamespaceRequest.builder().namespaceName(name)
                .adminUsername(settings.user).dbName(settings.database).tags(tags);
        if (settings.kmsKey != null) {
            request.kmsKeyId(settings.kmsKey);
        }
        role.arn().ifPresent(arn -> request.iamRoles(arn).defaultIamRoleArn(arn));
        if (settings.managedPassword()) {
            request.manageAdminPassword(true);
        } else {
            request.adminUserPassword(secret.password());
        }
        return request.build();
    }

    private void attach(RolePart role, boolean asDefault) {
        String arn = role.arn().orElseThrow();
        role.give(() -> change(found -> attached(found, arn, asDefault), found -> {
            List<String> all = new ArrayList<>(roles(found).keySet());
            if (!all.contains(arn)) {
                all.add(arn);
            }
            session.serverless().updateNamespace(r -> r.namespaceName(name).iamRoles(all)
                    .defaultIamRoleArn(asDefault ? arn : found.defaultIamRoleArn()));
        }));
    }

    /** @param already whether it is made: the answer to an earlier call was lost */
    private void change(Predicate<Namespace> already, Consumer<Namespace> call) {
        session.change("redshift-serverless:UpdateNamespace", resource,
                () -> call.accept(existing()), BUSY, () -> already.test(available()));
    }

    /** Waits until it is at rest, and its roles are taken in. */
    Namespace available() {
        return session.poll().until(resource + " to be available", this::existing, found -> {
            if (leaving(found)) {
                throw new ProvisionException(KnownError.BEING_DELETED,
                        "the " + resource + " is " + found.statusAsString() + ": somebody deletes"
                        + " it; run again once it is gone");
            }
            return serves(found);
        }, found -> found.statusAsString() + (roles(found).values().stream().allMatch(IN_SYNC::equals) ? ""
                : ", roles " + roles(found)));
    }

    private static boolean serves(Namespace namespace) {
        return "AVAILABLE".equals(namespace.statusAsString())
                && roles(namespace).values().stream().allMatch(IN_SYNC::equals);
    }

    void restored(Namespace namespace) {
        session.calls().done("redshift-serverless:UntagResource", resource, () -> session.serverless()
                .untagResource(r -> r.resourceArn(namespace.namespaceArn()).tagKeys(RESTORE_TAG)));
    }

    private static boolean leaving(Namespace namespace) {
        return "DELETING".equals(namespace.statusAsString());
    }

    private static String status(Optional<Namespace> namespace) {
        return namespace.map(Namespace::statusAsString).orElse("gone");
    }

    void planDelete(Steps steps, RolePart role) {
        Optional<Namespace> namespace = find();
        if (namespace.isEmpty()) {
            return;
        }
        Namespace found = namespace.get();
        if (!own(found)) {
            steps.keep(Verb.KEEP, resource, "was not made here");
            role.made().filter(roles(found)::containsKey).ifPresent(arn -> steps.add(Verb.CHANGE, resource,
                    "loses role " + arn, () -> { }, "redshift-serverless:UpdateNamespace"));
            return;
        }
        if (leaving(found)) {
            steps.keep(Verb.KEEP, resource, "is " + found.statusAsString() + " already");
        } else {
            steps.delete(resource, settings.lossOfData(), "redshift-serverless:DeleteNamespace");
        }
        if (found.adminPasswordSecretArn() != null) {
            steps.delete("secret of " + resource, "by Redshift", "secretsmanager:DeleteSecret");
        }
    }

    /**
     * Deletes it if it was made here; else takes from it what was added. Its workgroup must be gone.
     *
     * @return whether the rest can be deleted now
     */
    boolean delete(DeprovisionReport.Builder report, RolePart role) {
        Optional<Namespace> namespace = find();
        if (namespace.isEmpty()) {
            return true;
        }
        if (!own(namespace.get())) {
            report.kept(resource, "it was not made here");
            return report.attempt("what was added to " + resource, () -> {
                strip(namespace.get(), role);
                return false;
            });
        }
        String snapshot = settings.finalSnapshotName(Instant.now());
        return report.attempt(resource, () -> {
            boolean[] asked = {false, false}; // whether it was tried, and whether it was taken
            session.poll().until(resource + " to be gone", () -> {
                Optional<Namespace> found = find();
                if (!asked[1] && found.isPresent() && "AVAILABLE".equals(found.get().statusAsString())) {
                    asked[0] = true;
                    asked[1] = session.calls().done("redshift-serverless:DeleteNamespace", resource, () -> session
                            .serverless().deleteNamespace(r -> r.namespaceName(name)
                                    .finalSnapshotName(settings.skipFinalSnapshot ? null : snapshot)), BUSY, MISSING);
                }
                return found;
            }, Optional::isEmpty, NamespacePart::status);
            if (asked[0] && !settings.skipFinalSnapshot) {
                report.keptFinalSnapshot(snapshot);
            }
            return true;
        });
    }

    private void strip(Namespace namespace, RolePart role) {
        Optional<String> made = role.made();
        if (made.isPresent() && roles(namespace).containsKey(made.get())) {
            change(found -> !roles(found).containsKey(made.get()), found -> {
                List<String> rest = new ArrayList<>(roles(found).keySet());
                rest.remove(made.get());
                String standard = made.get().equals(found.defaultIamRoleArn()) ? "" : found.defaultIamRoleArn();
                session.serverless().updateNamespace(r -> r.namespaceName(name).iamRoles(rest)
                        .defaultIamRoleArn(standard));
            });
        }
        // the role is held until the change is over, also one that an earlier attempt made
        session.poll().until(resource + " to be at rest", this::find, found -> found.isEmpty() || leaving(found.get())
                || serves(found.get()), NamespacePart::status);
    }
}
