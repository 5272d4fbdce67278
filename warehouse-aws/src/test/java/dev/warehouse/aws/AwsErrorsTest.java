/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.redshift.model.RedshiftException;

class AwsErrorsTest {

    /** Columns: the code on the wire, where it is explained. */
    @ParameterizedTest
    @CsvSource({
        "AccessDenied, aws-not-permitted",
        "UnauthorizedOperation, aws-not-permitted",
        "ExpiredToken, aws-credentials-refused",
        "SignatureDoesNotMatch, aws-credentials-refused",
        "Throttling, aws-throttled",
        "DependentServiceUnavailableFault, aws-throttled",
        "ClusterQuotaExceeded, aws-refused",
        "SomethingNew, aws-refused",
    })
    void whatAwsRefusesIsExplainedByItsFamily(String code, String anchor) {
        SdkException refusal = RedshiftException.builder()
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("What AWS said.").build()).build();

        assertThat(AwsErrors.failure("redshift:CreateCluster", "cluster dwhcluster", refusal))
                .hasMessageContaining(code.startsWith("A") || code.startsWith("U") ? "not permitted" : code)
                .hasMessageEndingWith("What AWS said.\n  See docs/errors.md#" + anchor).hasCause(refusal);
    }

    @Test
    void whatDidNotReachAwsIsExplained() {
        assertThat(AwsErrors.failure("redshift:CreateCluster", "cluster dwhcluster",
                SdkClientException.create("Unable to load credentials from any provider")).help())
                .isEqualTo("docs/errors.md#aws-credentials-missing");
        assertThat(AwsErrors.failure("redshift:CreateCluster", "cluster dwhcluster",
                SdkClientException.create("Connection refused")).help()).isEqualTo("docs/errors.md#aws-not-reached");
    }
}
