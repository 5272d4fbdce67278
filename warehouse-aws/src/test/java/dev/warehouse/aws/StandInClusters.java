/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.net.URI;
import java.time.Duration;

import dev.warehouse.aws.standin.AwsStandIn;

/** Descriptions of clusters and workgroups in the account on this machine. */
final class StandInClusters {

    static final String REGION = "us-west-2";

    private StandInClusters() {
    }

    static RedshiftCluster cluster(AwsStandIn aws) {
        return reached(RedshiftCluster.named("dwhcluster").region(REGION), aws.uri())
                .reads("s3://udacity-dend/log_data", "s3://udacity-dend/song_data")
                .reachableFrom("203.0.113.7/32").publiclyAccessible().skipFinalSnapshot();
    }

    static RedshiftServerless workgroup(AwsStandIn aws) {
        return reached(RedshiftServerless.workgroup("sales").region(REGION), aws.uri())
                .reads("s3://udacity-dend/log_data", "s3://udacity-dend/song_data")
                .reachableFrom("203.0.113.7/32").publiclyAccessible().skipFinalSnapshot()
                .usageLimit(UsageLimit.daily(60));
    }

    static <T extends AwsPlatform<T>> T reached(T platform, URI aws) {
        T reached = platform;
        for (AwsService service : AwsService.values()) {
            if (service != AwsService.S3) {
                reached = reached.endpoint(service, aws);
            }
        }
        return reached.credentials(AwsPlatform.fixed(AwsStandIn.ACCESS_KEY, "s3cretKeyOfTheCaller", null))
                .pollEvery(Duration.ofMillis(1)).timeout(Duration.ofSeconds(20));
    }
}
