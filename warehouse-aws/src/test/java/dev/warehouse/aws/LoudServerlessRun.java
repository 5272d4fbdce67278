/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.Progress;
import dev.warehouse.api.Provisioned;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Warehouse;

/**
 * What {@link LoudRun} is for a cluster, for a workgroup. Region and credentials are those of the environment.
 */
final class LoudServerlessRun {

    private LoudServerlessRun() {
    }

    /**
     * Runs it.
     *
     * @param arguments the password, or nothing to leave it to Redshift
     */
    public static void main(String... arguments) {
        RedshiftServerless described = RedshiftServerless.workgroup("sales").database("dwh").user("dwhuser")
                .usageLimit(UsageLimit.daily(60)).readsEveryBucket().skipFinalSnapshot();
        RedshiftServerless sales = arguments.length == 0 ? described : described.password(arguments[0]);
        System.out.println(sales);
        System.out.println(sales.plan());
        Progress progress = (stage, message) -> System.out.println(stage.word() + " " + message);
        try (Warehouse warehouse = Warehouse.provision(sales, progress)) {
            System.out.println(warehouse);
            System.out.println(warehouse.describe());
            System.out.println(warehouse.endpoint());
            System.out.println(warehouse.plan());
            System.out.println(warehouse.dsl().fetchValue("select 6 * 7"));
        }
        try (Warehouse warehouse = Warehouse.provision(sales.login(Login.IAM_IDENTITY).dataApi().connectOnly(),
                progress)) {
            System.out.println(warehouse.endpoint());
            System.out.println(warehouse.dsl().fetchValue("select 6 * 7"));
        }
        sales.baseCapacity(16).resize(progress);
        sales.snapshot("by-hand", progress);
        System.out.println(sales.describe().orElseThrow().json());
        System.out.println(sales.deprovisionPlan());
        System.out.println(sales.deprovision(progress));
        sales.restore("by-hand", progress);
        System.out.println(sales.deprovision(progress));
        try (Provisioned provisioned = sales.generatedPassword().provision(progress)) {
            System.out.println(provisioned);
        } catch (ProvisionException e) {
            // the Redshift behind has another password than the one that was generated
            e.printStackTrace();
        }
        System.out.println(sales.generatedPassword().deprovision(progress));
        System.out.println("all done");
    }
}
