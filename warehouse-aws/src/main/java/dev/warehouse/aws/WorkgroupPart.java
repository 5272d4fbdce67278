/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.aws.ProvisionPlan.Verb;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.redshiftserverless.model.UpdateWorkgroupRequest;
import software.amazon.awssdk.services.redshiftserverless.model.UsageLimitUsageType;
import software.amazon.awssdk.services.redshiftserverless.model.Workgroup;

/** The workgroup of Redshift Serverless: compute, network, usage limit. */
final class WorkgroupPart {

    private static final String MISSING = ServerlessTags.MISSING;
    private static final String BUSY = "ConflictException";

    private final AwsSession session;
    private final Settings settings;
    private final String name;
    private final String resource;

    WorkgroupPart(AwsSession session) {
        this.session = session;
        this.settings = session.settings();
        this.name = settings.name;
        this.resource = "workgroup " + name;
    }

    Optional<Workgroup> find() {
        return session.calls().find("redshift-serverless:GetWorkgroup", resource, () -> session.serverless()
                .getWorkgroup(r -> r.workgroupName(name)), MISSING).map(answer -> answer.workgroup());
    }

    private Workgroup existing() {
        return find().orElseThrow(() -> session.missing(resource));
    }

    Map<String, String> tags(Workgroup workgroup) {
        return ServerlessTags.of(session, resource, workgroup.workgroupArn());
    }

    boolean own(Workgroup workgroup) {
        return ServerlessTags.own(session, tags(workgroup));
    }

    /** The workgroup, unless it is on its way out, a stranger's, or of another namespace. */
    Optional<Workgroup> usable() {
        Optional<Workgroup> workgroup = find().filter(found -> !leaving(found));
        workgroup.ifPresent(found -> {
            requireOwn(found);
            if (!settings.namespace().equals(found.namespaceName())) {
                throw new ProvisionException(KnownError.NAMESPACE_OF_THE_WORKGROUP,
                        "the " + resource + " belongs to namespace " + found.namespaceName()
                        + ", asked for " + settings.namespace() + ": say namespace(\"" + found.namespaceName()
                        + "\"), or choose another workgroup");
            }
        });
        return workgroup;
    }

    private void requireOwn(Workgroup workgroup) {
        if (!settings.adopt && !own(workgroup)) {
            throw session.notOurs(resource);
        }
    }

    void planConnect(Steps steps) {
        Workgroup found = usable().orElseThrow(() -> session.missing(resource));
        steps.keep(own(found) ? Verb.KEEP : Verb.ADOPT, resource, "is " + found.statusAsString()
                + "; nothing but a connection is made");
    }

    void plan(Steps steps, Optional<Workgroup> workgroup, NamespacePart namespace, NetworkPart network) {
        if (workgroup.isEmpty()) {
            steps.add(Verb.CREATE, resource, settings.baseCapacity + " RPU"
                    + (settings.maxCapacity == null ? "" : ", at most " + settings.maxCapacity) + ", "
                    + (settings.publiclyAccessible ? "publicly accessible" : "not publicly accessible")
                    + "; costs by the second while queries run", () -> create(namespace, network),
                    "redshift-serverless:CreateWorkgroup", "redshift-serverless:TagResource");
            limit(steps, Optional.empty());
            return;
        }
        Workgroup found = workgroup.get();
        boolean own = own(found);
        steps.keep(own ? Verb.KEEP : Verb.ADOPT, resource, "is " + found.statusAsString()
                + (own ? "" : ", was not made here and will not be deleted"));
        if (network.makesGroup() && (own || !settings.reachableFrom.isEmpty())
                || !found.securityGroupIds().containsAll(network.securityGroups())) {
            steps.add(Verb.CHANGE, resource, "joins the security group " + (network.securityGroups().isEmpty()
                    ? settings.ownName() : String.join(", ", network.securityGroups())), () -> join(network),
                    "redshift-serverless:UpdateWorkgroup");
        }
        differs(steps, "base capacity", found.baseCapacity(), settings.baseCapacity, "say resize");
        if (settings.maxCapacity != null) {
            differs(steps, "max capacity", found.maxCapacity() == null ? "unlimited" : found.maxCapacity(),
                    settings.maxCapacity, "say resize");
        }
        differs(steps, "publicly accessible", found.publiclyAccessible(), settings.publiclyAccessible,
                "change it in the Redshift console");
        differs(steps, "port", found.port(), settings.port, "change it in the Redshift console");
        if (own) {
            limit(steps, workgroup);
        } else if (settings.usageLimit != null) {
            steps.warn(resource + " was not made here, and its usage limits stay as they are");
        }
    }

    private void differs(Steps steps, String what, @Nullable Object is, Object asked, String wayOut) {
        if (is != null && !is.equals(asked)) {
            steps.warn(resource + " has " + what + " " + is + ", asked for " + asked + ": " + wayOut);
        }
    }

