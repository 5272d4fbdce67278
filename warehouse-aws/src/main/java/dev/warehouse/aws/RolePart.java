/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.aws.ProvisionPlan.Verb;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/** The role that COPY and UNLOAD enter S3 with. */
final class RolePart {

    private static final String READ_ONLY = "AmazonS3ReadOnlyAccess";
    private static final String MISSING = "NoSuchEntity";
    private static final Duration LONGEST_UNSEEN = Duration.ofMinutes(5);

    private final AwsSession session;
    private final Settings settings;
    private final String name;
    private @Nullable String arn;

    RolePart(AwsSession session) {
        this.session = session;
        this.settings = session.settings();
        this.name = settings.role();
        this.arn = settings.roleArn;
    }

    // clusters of the same name in two regions may share a role, but not a policy
    private String policyName() {
        return settings.ownName() + "-" + session.region();
    }

    /** The role's ARN, once it is known. */
    Optional<String> arn() {
        return Optional.ofNullable(arn);
    }

    void plan(Steps steps) {
        if (settings.roleArn != null) {
            steps.keep(Verb.ADOPT, "role " + settings.roleArn, "given; it and its policies stay as they are");
            return;
        }
        Optional<Role> role = role();
        role.ifPresent(found -> arn = found.arn());
        if (role.isEmpty()) {
            steps.add(Verb.CREATE, "role " + name, "Redshift may assume it", this::create,
                    "iam:CreateRole", "iam:TagRole");
        } else if (!Policies.trustsRedshift(role.get().assumeRolePolicyDocument(), session.region())) {
            throw new ProvisionException(KnownError.ROLE_NOT_TRUSTED,
                    "the role " + name + " does not let Redshift assume it: add to its trust"
                    + " policy the"
                    + " statement {\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"redshift.amazonaws.com\"},"
                    + " \"Action\": \"sts:AssumeRole\"}, or take another by roleName");
        } else if (own(role.get())) {
            steps.keep(Verb.KEEP, "role " + name, "");
        } else {
            steps.keep(Verb.ADOPT, "role " + name, "was not made here and will not be deleted");
        }
        policies(steps, role);
    }

    private void policies(Steps steps, Optional<Role> role) {
        // the policy of AWS is attached to roles of our own only: an attachment cannot carry a tag
        boolean attach = settings.readsEveryBucket && (role.isEmpty() || own(role.get()));
        if (attach) {
            if (role.isPresent() && attached()) {
                steps.keep(Verb.KEEP, "policy " + READ_ONLY + " of role " + name, "");
            } else {
                steps.add(Verb.CREATE, "policy " + READ_ONLY + " of role " + name, "reads every bucket of the account",
                        this::attach, "iam:AttachRolePolicy");
            }
        } else if (role.isPresent() && own(role.get()) && attached()) {
            steps.add(Verb.CHANGE, "role " + name, "loses " + READ_ONLY, this::detach, "iam:DetachRolePolicy");
        }
        boolean everyBucketInline = settings.readsEveryBucket && !attach;
        if (!everyBucketInline && settings.writes.isEmpty() && (attach || settings.reads.isEmpty())) {
            if (!attach) {
                steps.warn("the role " + name + " is not given any bucket: name what COPY shall read by reads, or say"
                        + " readsEveryBucket");
            }
            return;
        }
        String wanted = Policies.access(session.partition(), everyBucketInline, attach ? List.of() : settings.reads,
                settings.writes);
        Optional<String> there = role.isEmpty() ? Optional.empty() : policy();
        String resource = "policy " + policyName() + " of role " + name;
        if (there.isPresent() && Policies.same(there.get(), wanted)) {
            steps.keep(Verb.KEEP, resource, "");
        } else {
            steps.add(there.isPresent() ? Verb.CHANGE : Verb.CREATE, resource, granted(everyBucketInline, attach),
                    () -> put(wanted), "iam:PutRolePolicy");
        }
    }

    private String granted(boolean everyBucket, boolean attached) {
        List<String> granted = new ArrayList<>();
        if (everyBucket) {
            granted.add("reads every bucket of the account");
        } else if (!attached) {
            settings.reads.forEach(location -> granted.add("reads " + location));
        }
        settings.writes.forEach(location -> granted.add("writes " + location));
        return String.join(", ", granted);
    }

    private Optional<Role> role() {
        return session.calls().find("iam:GetRole", "role " + name, () -> session.iam().getRole(r -> r.roleName(name)),
                MISSING).map(answer -> answer.role());
    }

    private boolean own(Role role) {
        return role.tags().stream().anyMatch(tag -> tag.key().equals(AwsSession.OWNER_TAG)
                && tag.value().equals(session.owner()));
    }

    private Optional<String> policy() {
        return session.calls().find("iam:GetRolePolicy", "role " + name, () -> session.iam()
                .getRolePolicy(r -> r.roleName(name).policyName(policyName())), MISSING)
                .map(GetRolePolicyResponse::policyDocument);
    }

