/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import java.io.PrintWriter;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Loads one large object that is nowhere stored, and says how much of the heap was in use behind each collection. */
@Command(name = "memory", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "Loads one object that is made while it is read, and prints the most memory in use behind a"
        + " collection: java -Xmx256m -jar benchmarks.jar memory --megabytes 10000")
final class Memory implements Callable<Integer> {

    private static final long MEGABYTE = 1_000_000;

    @Option(names = "--megabytes", defaultValue = "1000", paramLabel = "N",
            description = "The object's size. The table takes about 1.2 times that on disk.")
    private long megabytes;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws SQLException, ListenerNotFoundException {
        if (megabytes < 1) {
            throw new ParameterException(command.commandLine(), "--megabytes must be at least 1");
        }
        StreamedRows rows = new StreamedRows(megabytes * MEGABYTE);
        PrintWriter out = command.commandLine().getOut();
        AtomicLong most = new AtomicLong();
        NotificationListener listener = (notification, handback) -> most.accumulateAndGet(used(
                (CompositeData) notification.getUserData()), Math::max);
        listen(listener, true);
        try (LocalRedshiftServer server = LocalRedshift.temporary().bucket(Dataset.BUCKET, rows).start();
                Connection connection = DriverManager.getConnection(server.endpoint().jdbcUrl(),
                        server.endpoint().properties());
                Statement statement = connection.createStatement()) {
            statement.execute(LineOrders.DDL);
            long start = System.nanoTime();
            statement.execute("COPY lineorder FROM 's3://" + Dataset.BUCKET + "/lineorder.tbl' IAM_ROLE default"
                    + " DELIMITER '|' COMPUPDATE OFF STATUPDATE OFF");
            double seconds = (System.nanoTime() - start) / 1e9;
            try (ResultSet result = statement.executeQuery("SELECT count(*), sum(lo_quantity) FROM lineorder")) {
                result.next();
                if (result.getLong(1) != rows.rows() || result.getLong(2) != rows.quantities()) {
                    throw new IllegalStateException("the table has " + result.getLong(1) + " rows with a sum of "
                            + result.getLong(2) + " instead of " + rows.rows() + " with " + rows.quantities());
                }
            }
            out.printf("%,d rows, %,.0f MB in one object: %,.0f rows/s%n", rows.rows(), rows.bytes() / 1e6,
                    rows.rows() / seconds);
        } finally {
            listen(listener, false);
        }
        out.printf("heap: at most %,.0f MB in use behind a collection, %,.0f MB allowed%n", most.get() / 1e6,
                Runtime.getRuntime().maxMemory() / 1e6);
        out.flush();
        return 0;
    }

    private static void listen(NotificationListener listener, boolean on) throws ListenerNotFoundException {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                if (on) {
                    emitter.addNotificationListener(listener, null, null);
                } else {
                    emitter.removeNotificationListener(listener);
                }
            }
        }
    }

    private static long used(CompositeData data) {
        return GarbageCollectionNotificationInfo.from(data).getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> pool.getKey().contains("Eden") || pool.getKey().contains("Survivor")
                        || pool.getKey().contains("Old") || pool.getKey().contains("Tenured"))
                .map(Map.Entry::getValue)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }
}
