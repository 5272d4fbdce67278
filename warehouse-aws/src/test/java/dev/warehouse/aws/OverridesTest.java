/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.aws.Overrides.Found;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverridesTest {

    private static final List<String> PROPERTIES = List.of("warehouse.aws.endpoint", "warehouse.aws.endpoint.redshift",
            "warehouse.aws.endpoint.secretsmanager", "warehouse.aws.endpoint.s3", "warehouse.aws.poll_every");

    private final Settings settings = new Settings("dwh");

    @AfterEach
    void clear() {
        PROPERTIES.forEach(System::clearProperty);
    }

    @Test
    void propertiesComeBeforeTheEnvironmentAndEmptyOnesSayNothing() {
        Map<String, String> environment = Map.of("WAREHOUSE_AWS_ENDPOINT_REDSHIFT", "http://environment");

        assertThat(Overrides.of("aws.endpoint.redshift", Map.of())).isEmpty();
        assertThat(Overrides.of("aws.endpoint.redshift", environment))
                .contains(new Found("WAREHOUSE_AWS_ENDPOINT_REDSHIFT", "http://environment"));
        System.setProperty("warehouse.aws.endpoint.redshift", "");
        assertThat(Overrides.of("aws.endpoint.redshift", environment))
                .contains(new Found("WAREHOUSE_AWS_ENDPOINT_REDSHIFT", "http://environment"));
        System.setProperty("warehouse.aws.endpoint.redshift", "http://property");
        assertThat(Overrides.of("aws.endpoint.redshift", environment))
                .contains(new Found("warehouse.aws.endpoint.redshift", "http://property"));
    }

    @Test
    void endpointOfOneServiceComesBeforeThatOfAllAndBothBeforeTheDescription() {
        settings.endpoints.put(AwsService.REDSHIFT, URI.create("http://described"));
        settings.endpoints.put(AwsService.S3, URI.create("http://described"));
        assertThat(settings.endpoint(AwsService.REDSHIFT)).contains(URI.create("http://described"));
        assertThat(settings.endpoint(AwsService.SECRETS_MANAGER)).isEmpty();

        System.setProperty("warehouse.aws.endpoint", "http://all");
        System.setProperty("warehouse.aws.endpoint.secretsmanager", "https://one:4566/path");

        assertThat(settings.endpoint(AwsService.REDSHIFT)).contains(URI.create("http://all"));
        assertThat(settings.endpoint(AwsService.SECRETS_MANAGER)).contains(URI.create("https://one:4566/path"));
        assertThat(settings.endpoint(AwsService.S3)).contains(URI.create("http://described"));
        System.setProperty("warehouse.aws.endpoint.s3", "http://objects");
        assertThat(settings.endpoint(AwsService.S3)).contains(URI.create("http://objects"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:4566", "ftp://x", "http://user:s3cret@x", "http://a b", "http:x"})
    void saysWhatIsNoEndpointWithoutShowingIt(String value) {
        System.setProperty("warehouse.aws.endpoint", value);

        assertThatThrownBy(() -> settings.endpoint(AwsService.IAM)).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(
                        "warehouse.aws.endpoint must be an http or https address without credentials, such as"
                        + " http://127.0.0.1:4566");
    }

    @Test
    void pollIntervalIsOverriddenByADuration() {
        assertThat(settings.pollEvery()).isEqualTo(Duration.ofSeconds(10));
        System.setProperty("warehouse.aws.poll_every", "PT2S");
        assertThat(settings.pollEvery()).isEqualTo(Duration.ofSeconds(2));
        for (String wrong : List.of("2", "PT0S", "-PT2S")) {
            System.setProperty("warehouse.aws.poll_every", wrong);
            assertThatThrownBy(settings::pollEvery).isInstanceOf(ProvisionException.class)
                    .hasMessageStartingWith(
                            "warehouse.aws.poll_every must be a duration longer than zero such as PT2S, was \"" + wrong
                            + "\"");
        }
    }
}
