/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import dev.warehouse.api.ReportException;
import dev.warehouse.api.internal.KnownError;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;

/**
 * What a page with charts is made of, if it is to be one file that needs no network. {@link DesignReport#toHtml()} is
 * such a page; this is for pages about measurements of your own.
 */
public final class HtmlPage {

    private static final String PROPERTIES = "META-INF/maven/org.webjars.npm/chart.js/pom.properties";
    private static final String SCRIPT = "META-INF/resources/webjars/chart.js/%s/dist/chart.umd.min.js";

    private HtmlPage() {
    }

    /**
     * Chart.js, of whichever version is on the class path as {@code org.webjars.npm:chart.js}.
     *
     * @return the content of a {@code script} element; empty if it is not on the class path
     * @throws ReportException if it is there and cannot be read
     */
    public static Optional<String> chartJs() {
        try {
            Optional<String> found = resource(PROPERTIES);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(new StringReader(found.get()));
            // a map of the source would be looked for in the network
            return resource(String.format(SCRIPT, properties.getProperty("version")))
                    .map(script -> script.replaceAll("//# sourceMappingURL=.*", ""));
        } catch (IOException e) {
            throw new ReportException(KnownError.CHARTS_MISSING,
                    "The library of the charts could not be read: " + e, e);
        }
    }

    /**
     * A text as it stands in an element, or in an attribute within double quotes.
     *
     * @param text any text
     * @return the text in HTML
     */
    public static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static Optional<String> resource(String name) throws IOException {
        try (InputStream in = HtmlPage.class.getClassLoader().getResourceAsStream(name)) {
            return in == null ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
