/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3LocationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            s3://udacity-dend/log_data/     | udacity-dend | log_data/      | s3://udacity-dend/log_data/
            s3://udacity-dend               | udacity-dend | ``             | s3://udacity-dend/
            s3://udacity-dend/              | udacity-dend | ``             | s3://udacity-dend/
            s3://my.bucket//a b/é'"%/../x   | my.bucket    | /a b/é'"%/../x | s3://my.bucket//a b/é'"%/../x
            s3://Old_Bucket/x               | Old_Bucket   | x              | s3://Old_Bucket/x
            """)
    void readsAnAddress(String address, String bucket, String key, String again) {
        S3Location location = S3Location.of(address);
        assertThat(location.bucket()).isEqualTo(bucket);
        assertThat(location.key()).isEqualTo(key);
        assertThat(location).hasToString(again).isEqualTo(S3Location.of(again));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bucket/key", "S3://bucket/key", "https://bucket.s3.amazonaws.com/key"})
    void refusesWhatIsNoAddressInS3(String address) {
        assertThatThrownBy(() -> S3Location.of(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("address must be an address in S3 such as s3://bucket/folder/, was \"" + address + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://", "s3:///key", "s3://b/key", "s3://-bucket/key", "s3://buck et/key", "s3://a'b/key"})
    void refusesWhatNamesNoBucket(String address) {
        assertThatThrownBy(() -> S3Location.of(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("bucket must be the name of a bucket");
    }

    @Test
    void aPrefixContainsWhatBeginsWithIt() {
        S3Location prefix = S3Location.of("s3://bucket/data");
        assertThat(prefix.contains(prefix.append("_old/x.json"))).isTrue();
        assertThat(prefix.contains(S3Location.of("s3://bucket/dat"))).isFalse();
        assertThat(prefix.contains(S3Location.of("s3://other/data/x"))).isFalse();
    }
}