    private String readOnlyArn() {
        return session.partition() + ":iam::aws:policy/" + READ_ONLY;
    }

    private boolean attached() {
        return session.calls().find("iam:ListAttachedRolePolicies", "role " + name, () -> session.iam()
                .listAttachedRolePoliciesPaginator(r -> r.roleName(name)).attachedPolicies().stream()
                .anyMatch(policy -> policy.policyArn().equals(readOnlyArn())), MISSING).orElse(false);
    }

    private void create() {
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.builder().key(AwsSession.OWNER_TAG).value(session.owner()).build());
        settings.tags.forEach((key, value) -> tags.add(Tag.builder().key(key).value(value).build()));
        // exists: the answer to an earlier attempt was lost, or somebody was faster
        session.calls().done("iam:CreateRole", "role " + name, () -> session.iam().createRole(r -> r.roleName(name)
                .description("Lets Redshift " + settings.name + " read and write S3")
                .assumeRolePolicyDocument(settings.serverless ? Policies.trustServerless() : Policies.trust())
                .tags(tags)), "EntityAlreadyExists");
        arn = seen("role " + name, this::role).arn();
    }

    private void put(String document) {
        seen("role " + name, () -> session.calls().find("iam:PutRolePolicy", "role " + name, () -> session.iam()
                .putRolePolicy(r -> r.roleName(name).policyName(policyName()).policyDocument(document)), MISSING));
    }

    private void attach() {
        seen("role " + name, () -> session.calls().find("iam:AttachRolePolicy", "role " + name, () -> session.iam()
                .attachRolePolicy(r -> r.roleName(name).policyArn(readOnlyArn())), MISSING));
    }

    private void detach() {
        session.calls().done("iam:DetachRolePolicy", "role " + name, () -> session.iam()
                .detachRolePolicy(r -> r.roleName(name).policyArn(readOnlyArn())), MISSING);
    }

    // what was just made is not seen everywhere at once
    private <T> T seen(String what, Supplier<Optional<T>> look) {
        return session.poll().until(what + " to be seen by IAM", look, Optional::isPresent, found -> "not yet")
                .orElseThrow();
    }

    /** Makes a call that hands the role over, again until Redshift sees a role that was just made. */
    void give(Runnable call) {
        Set<String> refused = new LinkedHashSet<>();
        String given = settings.roleArn == null ? name : settings.roleArn;
        session.poll(LONGEST_UNSEEN).until("role " + given + " to be seen by Redshift", () -> {
            try {
                call.run();
                return true;
            } catch (ProvisionException e) {
                if (!unseen(e)) {
                    throw e;
                }
                refused.add(e.summary());
                return false;
            }
        }, done -> done, done -> String.join(" ", refused));
    }

    private static boolean unseen(ProvisionException failure) {
        return failure.getCause() instanceof AwsServiceException told && told.awsErrorDetails() != null
                && String.valueOf(told.awsErrorDetails().errorMessage()).matches(
                        "(?is).*(not authorized to assume|role .*(not valid|does not exist|cannot be found)).*");
    }

    /** The ARN of the role that was made here. */
    Optional<String> made() {
        return settings.roleArn != null ? Optional.empty() : role().filter(this::own).map(Role::arn);
    }

    void planDelete(Steps steps) {
        if (settings.roleArn != null) {
            steps.keep(Verb.KEEP, "role " + settings.roleArn, "given, not made");
            return;
        }
        Optional<Role> role = role();
        if (role.isEmpty()) {
            return;
        }
        if (policy().isPresent()) {
            steps.delete("policy " + policyName() + " of role " + name, "", "iam:DeleteRolePolicy");
        }
        if (!own(role.get())) {
            steps.keep(Verb.KEEP, "role " + name, "was not made here");
            return;
        }
        if (attached()) {
            steps.delete("policy " + READ_ONLY + " of role " + name, "", "iam:DetachRolePolicy");
        }
        steps.delete("role " + name, "", "iam:DeleteRole");
    }

    /** Takes back what was given: all of a role of our own, the policy of another's. */
    void delete(DeprovisionReport.Builder report) {
        if (settings.roleArn != null) {
            report.kept("role " + settings.roleArn, "it was given, not made");
            return;
        }
        Optional<Role> role = role();
        if (role.isEmpty()) {
            return;
        }
        boolean ours = own(role.get());
        report.attempt("policy " + policyName() + " of role " + name, () -> session.calls().done(
                "iam:DeleteRolePolicy", "role " + name, () -> session.iam()
                        .deleteRolePolicy(r -> r.roleName(name).policyName(policyName())), MISSING));
        if (!ours) {
            report.kept("role " + name, "it was not made here");
            return;
        }
        if (attached()) {
            report.attempt("policy " + READ_ONLY + " of role " + name, () -> {
                detach();
                return true;
            });
        }
        report.attempt("role " + name, () -> session.calls().done("iam:DeleteRole", "role " + name,
                () -> session.iam().deleteRole(r -> r.roleName(name)), MISSING));
    }
}