    private void limit(Steps steps, Optional<Workgroup> workgroup) {
        UsageLimit wanted = settings.usageLimit;
        if (wanted == null) {
            return;
        }
        String limited = "usage limit of " + resource;
        Optional<UsageLimit> there = workgroup.flatMap(found -> limits(found).stream()
                .filter(limit -> limit.period() == wanted.period()).findFirst());
        if (there.isPresent() && there.get().equals(wanted)) {
            steps.keep(Verb.KEEP, limited, wanted.toString());
        } else {
            steps.add(there.isPresent() ? Verb.CHANGE : Verb.CREATE, limited, wanted.toString(), () -> set(wanted),
                    there.isPresent() ? "redshift-serverless:UpdateUsageLimit"
                            : "redshift-serverless:CreateUsageLimit");
        }
    }

    /** How much it may compute. */
    List<UsageLimit> limits(Workgroup workgroup) {
        return told(workgroup).stream().map(limit -> new UsageLimit(limit.amount(),
                UsageLimit.Period.valueOf(limit.periodAsString().toUpperCase(Locale.ROOT)),
                UsageLimit.Action.valueOf(limit.breachActionAsString().toUpperCase(Locale.ROOT)
                        .replace('-', '_')))).toList();
    }

    private List<software.amazon.awssdk.services.redshiftserverless.model.UsageLimit> told(Workgroup workgroup) {
        return session.calls().find("redshift-serverless:ListUsageLimits", resource, () -> session.serverless()
                .listUsageLimits(r -> r.resourceArn(workgroup.workgroupArn())
                        .usageType(UsageLimitUsageType.SERVERLESS_COMPUTE)).usageLimits(), MISSING).orElse(List.of());
    }

    private void set(UsageLimit wanted) {
        Workgroup workgroup = existing();
        Optional<String> there = told(workgroup).stream()
                .filter(limit -> wanted.period().word().equals(limit.periodAsString()))
                .map(limit -> limit.usageLimitId()).findFirst();
        String limited = "usage limit of " + resource;
        if (there.isPresent()) {
            session.calls().done("redshift-serverless:UpdateUsageLimit", limited, () -> session.serverless()
                    .updateUsageLimit(r -> r.usageLimitId(there.get()).amount(wanted.rpuHours())
                            .breachAction(wanted.action().word())));
        } else {
            // conflict: the answer to an earlier attempt was lost
            session.calls().done("redshift-serverless:CreateUsageLimit", limited, () -> session.serverless()
                    .createUsageLimit(r -> r.resourceArn(workgroup.workgroupArn())
                            .usageType(UsageLimitUsageType.SERVERLESS_COMPUTE).amount(wanted.rpuHours())
                            .period(wanted.period().word()).breachAction(wanted.action().word())), BUSY);
        }
    }

    private void create(NamespacePart namespace, NetworkPart network) {
        session.poll().until(resource + " of before to be gone", this::find,
                found -> found.isEmpty() || !leaving(found.get()), WorkgroupPart::status);
        session.change("redshift-serverless:CreateWorkgroup", resource, () -> session.serverless()
                .createWorkgroup(r -> r.workgroupName(name).namespaceName(settings.namespace())
                        .baseCapacity(settings.baseCapacity).maxCapacity(settings.maxCapacity).port(settings.port)
                        .publiclyAccessible(settings.publiclyAccessible).subnetIds(network.subnetIds())
                        .securityGroupIds(network.securityGroups()).tags(ServerlessTags.made(session))), BUSY, () -> {
            namespace.available();
            return find().isPresent();
        });
        available();
    }

    private void join(NetworkPart network) {
        change(found -> found.securityGroupIds().containsAll(network.securityGroups()), found -> {
            Set<String> all = new LinkedHashSet<>(found.securityGroupIds());
            all.addAll(network.securityGroups());
            update(r -> r.securityGroupIds(all));
        });
    }

    // one kind of parameter for each call
    private void update(Consumer<UpdateWorkgroupRequest.Builder> parameter) {
        session.serverless().updateWorkgroup(r -> parameter.accept(r.workgroupName(name)));
    }

    /** @param already whether it is made: the answer to an earlier call was lost */
    private void change(Predicate<Workgroup> already, Consumer<Workgroup> call) {
        session.change("redshift-serverless:UpdateWorkgroup", resource,
                () -> call.accept(existing()), BUSY, () -> already.test(available()));
    }

    /** Waits until it serves. */
    Workgroup available() {
        return session.poll().until(resource + " to be available", this::existing, found -> {
            if (leaving(found)) {
                throw new ProvisionException(KnownError.BEING_DELETED,
                        "the " + resource + " is " + found.statusAsString()
                        + ": somebody deletes it; run again once it is gone");
            }
            return "AVAILABLE".equals(found.statusAsString()) && found.endpoint() != null
                    && found.endpoint().address() != null;
        }, Workgroup::statusAsString);
    }

