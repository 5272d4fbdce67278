/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Object;
import dev.warehouse.api.S3Objects;
import dev.warehouse.samples.ssb.Star.Fact;
import dev.warehouse.samples.ssb.StarData.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StarDataTest {

    private static final StarData SMALL = new StarData(new BigDecimal("0.01"), 1);
    private static final S3Location PREFIX = S3Location.of("s3://bucket/ssbgz/");

    private static Star star;
    private static List<Fact> facts;

    @BeforeAll
    static void generate() throws IOException {
        star = new Star(SMALL);
        facts = star.facts().toList();
    }

    @ParameterizedTest
    @CsvSource({
        "0.001,      30,      2,       200,       1500",
        "0.01,      300,     20,      2000,      15000",
        "0.1,      3000,    200,     20000,     150000",
        "1,       30000,   2000,    200000,    1500000",
        "1.5,     45000,   3000,    200000,    2250000",
        "2,       60000,   4000,    400000,    3000000",
        "10,     300000,  20000,    800000,   15000000",
        "100,   3000000, 200000,   1400000,  150000000",
        "300,   9000000, 600000,   1800000,  450000000"})
    void countsFollowTheScale(BigDecimal scale, int customers, int suppliers, int parts, long orders) {
        StarData data = new StarData(scale, 1);

        assertThat(data.customers()).isEqualTo(customers);
        assertThat(data.suppliers()).isEqualTo(suppliers);
        assertThat(data.parts()).isEqualTo(parts);
        assertThat(data.orders()).isEqualTo(orders);
        assertThat(LineOrders.key(orders - 1)).isPositive();
    }

    @Test
    void ordersHaveFourLinesOnAverage() {
        assertThat((double) facts.size() / SMALL.orders()).isEqualTo(4, within(0.04));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0009", "300.1", "0", "-1"})
    void otherScalesAreRefused(BigDecimal scale) {
        assertThatIllegalArgumentException().isThrownBy(() -> new StarData(scale, 1))
                .withMessage("scale must be between 0.001 and 300, was " + scale);
    }

    @ParameterizedTest
    @EnumSource
    void rowsDependOnTheSeedAndNotOnWhoWritesThem(Table table) throws IOException {
        long count = SMALL.count(table);
        String whole = Star.text(SMALL, table, 0, count);

        assertThat(Star.text(SMALL, table, 0, count)).isEqualTo(whole);
        assertThat(Star.text(SMALL, table, 0, count / 3) + Star.text(SMALL, table, count / 3, count)).isEqualTo(whole);
        String other = Star.text(new StarData(SMALL.scale(), 2), table, 0, count);
        assertThat(other.equals(whole)).isEqualTo(table == Table.DWDATE);
    }

    // ---- domains: the values of the specification, all of them, and no others

    @ParameterizedTest
    @CsvSource({
        "CUSTOMER, 0, 300", "CUSTOMER, 1, 300", "CUSTOMER, 3, 250", "CUSTOMER, 4, 25", "CUSTOMER, 5, 5",
                "CUSTOMER, 7, 5",
        "SUPPLIER, 0, 20", "SUPPLIER, 1, 20", "SUPPLIER, 5, 5",
        "PART, 0, 2000", "PART, 2, 5", "PART, 3, 25", "PART, 4, 1000", "PART, 5, 92", "PART, 6, 150", "PART, 7, 50",
        "PART, 8, 40",
        "DWDATE, 0, 2557", "DWDATE, 2, 7", "DWDATE, 3, 12", "DWDATE, 4, 7", "DWDATE, 5, 84", "DWDATE, 6, 84",
        "DWDATE, 7, 7",
        "DWDATE, 8, 31", "DWDATE, 9, 366", "DWDATE, 10, 12", "DWDATE, 11, 53", "DWDATE, 12, 5", "DWDATE, 13, 2",
        "DWDATE, 14, 2",
        "DWDATE, 15, 2", "DWDATE, 16, 2",
        "LINEORDER, 0, 15000", "LINEORDER, 1, 7", "LINEORDER, 2, 200", "LINEORDER, 3, 2000", "LINEORDER, 4, 20",
        "LINEORDER, 6, 5", "LINEORDER, 7, 1", "LINEORDER, 8, 50", "LINEORDER, 11, 11", "LINEORDER, 14, 9",
        "LINEORDER, 16, 7"})
    void columnsHaveTheirNumberOfValues(Table table, int column, int values) {
        assertThat(values(table, column)).hasSize(values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "CUSTOMER; 1; Customer#\\d{9}", "CUSTOMER; 2; [0-9A-Za-z ,]{6,24}", "CUSTOMER; 3; .{9}\\d",
        "CUSTOMER; 5; AFRICA|AMERICA|ASIA|EUROPE|MIDDLE EAST",
        "CUSTOMER; 6; [123]\\d-[1-9]\\d\\d-[1-9]\\d\\d-[1-9]\\d{3}",
        "CUSTOMER; 7; AUTOMOBILE|BUILDING|FURNITURE|HOUSEHOLD|MACHINERY",
        "SUPPLIER; 1; Supplier#\\d{9}", "SUPPLIER; 6; [123]\\d-[1-9]\\d\\d-[1-9]\\d\\d-[1-9]\\d{3}",
        "PART; 1; [a-z]+ [a-z]+", "PART; 2; MFGR#[1-5]", "PART; 3; MFGR#[1-5]{2}",
        "PART; 4; MFGR#[1-5]{2}([1-9]|[123]\\d|40)",
        "PART; 6; (ECONOMY|LARGE|MEDIUM|PROMO|SMALL|STANDARD) [A-Z]+ (BRASS|COPPER|NICKEL|STEEL|TIN)",
        "PART; 8; (JUMBO|LG|MED|SM|WRAP) (BAG|BOX|CAN|CASE|DRUM|JAR|PACK|PKG)",
        "DWDATE; 12; Winter|Spring|Summer|Fall|Christmas",
        "LINEORDER; 6; 1-URGENT|2-HIGH|3-MEDIUM|4-NOT SPECIFIED|5-LOW", "LINEORDER; 7; 0",
        "LINEORDER; 16; AIR|FOB|MAIL|RAIL|REG AIR|SHIP|TRUCK"})
    void valuesHaveTheirForm(Table table, int column, String form) {
        assertThat(values(table, column)).allSatisfy(value -> assertThat(value).matches(form));
    }

    private static Set<String> values(Table table, int column) {
        Stream<String[]> rows = switch (table) {
            case CUSTOMER -> star.customers.stream();
            case SUPPLIER -> star.suppliers.stream();
            case PART -> star.parts.stream();
            case DWDATE -> star.days.stream();
            case LINEORDER -> facts.stream().map(fact -> fact.line);
        };
        return rows.map(row -> row[column]).collect(Collectors.toSet());
    }

    // ---- correlations

    @Test
    void citiesAreOfTheirNationAndNationsOfTheirRegion() {
        Map<String, Set<String>> regions = new HashMap<>();
        Map<String, Set<String>> nations = new HashMap<>();
        Map<String, Set<String>> countries = new HashMap<>();
        Stream.concat(star.customers.stream(), star.suppliers.stream()).forEach(row -> {
            assertThat(row[3]).startsWith((row[4] + " ".repeat(9)).substring(0, 9));
            regions.computeIfAbsent(row[4], nation -> new HashSet<>()).add(row[5]);
            nations.computeIfAbsent(row[5], region -> new HashSet<>()).add(row[4]);
            countries.computeIfAbsent(row[4], nation -> new HashSet<>()).add(row[6].substring(0, 2));
        });

        assertThat(regions).hasSize(25).allSatisfy((nation, region) -> assertThat(region).hasSize(1));
        assertThat(nations).hasSize(5).allSatisfy((region, nation) -> assertThat(nation).hasSize(5));
        assertThat(nations.get("AMERICA")).containsExactlyInAnyOrder("ARGENTINA", "BRAZIL", "CANADA", "PERU",
                "UNITED STATES");
        assertThat(countries.values()).allSatisfy(country -> assertThat(country).hasSize(1));
        assertThat(countries.values().stream().flatMap(Set::stream).collect(Collectors.toSet())).hasSize(25)
                .contains("10", "34");
        assertThat(countries.get("UNITED KINGDOM")).containsExactly("33");
    }

    @Test
    void valuesOfDimensionsAreSpreadEvenly() {
        assertThat(counts(star.suppliers, row -> row[5]).values()).containsOnly(4L);
        assertThat(counts(star.customers, row -> row[4]).values()).containsOnly(12L);
        assertThat(counts(star.parts, row -> row[4]).values()).containsOnly(2L);
    }

    private static Map<String, Long> counts(List<String[]> rows, Function<String[], String> value) {
        return rows.stream().collect(Collectors.groupingBy(value, Collectors.counting()));
    }

    @Test
    void brandsAreOfTheirCategoryAndCategoriesOfTheirMaker() {
        assertThat(star.parts).allSatisfy(part -> {
            assertThat(part[3]).startsWith(part[2]);
            assertThat(part[4]).startsWith(part[3]);
            assertThat(part[1].split(" ")).doesNotHaveDuplicates();
        });
    }

    @Test
    void daysAreThoseOfTheCalendar() {
        DateTimeFormatter key = DateTimeFormatter.BASIC_ISO_DATE;
        LocalDate day = LocalDate.of(1992, 1, 1);
        for (String[] row : star.days) {
            String month = day.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            boolean sunday = row[2].equals("Sunday");
            boolean saturday = row[2].equals("Saturday");
            assertThat(List.of(row).subList(0, 12)).containsExactly(key.format(day),
                    month + " " + day.getDayOfMonth() + ", " + day.getYear(),
                    day.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH), month, "" + day.getYear(),
                    key.format(day).substring(0, 6), month.substring(0, 3) + day.getYear(),
                    "" + (day.getDayOfWeek().getValue() % 7 + 1), "" + day.getDayOfMonth(), "" + day.getDayOfYear(),
                    "" + day.getMonthValue(), "" + (day.getDayOfYear() + 6) / 7);
            assertThat(row[13]).isEqualTo(saturday ? "1" : "0");
            assertThat(row[14]).isEqualTo(day.plusDays(1).getDayOfMonth() == 1 ? "1" : "0");
            assertThat(row[16]).isEqualTo(sunday || saturday ? "0" : "1");
            day = day.plusDays(1);
        }
        assertThat(day).isEqualTo(LocalDate.of(1999, 1, 1));
    }

    @Test
    void linesOfAnOrderShareWhatIsTheOrders() {
        Map<String, List<Fact>> orders = facts.stream().collect(Collectors.groupingBy(fact -> fact.line[0]));

        assertThat(orders.values()).allSatisfy(lines -> {
            assertThat(lines).extracting(fact -> fact.number(1)).containsExactlyElementsOf(
                    Stream.iterate(1, number -> number + 1).limit(lines.size()).toList());
            for (int column : new int[] {2, 5, 6, 10}) {
                assertThat(lines).extracting(fact -> fact.line[column]).containsOnly(lines.get(0).line[column]);
            }
            assertThat(lines.get(0).number(10)).isEqualTo(lines.stream()
                    .mapToInt(fact -> fact.number(12) * (100 + fact.number(14)) / 100).sum());
        });
    }

    @Test
    void keysOfOrdersAreSparse() {
        assertThat(facts).allSatisfy(fact -> assertThat(fact.number(0) % 32).isLessThan(8));
        assertThat(LineOrders.key(SMALL.orders() - 1)).isEqualTo(15_000 * 4);
    }

    @Test
    void everyThirdCustomerNeverBuys() {
        assertThat(facts).allSatisfy(fact -> assertThat(fact.number(2) % 3).isNotZero());
    }

    @Test
    void pricesFollowFromThePart() {
        assertThat(facts).allSatisfy(fact -> {
            int part = fact.number(3);
            int price = 90_000 + part / 10 % 20_001 + part % 1_000 * 100;
            assertThat(fact.number(9)).isEqualTo(fact.number(8) * price);
            assertThat(fact.number(12)).isEqualTo((int) ((long) fact.number(9) * (100 - fact.number(11)) / 100));
            assertThat(fact.number(13)).isEqualTo(price * 6 / 10);
        });
    }

    @Test
    void ordersAreCommittedToOneToThreeMonthsLater() {
        DateTimeFormatter key = DateTimeFormatter.BASIC_ISO_DATE;
        Set<Long> distances = facts.stream().map(fact -> ChronoUnit.DAYS.between(LocalDate.parse(fact.line[5], key),
                LocalDate.parse(fact.line[15], key))).collect(Collectors.toSet());

        assertThat(distances).hasSize(61).allSatisfy(days -> assertThat(days).isBetween(30L, 90L));
        assertThat(facts).extracting(fact -> fact.number(5)).allSatisfy(day ->
                assertThat(day).isBetween(19920101, 19980802));
    }

    // ---- selectivity

    /**
     * At this scale there is one supplier a city. Specified shares count seven equal years; orders end in the seventh,
     * so that each other year has six percent more and 1998 fewer. Beside that there is chance: four standard
     * deviations.
     */
    @Test
    void queriesSelectTheShareOfTheSpecification() throws IOException {
        Star larger = new Star(new StarData(new BigDecimal("0.125"), 1));
        Map<String, Long> selected = new HashMap<>();
        long rows = larger.facts().peek(fact -> Star.questions().stream()
                .filter(question -> question.selects().test(fact))
                .forEach(question -> selected.merge(question.name(), 1L, Long::sum))).count();

        assertThat(rows).isBetween(740_000L, 760_000L);
        assertThat(Star.questions()).hasSize(13).allSatisfy(question -> {
            double expected = question.share() * rows;
            assertThat((double) selected.getOrDefault(question.name(), 0L)).as(question.name())
                    .isEqualTo(expected, within(0.17 * expected + 4 * Math.sqrt(expected)));
        });
    }

    // ---- files

    @ParameterizedTest
    @CsvSource({"1, true", "3, true", "3, false"})
    void filesAreCalledLikeTheirTableAndHoldItsRows(int files, boolean gzip) throws IOException {
        InMemory objects = new InMemory();
        StarData data = new StarData(new BigDecimal("0.001"), 1);
        StarData.Summary summary = data.writeTo(objects, PREFIX, files, gzip);

        String ending = gzip ? "_part_00.gz" : "_part_00";
        List<String> expected = new ArrayList<>(List.of("customer0000", "dwdate0000"));
        for (int file = 0; file < files; file++) {
            expected.add("lineorder000" + file);
        }
        expected.addAll(List.of("part0000", "supplier0000"));
        assertThat(objects.content.keySet()).containsExactlyElementsOf(
                expected.stream().map(name -> PREFIX + name + ending).toList());
        for (Table table : Table.values()) {
            StringBuilder text = new StringBuilder();
            for (Map.Entry<String, byte[]> file : objects.content.entrySet()) {
                if (file.getKey().startsWith(PREFIX + table.word())) {
                    InputStream in = new ByteArrayInputStream(file.getValue());
                    text.append(new String((gzip ? new GZIPInputStream(in) : in).readAllBytes(),
                            StandardCharsets.US_ASCII));
                }
            }
            assertThat(text).hasToString(Star.text(data, table, 0, data.count(table)));
            assertThat(summary.rows()).containsEntry(table, text.chars().filter(c -> c == '\n').count());
        }
        assertThat(summary.files()).isEqualTo(files + 4);
        assertThat(summary.bytes()).isEqualTo(objects.content.values().stream().mapToLong(file -> file.length).sum());
    }

    @Test
    void fileThatCannotBeWrittenEndsIt() {
        InMemory full = new InMemory() {
            @Override
            public void write(S3Location object, Content content) throws IOException {
                throw new IOException("no room for " + object);
            }
        };

        assertThatIOException().isThrownBy(() -> SMALL.writeTo(full, PREFIX, 4, true))
                .withMessageStartingWith("no room for s3://bucket/ssbgz/");
    }

    @Test
    void numberOfFilesIsChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> SMALL.writeTo(new InMemory(), PREFIX, 0, true))
                .withMessage("files must be between 1 and 10000, was 0");
    }

    /** Buckets that are gone with the test. */
    private static class InMemory implements S3Objects {

        private final Map<String, byte[]> content = new ConcurrentSkipListMap<>();

        @Override
        public Stream<S3Object> list(S3Location prefix) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InputStream read(S3Location object) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(S3Location object, Content written) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            written.writeTo(bytes);
            content.put(object.toString(), bytes.toByteArray());
        }

        @Override
        public void delete(S3Location object) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<String> region(String bucket) {
            return Optional.empty();
        }
    }
}
