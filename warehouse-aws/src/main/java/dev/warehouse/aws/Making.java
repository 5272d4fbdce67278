package dev.warehouse.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.warehouse.api.ProvisionException;

/** All that a warehouse on AWS consists of: planned, waited for, deleted. */
abstract class Making {

    final AwsSession session;
    final Settings settings;
    final RolePart role;
    final NetworkPart network;
    final SecretPart secret;

    Making(AwsSession session) {
        this.session = session;
        settings = session.settings();
        role = new RolePart(session);
        network = new NetworkPart(session);
        secret = new SecretPart(session);
    }

    /**
     * A warehouse that serves.
     *
     * @param login the way into it
     * @param isPublic whether it has an address on the internet
     * @param description what it is, for people
     */
    record Ready(RenewedLogin login, boolean isPublic, Map<String, String> description) { }

    /** What is there, and what is to do. */
    abstract Steps plan();

    /** Waits until it serves. */
    abstract Ready ready();

    /** It was connected to. */
    void connected(Ready ready) {
    }

    /**
     * Deletes what all else belongs to.
     *
     * @return whether the rest can be deleted now
     */
    abstract boolean deleteWarehouse(DeprovisionReport.Builder report);

    final DeprovisionReport delete(String target) {
        DeprovisionReport.Builder report = new DeprovisionReport.Builder(target, session.progress());
        if (deleteWarehouse(report)) {
            network.delete(report);
            role.delete(report);
            secret.delete(report);
        } else {
            report.kept("all that belongs to " + settings.word() + " " + settings.name,
                    "the " + settings.word() + " still needs it");
        }
        return report.build();
    }

    /** Refuses what cannot be provisioned like this. */
    final void requirePossible(boolean isNew) {
        List<String> problems = new ArrayList<>(settings.problems());
        if (isNew) {
            problems.addAll(settings.impossible());
        }
        requireNone(problems);
    }

    static void requireNone(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new ProvisionException(String.join("; ", problems));
        }
    }
}
