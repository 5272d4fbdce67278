/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "dwh.abc.us-west-2.redshift.amazonaws.com, true, ?ssl=true&sslmode=verify-full",
        "localhost, true, ?ssl=true",
        "127.0.0.1, true, ?ssl=true",
        "127.0.0.1, false, ?ssl=false"
    })
    void certificateMustBearTheHostsNameUnlessATunnelEndsHere(String host, boolean ssl, String options) {
        assertThat(new Endpoint(host, 5439, "dev", "u", "p", ssl).jdbcUrl())
                .isEqualTo("jdbc:redshift://" + host + ":5439/dev" + options);
    }
}
