/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.nio.file.Path;

import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Provisioned;
import dev.warehouse.api.Warehouse;

/**
 * A program that does all that can be done with a cluster, in a process of its own whose loggers tell all they can:
 * {@link SecretsInLogsTest} reads what it tells. It prints what a user might print.
 */
final class LoudRun {

    private LoudRun() {
    }

    /**
     * Runs it.
     *
     * @param arguments the dwh.cfg, and a way in
     */
    public static void main(String... arguments) {
        RedshiftCluster cluster = RedshiftCluster.fromConfig(Path.of(arguments[0]))
                .login(Login.valueOf(arguments[1])).skipFinalSnapshot();
        System.out.println(cluster);
        System.out.println(DwhConfig.read(Path.of(arguments[0])));
        System.out.println(cluster.plan());
        Progress progress = (stage, message) -> System.out.println(stage.word() + " " + message);
        try (Warehouse warehouse = Warehouse.provision(cluster, progress)) {
            System.out.println(warehouse);
            System.out.println(warehouse.describe());
            System.out.println(warehouse.endpoint());
            System.out.println(warehouse.dsl().fetchValue("select 6 * 7"));
        } catch (ProvisionException e) {
            e.printStackTrace();
        }
        for (Login login : Login.values()) {
            cluster.login(login).connectOnly().provision(progress).close();
        }
        cluster.pause(progress);
        cluster.resume(progress);
        cluster.snapshot("by-hand", progress);
        System.out.println(cluster.describe().orElseThrow().json());
        System.out.println(cluster.deprovisionPlan());
        System.out.println(cluster.deprovision(progress));
        cluster.restore("by-hand", progress);
        System.out.println(cluster.deprovision(progress));
        try (Provisioned provisioned = cluster.generatedPassword().provision(progress)) {
            System.out.println(provisioned);
        } catch (ProvisionException e) {
            // the Redshift behind has another password than the one that was generated
            e.printStackTrace();
        }
        System.out.println(cluster.generatedPassword().deprovision(progress));
        System.out.println("all done");
    }
}
