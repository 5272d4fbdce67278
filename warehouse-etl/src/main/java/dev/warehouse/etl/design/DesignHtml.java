/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import static dev.warehouse.etl.design.HtmlPage.escape;

import dev.warehouse.api.ReportException;
import dev.warehouse.api.internal.KnownError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Comparisons as one page with charts: everything it needs is in it. */
final class DesignHtml {

    private DesignHtml() {
    }

    static String page(DesignReport report) {
        StringBuilder body = new StringBuilder();
        body.append("<h1>").append(escape(report.name())).append("</h1>\n<p>")
                .append(escape(DesignSheets.summary(report)))
                .append("; started at ").append(report.startedAt().truncatedTo(ChronoUnit.SECONDS)).append(".</p>\n");
        report.notes().forEach(note -> body.append("<p class=\"note\">").append(escape(note)).append("</p>\n"));
        body.append("<h2>Load times</h2>\n");
        chart(body, "loads", "Bar chart of the load time of each table in each design; the table has the numbers.");
        table(body, DesignSheets.loads(report));
        body.append("<h2>Query times</h2>\n");
        chart(body, "queries", "Bar chart of each query's median on each design; the table has the numbers.");
        if (report.designs().size() > 1) {
            body.append("<h2>Improvement against ").append(escape(report.designs().get(0))).append("</h2>\n");
            chart(body, "improvement", "Bar chart of each query's improvement; the table has the numbers.");
        }
        table(body, DesignSheets.queries(report));
        for (DesignReport.Analyzed analyzed : report.analyses()) {
            body.append("<h2>").append(escape(analyzed.analyzer())).append("</h2>\n<ul>\n");
            DesignSheets.assumptions(analyzed).forEach(line -> body.append("<li>").append(escape(line))
                    .append("</li>\n"));
            body.append("</ul>\n");
            DesignSheets.tables(analyzed).forEach(sheet -> table(body, sheet));
        }
        body.append("<h2>Queries</h2>\n");
        report.queries().forEach(query -> query(body, report, query));
        return resource("report.html")
                .replace("@title@", escape(report.name()))
                .replace("@body@", body)
                .replace("@charts@", HtmlPage.chartJs().orElseThrow(DesignHtml::missing))
                // where a script ends, it ends, whatever the quotes around it
                .replace("@data@", report.toJson().replace("<", "\\u003c"));
    }

    private static void query(StringBuilder body, DesignReport report, QueryTiming query) {
        body.append("<section>\n<h3>").append(escape(query.name())).append("</h3>\n<p>");
        query.times().forEach((design, times) -> body.append(escape(design)).append(' ')
                .append(String.format(Locale.ROOT, "%,.1f ms", DesignSheets.toMillis(times.median()))).append(", "));
        body.append(String.format(Locale.ROOT, "%,d", query.rows())).append(query.rows() == 1 ? " row" : " rows")
                .append(".</p>\n<pre>").append(escape(query.sql())).append("</pre>\n");
        for (DesignReport.Analyzed analyzed : report.analyses()) {
            DesignSheets.query(analyzed, query.name()).forEach(sheet -> table(body, sheet));
        }
        body.append("</section>\n");
    }

    private static void chart(StringBuilder body, String id, String description) {
        body.append("<div class=\"chart\"><canvas id=\"").append(id).append("\" role=\"img\" aria-label=\"")
                .append(escape(description)).append("\"></canvas></div>\n");
    }

    private static void table(StringBuilder body, Sheet sheet) {
        body.append("<div class=\"wide\"><table>\n<caption>").append(escape(sheet.title()))
                .append("</caption>\n<thead><tr>");
        for (int i = 0; i < sheet.columns().size(); i++) {
            body.append("<th scope=\"col\"").append(number(sheet, i)).append('>').append(escape(sheet.columns().get(i)))
                    .append("</th>");
        }
        body.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : sheet.rows()) {
            body.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                String cell = i == 0 ? "th scope=\"row\"" : "td";
                body.append('<').append(cell).append(number(sheet, i)).append('>').append(escape(row.get(i)))
                        .append(i == 0 ? "</th>" : "</td>");
            }
            body.append("</tr>\n");
        }
        body.append("</tbody>\n</table></div>\n");
    }

    private static String number(Sheet sheet, int column) {
        return sheet.numbers().get(column) ? " class=\"number\"" : "";
    }

    private static ReportException missing() {
        return new ReportException(KnownError.CHARTS_MISSING,
                "The page of a comparison draws its charts with Chart.js, "
                + "and that is not on the class path. Add the dependency org.webjars.npm:chart.js, or write the report as "
                + ".json, .md or .txt.");
    }

    private static String resource(String name) {
        try (InputStream in = DesignHtml.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new ReportException(KnownError.REPORT_NOT_WRITTEN,
                        name + " is missing beside " + DesignHtml.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ReportException(KnownError.REPORT_NOT_WRITTEN, name + " could not be read: " + e, e);
        }
    }
}