    void resize(int base, @Nullable Integer most) {
        Workgroup found = existing();
        requireOwn(found);
        // the limit may never be below the base, not even between two calls
        boolean growing = found.maxCapacity() != null && base > found.maxCapacity();
        if (growing) {
            resizeMost(found, most == null ? Integer.valueOf(base) : most);
        }
        Predicate<Workgroup> resized = now -> Integer.valueOf(base).equals(now.baseCapacity());
        if (!resized.test(found)) {
            change(resized, now -> update(r -> r.baseCapacity(base)));
        }
        if (!growing && most != null) {
            resizeMost(found, most);
        }
        session.poll().until(resource + " to have " + base + " RPU", this::available, resized,
                Workgroup::statusAsString);
    }

    private void resizeMost(Workgroup found, Integer most) {
        if (!most.equals(found.maxCapacity())) {
            change(now -> most.equals(now.maxCapacity()), now -> update(r -> r.maxCapacity(most)));
        }
    }

    private static boolean leaving(Workgroup workgroup) {
        return "DELETING".equals(workgroup.statusAsString());
    }

    private static String status(Optional<Workgroup> workgroup) {
        return workgroup.map(Workgroup::statusAsString).orElse("gone");
    }

    void planDelete(Steps steps, NetworkPart network) {
        Optional<Workgroup> workgroup = find();
        if (workgroup.isEmpty()) {
            return;
        }
        Workgroup found = workgroup.get();
        if (!own(found)) {
            steps.keep(Verb.KEEP, resource, "was not made here");
            network.madeGroup().filter(found.securityGroupIds()::contains).ifPresent(group -> steps.add(Verb.CHANGE,
                    resource, "leaves security group " + group, () -> { }, "redshift-serverless:UpdateWorkgroup"));
            return;
        }
        if (!told(found).isEmpty()) {
            steps.delete("usage limit of " + resource, "", "redshift-serverless:DeleteUsageLimit");
        }
        if (leaving(found)) {
            steps.keep(Verb.KEEP, resource, "is " + found.statusAsString() + " already");
        } else {
            steps.delete(resource, "", "redshift-serverless:DeleteWorkgroup");
        }
    }

    /**
     * Deletes it if it was made here; else takes from it what was added.
     *
     * @return whether the rest can be deleted now
     */
    boolean delete(DeprovisionReport.Builder report, NetworkPart network) {
        Optional<Workgroup> workgroup = find();
        if (workgroup.isEmpty()) {
            return true;
        }
        if (!own(workgroup.get())) {
            report.kept(resource, "it was not made here");
            return report.attempt("what was added to " + resource, () -> {
                strip(workgroup.get(), network);
                return false;
            });
        }
        return report.attempt("usage limit of " + resource, () -> deleteLimits(workgroup.get()))
                && report.attempt(resource, this::delete);
    }

    private boolean delete() {
        boolean[] asked = {false};
        session.poll().until(resource + " to be gone", () -> {
            Optional<Workgroup> found = find();
            if (!asked[0] && found.isPresent() && "AVAILABLE".equals(found.get().statusAsString())) {
                asked[0] = session.calls().done("redshift-serverless:DeleteWorkgroup", resource,
                        () -> session.serverless().deleteWorkgroup(r -> r.workgroupName(name)), BUSY, MISSING);
            }
            return found;
        }, Optional::isEmpty, WorkgroupPart::status);
        return true;
    }

    // a limit carries no tag, but one of our workgroup is of no use without it
    private boolean deleteLimits(Workgroup workgroup) {
        List<String> ids = told(workgroup).stream().map(limit -> limit.usageLimitId()).toList();
        ids.forEach(id -> session.calls().done("redshift-serverless:DeleteUsageLimit", "usage limit of " + resource,
                () -> session.serverless().deleteUsageLimit(r -> r.usageLimitId(id)), MISSING));
        return !ids.isEmpty();
    }

    private void strip(Workgroup workgroup, NetworkPart network) {
        Optional<String> group = network.madeGroup();
        if (group.isPresent() && workgroup.securityGroupIds().contains(group.get())) {
            change(found -> !found.securityGroupIds().contains(group.get()), found -> {
                List<String> rest = new ArrayList<>(found.securityGroupIds());
                rest.remove(group.get());
                update(r -> r.securityGroupIds(rest));
            });
        }
        // the group is held until the change is over, also one that an earlier attempt made
        session.poll().until(resource + " to be at rest", this::find, found -> found.isEmpty() || leaving(found.get())
                || "AVAILABLE".equals(found.get().statusAsString()), WorkgroupPart::status);
    }
}
