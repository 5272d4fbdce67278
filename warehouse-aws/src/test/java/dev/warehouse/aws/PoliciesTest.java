/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.warehouse.api.S3Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {

    @Test
    void readsAndWritesWhatIsNamedAndNothingElse() {
        String policy = Policies.access("arn:aws", false,
                List.of(S3Location.of("s3://raw/log_data"), S3Location.of("s3://raw/jsonpath.json")),
                List.of(S3Location.of("s3://out/daily/")));

        assertThat(policy).isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":["
                + "{\"Effect\":\"Allow\",\"Action\":\"s3:GetBucketLocation\",\"Resource\":\"arn:aws:s3:::out\"},"
                + "{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",\"Resource\":\"arn:aws:s3:::out\","
                + "\"Condition\":{\"StringLike\":{\"s3:prefix\":[\"daily/*\"]}}},"
                + "{\"Effect\":\"Allow\",\"Action\":\"s3:GetBucketLocation\",\"Resource\":\"arn:aws:s3:::raw\"},"
                + "{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",\"Resource\":\"arn:aws:s3:::raw\","
                + "\"Condition\":{\"StringLike\":{\"s3:prefix\":[\"jsonpath.json*\",\"log_data*\"]}}},"
                + "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":"
                + "[\"arn:aws:s3:::raw/jsonpath.json*\",\"arn:aws:s3:::raw/log_data*\"]},"
                + "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:PutObject\",\"s3:DeleteObject\","
                + "\"s3:AbortMultipartUpload\"],\"Resource\":[\"arn:aws:s3:::out/daily/*\"]}]}");
        assertThat(Policies.same(URLEncoder.encode(policy, StandardCharsets.UTF_8), policy)).isTrue();
        assertThat(Policies.same(policy.replace("daily", "hourly"), policy)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"redshift.amazonaws.com"}} | true
            {"Effect":"Allow","Action":["sts:AssumeRole"],"Principal":{"Service":["ec2.amazonaws.com", \
            "redshift.amazonaws.com"]}} | true
            {"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"redshift.us-west-2.amazonaws.com"}} | true
            {"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"redshift.eu-west-1.amazonaws.com"}} | false
            {"Effect":"Deny","Action":"sts:AssumeRole","Principal":{"Service":"redshift.amazonaws.com"}} | false
            {"Effect":"Allow","Action":"sts:TagSession","Principal":{"Service":"redshift.amazonaws.com"}} | false
            {"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"} | false
            no json | false
            """)
    void knowsWhetherRedshiftMayBeTheRole(String statement, boolean trusts) {
        assertThat(Policies.trustsRedshift("{\"Statement\":[" + statement + "]}", "us-west-2")).isEqualTo(trusts);
        assertThat(Policies.trustsRedshift("{\"Statement\":" + statement + "}", "us-west-2")).isEqualTo(trusts);
    }
}
