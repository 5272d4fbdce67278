/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlPageTest {

    @Test
    void theScriptIsTheWholeLibraryAndLooksForNothingElse() {
        assertThat(HtmlPage.chartJs()).hasValueSatisfying(script -> assertThat(script).startsWith("/*!\n * Chart.js v")
                .doesNotContain("sourceMappingURL").doesNotContain("</script"));
    }

    @Test
    void textsStandInElementsAndAttributesAsTheyAre() {
        assertThat(HtmlPage.escape("a < b && \"c\" > 'd' &amp;"))
                .isEqualTo("a &lt; b &amp;&amp; &quot;c&quot; &gt; 'd' &amp;amp;");
    }
}
