/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.tickets;

import dev.warehouse.etl.design.HtmlPage;
import dev.warehouse.samples.tickets.TicketLoads.Load;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** The comparison as one page of HTML, with a chart by Chart.js, which needs no network. */
final class TicketsPage {

    private TicketsPage() {
    }

    static String of(Map<String, Load> loads, long rows, List<String> statements, List<String> explanation)
            throws IOException {
        StringBuilder body = new StringBuilder("<table>\n<thead><tr><th>load</th><th>files</th><th>median</th><th>min</th>"
                + "<th>max</th><th>rows/s</th></tr></thead>\n<tbody>\n");
        StringJoiner data = new StringJoiner(", ", "[", "]");
        loads.forEach((name, load) -> {
            body.append(String.format(Locale.ROOT,
                    "<tr><th>%s</th><td>%d</td><td>%.2f s</td><td>%.2f s</td><td>%.2f s</td>"
                    + "<td>%,.0f</td></tr>%n", HtmlPage.escape(name), load.last().files(), seconds(load.median()),
                    seconds(load.times().get(0)), seconds(load.times().get(load.times().size() - 1)),
                    rows / seconds(load.median())));
            data.add(String.format(Locale.ROOT, "{\"name\": \"%s\", \"seconds\": %.4f}", name, seconds(load.median())));
        });
        body.append("</tbody>\n</table>\n");
        explanation.forEach(line -> body.append("<p>").append(HtmlPage.escape(line)).append("</p>\n"));
        statements.forEach(statement -> body.append("<pre>").append(HtmlPage.escape(statement)).append(";</pre>\n"));
        String charts = HtmlPage.chartJs().orElseThrow(() -> missing("org.webjars.npm:chart.js"));
        return resource("page.html").replace("@body@", body).replace("@charts@", charts)
                .replace("@data@", data.toString());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = TicketsPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw missing(name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static FileNotFoundException missing(String what) {
        return new FileNotFoundException(what + " is missing from the program");
    }
}
