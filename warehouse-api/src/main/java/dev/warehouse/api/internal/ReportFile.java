/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal;

import dev.warehouse.api.ReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Files that reports, and what else is told to people, are written to. */
public final class ReportFile {

    private ReportFile() {
    }

    /**
     * One form of a report.
     *
     * @param ending what its files end in, such as {@code .json}
     * @param text the report in this form
     */
    public record Form(String ending, Supplier<String> text) {
    }

    /**
     * Writes a report in the form that the file's ending asks for. A file that exists is replaced.
     *
     * @param file where to
     * @param what the kind of report
     * @param forms the forms there are, two at least
     * @throws ReportException if the ending is that of no form, or the file cannot be written
     */
    public static void write(Path file, String what, Form... forms) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        Form form = Arrays.stream(forms).filter(one -> name.endsWith(one.ending())).findFirst()
                .orElseThrow(() -> unknown(file, what, Arrays.stream(forms).map(Form::ending).toList()));
        write(file, "report", form.text().get());
    }

    /**
     * Writes a text. A file that exists is replaced.
     *
     * @param file where to
     * @param what what the text is
     * @param text what to write
     * @throws ReportException if the file cannot be written
     */
    public static void write(Path file, String what, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new ReportException(KnownError.REPORT_NOT_WRITTEN, "The " + what + " could not be written to " + file
                    + ": " + e + ". Name a file in a folder that exists and may be written to.", e);
        }
    }

    private static ReportException unknown(Path file, String what, List<String> endings) {
        int last = endings.size() - 1;
        return new ReportException(KnownError.REPORT_ENDING, "A " + what + " is written as "
                + String.join(", ", endings.subList(0, last)) + " or " + endings.get(last) + ", and " + file
                + " ends in none of these. Choose one of the endings.");
    }
}
