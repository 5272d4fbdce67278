/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Makes data and says so. */
final class Making {

    private Making() {
    }

    static void data(MusicService service, Path folder, PrintWriter out) throws IOException {
        long start = System.nanoTime();
        MusicService.Summary summary = service.writeTo(folder);
        out.printf("Made %,d events (%,d plays by %,d users, %,d of them with a known song) and %,d songs: %,d files,"
                + " %,.1f MB in %.1f s%n", summary.events(), summary.plays(), summary.users(), summary.matched(),
                summary.songs(), summary.logFiles() + summary.songFiles(), summary.bytes() / 1e6,
                (System.nanoTime() - start) / 1e9);
        out.flush();
    }
}
