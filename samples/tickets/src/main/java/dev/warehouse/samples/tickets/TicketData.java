/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.tickets;

import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Objects;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;

/**
 * Tickets of sporting events: each event sells the same 10,000 seats. What a row holds depends on the seed and its
 * number alone, so that the parts, one behind the other, are the bytes of the one file.
 *
 * @param rows how many tickets
 * @param seed another seed makes other holders, places and prices
 */
record TicketData(long rows, long seed) {

    static final long MOST_ROWS = 1_000_000_000;
    static final int MOST_PARTS = 1_000;

    private static final int LEVELS = 5;
    private static final int SECTIONS = 10;
    private static final int ROWS = 20;
    private static final int SEATS = 10;
    private static final int SEATS_OF_AN_EVENT = LEVELS * SECTIONS * ROWS * SEATS;
    private static final int LOCATIONS = 62;
    private static final int HOLDERS = 500_000;
    private static final int SOLD_IN_100 = 70;
    private static final int LOWEST_PRICE = 1_500;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int BUFFER = 1 << 16;

    TicketData {
        if (rows < 1 || rows > MOST_ROWS) {
            throw new IllegalArgumentException("rows must be between 1 and 1000000000, was " + rows);
        }
    }

    /** Writes all rows as one gz, and again as parts, on as many threads as there are cores. */
    void writeTo(S3Objects objects, S3Location full, S3Location split, int parts) throws IOException {
        if (parts < 1 || parts > MOST_PARTS) {
            throw new IllegalArgumentException("parts must be between 1 and 1000, was " + parts);
        }
        ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<?>> running = new ArrayList<>();
            running.add(threads.submit(() -> write(objects, full.append("full.csv.gz"), 0, rows)));
            for (int part = 0; part < parts; part++) {
                S3Location file = split.append(String.format(Locale.ROOT, "part-%05d.csv.gz", part));
                long from = rows * part / parts;
                long to = rows * (part + 1) / parts;
                running.add(threads.submit(() -> write(objects, file, from, to)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("The tickets could not be written: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while writing the tickets", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private Void write(S3Objects objects, S3Location file, long from, long to) throws IOException {
        objects.write(file, out -> {
            GZIPOutputStream gzip = new GZIPOutputStream(out, BUFFER);
            append(new BufferedOutputStream(gzip, BUFFER), from, to);
            // the stream below is not ours to close
            gzip.finish();
        });
        return null;
    }

    /** Writes rows as lines, fields with semicolons between them; a ticket that is not sold has no holder. */
    void append(OutputStream out, long from, long to) throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (long row = from; row < to; row++) {
            line.setLength(0);
            append(row, line);
            out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
        }
        out.flush();
    }

    private void append(long row, StringBuilder line) {
        long event = row / SEATS_OF_AN_EVENT;
        int place = (int) (row % SEATS_OF_AN_EVENT);
        int level = 1 + place / (SEATS_OF_AN_EVENT / LEVELS);
        SplittableRandom ofEvent = new SplittableRandom(seed ^ (event + 1) * GOLDEN);
        SplittableRandom ofTicket = new SplittableRandom(seed ^ ~row * GOLDEN);
        int location = 1 + ofEvent.nextInt(LOCATIONS);
        int fame = 1 + ofEvent.nextInt(9);
        boolean sold = ofTicket.nextInt(100) < SOLD_IN_100;
        int cents = LOWEST_PRICE * fame / level + ofTicket.nextInt(1_000);
        line.append(row + 1).append(';').append(event + 1).append(';').append(location).append(';').append(level)
                .append(';').append(1 + place / (ROWS * SEATS) % SECTIONS)
                .append(';').append((char) ('A' + place / SEATS % ROWS))
                .append(';').append(1 + place % SEATS).append(';');
        if (sold) {
            line.append(1 + ofTicket.nextInt(HOLDERS));
        }
        line.append(';').append(cents / 100).append('.').append((char) ('0' + cents / 10 % 10))
                .append((char) ('0' + cents % 10)).append('\n');
    }
}
