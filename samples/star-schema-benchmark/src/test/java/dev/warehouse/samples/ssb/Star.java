/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The tables of a star as text, read back from what is generated, and the benchmark's thirteen questions in plain Java.
 */
final class Star {

    final List<String[]> customers;
    final List<String[]> suppliers;
    final List<String[]> parts;
    final List<String[]> days;
    private final StarData data;
    private final Map<String, String[]> dayOf = new HashMap<>();

    Star(StarData data) throws IOException {
        this.data = data;
        this.customers = rows(StarData.Table.CUSTOMER).toList();
        this.suppliers = rows(StarData.Table.SUPPLIER).toList();
        this.parts = rows(StarData.Table.PART).toList();
        this.days = rows(StarData.Table.DWDATE).toList();
        days.forEach(day -> dayOf.put(day[0], day));
    }

    /** The fields of each row. */
    private Stream<String[]> rows(StarData.Table table) throws IOException {
        return text(data, table, 0, data.count(table)).lines().map(Star::fields);
    }

    /** The rows of lineorder with those of the dimensions they point to. */
    Stream<Fact> facts() throws IOException {
        return rows(StarData.Table.LINEORDER).map(Fact::new);
    }

    static String text(StarData data, StarData.Table table, long from, long to) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        data.append(table, from, to, bytes);
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    /** Without the empty one behind the last pipe. */
    private static String[] fields(String line) {
        String[] fields = line.split("\\|", -1);
        if (!fields[fields.length - 1].isEmpty()) {
            throw new AssertionError("no pipe at the end of " + line);
        }
        return Arrays.copyOf(fields, fields.length - 1);
    }

    /** A row of lineorder, its dimensions found by their keys. */
    final class Fact {

        final String[] line;
        final String[] customer;
        final String[] part;
        final String[] supplier;
        final String[] day;

        Fact(String... line) {
            this.line = line;
            this.customer = customers.get(number(2) - 1);
            this.part = parts.get(number(3) - 1);
            this.supplier = suppliers.get(number(4) - 1);
            this.day = dayOf.get(line[5]);
        }

        int number(int column) {
            return Integer.parseInt(line[column]);
        }

        int year() {
            return Integer.parseInt(day[4]);
        }

        boolean discount(int least, int most) {
            return number(11) >= least && number(11) <= most;
        }

        boolean quantity(int least, int most) {
            return number(8) >= least && number(8) <= most;
        }

        boolean regions(String region) {
            return customer[5].equals(region) && supplier[5].equals(region);
        }

        boolean nations(String nation) {
            return customer[4].equals(nation) && supplier[4].equals(nation);
        }

        boolean cities(String... cities) {
            return List.of(cities).contains(customer[3]) && List.of(cities).contains(supplier[3]);
        }

        boolean makers(String... makers) {
            return List.of(makers).contains(part[2]);
        }

        long discounted() {
            return (long) number(9) * number(11);
        }

        long revenue() {
            return number(12);
        }

        long profit() {
            return number(12) - number(13);
        }
    }

    /**
     * A question of the benchmark.
     *
     * @param name its name
     * @param share of the rows of lineorder, as the specification gives it
     * @param selects which rows it is about
     */
    record Question(String name, double share, Predicate<Fact> selects) {

        long measure(Fact fact) {
            return name.startsWith("Q1") ? fact.discounted() : name.startsWith("Q4") ? fact.profit() : fact.revenue();
        }
    }

    static List<Question> questions() {
        return List.of(
                new Question("Q1.1", 1 / 7.0 * 0.5 * 3 / 11,
                        fact -> fact.year() == 1993 && fact.discount(1, 3) && fact.quantity(1, 24)),
                new Question("Q1.2", 1 / 84.0 * 3 / 11 * 0.2,
                        fact -> fact.day[5].equals("199401") && fact.discount(4, 6) && fact.quantity(26, 35)),
                // the specification counts a tenth of the quantities, and asks for ten of fifty
                new Question("Q1.3", 1 / 364.0 * 3 / 11 * 0.2,
                        fact -> fact.day[11].equals("6") && fact.year() == 1994 && fact.discount(5, 7)
                                && fact.quantity(26, 35)),
                new Question("Q2.1", 1 / 25.0 / 5, fact -> fact.part[3].equals("MFGR#12")
                        && fact.supplier[5].equals("AMERICA")),
                new Question("Q2.2", 1 / 125.0 / 5, fact -> fact.part[4].compareTo("MFGR#2221") >= 0
                        && fact.part[4].compareTo("MFGR#2228") <= 0 && fact.supplier[5].equals("ASIA")),
                new Question("Q2.3", 1 / 1000.0 / 5, fact -> fact.part[4].equals("MFGR#2221")
                        && fact.supplier[5].equals("EUROPE")),
                new Question("Q3.1", 1 / 25.0 * 6 / 7, fact -> fact.regions("ASIA") && fact.year() <= 1997),
                new Question("Q3.2", 1 / 625.0 * 6 / 7, fact -> fact.nations("UNITED STATES") && fact.year() <= 1997),
                new Question("Q3.3", 1 / 125.0 / 125 * 6 / 7,
                        fact -> fact.cities("UNITED KI1", "UNITED KI5") && fact.year() <= 1997),
                new Question("Q3.4", 1 / 125.0 / 125 / 84,
                        fact -> fact.cities("UNITED KI1", "UNITED KI5") && fact.day[6].equals("Dec1997")),
                new Question("Q4.1", 1 / 25.0 * 2 / 5, fact -> fact.regions("AMERICA")
                        && fact.makers("MFGR#1", "MFGR#2")),
                new Question("Q4.2", 2 / 7.0 / 25 * 2 / 5, fact -> fact.year() >= 1997 && fact.regions("AMERICA")
                        && fact.makers("MFGR#1", "MFGR#2")),
                new Question("Q4.3", 2 / 7.0 / 5 / 25 / 25, fact -> fact.year() >= 1997
                        && fact.customer[5].equals("AMERICA") && fact.supplier[4].equals("UNITED STATES")
                        && fact.part[3].equals("MFGR#14")));
    }
}
