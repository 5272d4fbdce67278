/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * One line of a terminal that says what runs and for how long, and a line that stays for each step that is done. The
 * thread that keeps the time ends with the last step.
 */
final class TerminalProgress implements Progress {

    private static final long REFRESH_MILLIS = 200;
    private static final int WIDEST = 100;

    private final PrintStream out;
    private final Map<String, Long> running = new LinkedHashMap<>();
    private int shown;
    private @Nullable Thread clock;

    TerminalProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void update(Stage stage, String message) {
        erase();
        out.println(stage.word() + " " + message);
        show();
    }

    @Override
    public synchronized void started(Stage stage, String target) {
        running.put(stage.word() + " " + target, System.nanoTime());
        if (clock == null) {
            clock = new Thread(this::tick, "warehouse-progress");
            clock.setDaemon(true);
            clock.start();
        }
        show();
    }

    @Override
    public synchronized void ended(Stage stage, String target, Duration duration) {
        String step = stage.word() + " " + target;
        running.remove(step);
        erase();
        out.println(step + "  " + Counts.seconds(duration));
        show();
        notifyAll();
    }

    private synchronized void tick() {
        try {
            while (!running.isEmpty()) {
                wait(REFRESH_MILLIS);
                show();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clock = null;
        }
    }

    private void show() {
        erase();
        if (running.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        StringJoiner steps = new StringJoiner(", ");
        running.forEach((step, start) -> steps.add(step + " " + Counts.seconds(Duration.ofNanos(now - start))));
        String line = steps.toString();
        if (line.length() > WIDEST) {
            line = line.substring(0, WIDEST - 1) + "…";
        }
        out.print(line);
        out.flush();
        shown = line.length();
    }

    private void erase() {
        if (shown > 0) {
            out.print("\r" + " ".repeat(shown) + "\r");
            shown = 0;
        }
    }
}
