package com.travelbuddy.bench;

import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** Measures DMS Local beside its references; whatever it has replicated is compared at the end. */
final class DmsMeasurement {

    private static final int PER_TRANSACTION = 1_000;
    private static final int SAMPLED = 10;
    private static final long POLL_NANOS = 200_000;
    private static final double BOUND_SECONDS = 600;

    /** Costs of rows never repeat: those of a step begin here. */
    private static final int STEP = 100_000_000;

    private static final String SETTINGS =
            """
            {"TargetMetadata": {"SupportLobs": true, "FullLobMode": false,
                                "LimitedSizeLobMode": true, "LobMaxSize": 32},
             "FullLoadSettings": {"TargetTablePrepMode": "DO_NOTHING", "CommitRate": 10000}}
            """;

    private static final String MAPPING =
            """
            {"rules": [
              {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
               "object-locator": {"schema-name": "travelbuddy", "table-name": "%s"}}%s
            ]}
            """;

    private static final String EXPIRY_MILLIS =
            "coalesce(strftime('%s', substr($expiry_date, 1, 19)) * 1000"
                    + " + substr(substr($expiry_date, 21) || '000', 1, 3), 0)";

    private final DmsUnderTest dms;
    private final DmsTables tables;
    private final DmsReferences references;
    private final Sizes sizes;
    private int base;

    /**
     * How much is measured.
     *
     * @param rows of the table
     * @param singles updates of a backlog of transactions of one row each
     * @param batched updates of one of transactions of {@value #PER_TRANSACTION} rows
     * @param rate updates a second at which the lag is measured
     */
    record Sizes(int rows, int singles, int batched, int rate, int rateSeconds, int wideMegabytes) {

        /** As told; a backlog has no more updates than there are rows, and fills a transaction. */
        static Sizes ofProperties() {
            int rows = Math.max(PER_TRANSACTION, Integer.getInteger("bench.rows", 1_000_000));
            return new Sizes(
                    rows,
                    Math.min(rows, Integer.getInteger("bench.singles", 20_000)),
                    Math.clamp(Integer.getInteger("bench.batched", 200_000), PER_TRANSACTION, rows)
                            / PER_TRANSACTION
                            * PER_TRANSACTION,
                    Integer.getInteger("bench.rate", 1_000),
                    Integer.getInteger("bench.rateSeconds", 20),
                    Integer.getInteger("bench.wideMegabytes", 200));
        }
    }

    /** Makes a backlog of updates, whose costs follow on a base. */
    @FunctionalInterface
    private interface Backlog {
        void make(int base) throws SQLException;
    }

    private DmsMeasurement(
            DmsUnderTest dms, DmsTables tables, DmsReferences references, Sizes sizes) {
        this.dms = dms;
        this.tables = tables;
        this.references = references;
        this.sizes = sizes;
    }

    static void run(Path jar, Sizes sizes) throws Exception {
        Path folder = Files.createTempDirectory("bench-dms");
        try (LocalPostgres postgres = LocalPostgres.start(LocalPostgres.Options.temporary());
                LocalMariaDb mariaDb = LocalMariaDb.start(LocalMariaDb.Options.temporary())) {
            System.out.println(sizes + ", DMS Local with " + String.join(" ", DmsUnderTest.JVM));
            DmsTables tables =
                    DmsTables.create(postgres, mariaDb, sizes.rows(), sizes.wideMegabytes());
            try (DmsUnderTest first = DmsUnderTest.start(jar, folder)) {
                print("first start to healthy", first.startToHealthy().toMillis(), "ms");
            }
            try (DmsUnderTest dms = DmsUnderTest.start(jar, folder)) {
                print("start to healthy", dms.startToHealthy().toMillis(), "ms");
                print("memory after it", dms.mostResidentMegabytes(), "MB");
                new DmsMeasurement(dms, tables, new DmsReferences(tables), sizes)
                        .measure(postgres.port(), mariaDb.port());
            }
        } finally {
            delete(folder);
        }
    }

    private void measure(int sourcePort, int targetPort) throws Exception {
        String instance = dms.instance();
        String source =
                dms.endpoint(
                        instance,
                        """
                        {"EndpointIdentifier": "source", "EndpointType": "source",
                         "EngineName": "postgres", "ServerName": "127.0.0.1", "Port": %d,
                         "DatabaseName": "%s", "Username": "%s", "Password": "%s",
                         "PostgreSQLSettings": {"CaptureDdls": false}}
                        """
                                .formatted(
                                        sourcePort,
                                        DmsTables.DATABASE,
                                        LocalPostgres.USERNAME,
                                        LocalPostgres.PASSWORD));
        String target =
                dms.endpoint(
                        instance,
                        """
                        {"EndpointIdentifier": "target", "EndpointType": "target",
                         "EngineName": "mysql", "ServerName": "127.0.0.1", "Port": %d,
                         "Username": "%s", "Password": "%s"}
                        """
                                .formatted(
                                        targetPort,
                                        DmsTables.TARGET_USERNAME,
                                        DmsTables.TARGET_PASSWORD));
        DmsUnderTest.Task task =
                dms.task("specials", instance, source, target, mapping(), SETTINGS);
        load(task);
        print("memory at most so far", dms.mostResidentMegabytes(), "MB");
        task.stop();

        int singles = sizes.singles();
        backlog(
                task,
                "single-row transactions",
                singles,
                1,
                tables.row(singles),
                from -> tables.updateOneByOne(from, singles));
        int batched = sizes.batched();
        backlog(
                task,
                "transactions of %,d rows".formatted(PER_TRANSACTION),
                batched,
                PER_TRANSACTION,
                batched,
                from -> tables.updateInBatches(from, batched, PER_TRANSACTION));
        tables.requireEqual();
        long expected = 2L * (singles + batched);
        requireSame("updates applied", expected, task.statistic("AppliedUpdates"));

        task.resume();
        task.await("running");
        lag();
        print("memory at most so far", dms.mostResidentMegabytes(), "MB");
        task.stop();
        requireSame(
                "updates applied",
                expected + sizes.rate() * (long) sizes.rateSeconds(),
                task.statistic("AppliedUpdates"));
        references.load();
        tables.requireEqual();

        wide(dms.task("wide", instance, source, target, MAPPING.formatted("wide", ""), SETTINGS));
        print("memory at most so far", dms.mostResidentMegabytes(), "MB");
        System.out.println("source, target and reference have the same rows and values");
    }

    /** The full mapping of the specials. */
    private static String mapping() {
        String locator =
                "\"object-locator\": {\"schema-name\": \"travelbuddy\", \"table-name\": \"flightspecial\"%s}";
        String rule =
                ",\n{\"rule-type\": \"transformation\", \"rule-id\": \"%1$d\", \"rule-name\": \"%1$d\","
                        + " \"rule-target\": \"column\", %2$s, %3$s}";
        String column = ", \"column-name\": \"%s\"";
        return MAPPING.formatted(
                "flightspecial",
                rule.formatted(
                                2,
                                locator.formatted(column.formatted("origin_code")),
                                "\"rule-action\": \"rename\", \"value\": \"originCode\"")
                        + rule.formatted(
                                3,
                                locator.formatted(column.formatted("destination_code")),
                                "\"rule-action\": \"rename\", \"value\": \"destinationCode\"")
                        + rule.formatted(
                                4,
                                locator.formatted(""),
                                "\"rule-action\": \"add-column\", \"value\": \"expiryDate\","
                                        + " \"expression\": \"%s\", \"data-type\": {\"type\": \"int8\"}"
                                                .formatted(EXPIRY_MILLIS))
                        + rule.formatted(
                                5,
                                locator.formatted(column.formatted("expiry_date")),
                                "\"rule-action\": \"remove-column\""));
    }

    private void load(DmsUnderTest.Task task) throws Exception {
        double before = references.load();
        print("COPY piped into LOAD DATA", before, "rows/s");
        long start = System.nanoTime();
        task.start();
        task.awaitLoaded();
        double loaded = sizes.rows() / DmsReferences.seconds(start);
        requireSame("rows loaded", sizes.rows(), task.statistic("FullLoadRows"));
        double after = references.load();
        print("COPY piped into LOAD DATA, again", after, "rows/s");
        print("full load, from the start call", loaded, "rows/s", Math.max(before, after));
        tables.requireEqual();
    }

    /** Has the stopped task catch up, once to warm up and once for the figures. */
    private void backlog(
            DmsUnderTest.Task task,
            String what,
            int changes,
            int perTransaction,
            long lastRow,
            Backlog backlog)
            throws Exception {
        double drained = 0;
        double decoded = 0;
        double applied = 0;
        double resumed = 0;
        for (int round = 0; round < 2; round++) {
            base += STEP;
            references.mark();
            backlog.make(base);
            long start = System.nanoTime();
            task.resume();
            task.await("running");
            resumed = DmsReferences.seconds(start);
            awaitVisible(lastRow, base + changes);
            drained = changes / DmsReferences.seconds(start);
            task.stop();
            decoded = references.decode(changes);
            references.unmark();
            List<Object[]> rows = tables.updated(base);
            requireSame("rows updated", changes, rows.size());
            applied = references.apply(rows, perTransaction);
        }
        print("resume call to running", resumed * 1e3, "ms");
        print("decode alone, " + what, decoded, "changes/s");
        print("JDBC loop alone, " + what, applied, "changes/s");
        print("backlog, " + what + ", to decode", drained, "changes/s", decoded);
        print("backlog, " + what + ", to JDBC", drained, "changes/s", applied);
    }

    private void awaitVisible(long row, int cost) throws SQLException {
        try (var watch = tables.new Watch()) {
            awaitVisible(watch, row, cost, 2_000_000);
        }
    }

    private static void awaitVisible(DmsTables.Watch watch, long row, int cost, long pollNanos)
            throws SQLException {
        long start = System.nanoTime();
        while (!watch.sees(row, cost)) {
            if (DmsReferences.seconds(start) > BOUND_SECONDS) {
                throw new IllegalStateException("An update of row %d is missing".formatted(row));
            }
            LockSupport.parkNanos(pollNanos);
        }
    }

    /** From each tenth update's commit until the target shows it, at a steady rate. */
    private void lag() throws Exception {
        base += STEP;
        int count = sizes.rate() * sizes.rateSeconds();
        var committed = new AtomicLongArray(count + 1);
        long[] lags = new long[count / SAMPLED];
        try (ExecutorService writer = Executors.newSingleThreadExecutor();
                var watch = tables.new Watch()) {
            long start = System.nanoTime();
            Future<?> writing =
                    writer.submit(
                            () -> {
                                update(committed, start);
                                return null;
                            });
            for (int i = 0; i < lags.length; i++) {
                int number = (i + 1) * SAMPLED;
                while (committed.get(number) == 0) {
                    if (writing.isDone()) {
                        writing.get();
                    }
                    LockSupport.parkNanos(POLL_NANOS);
                }
                awaitVisible(watch, tables.row(number), base + number, POLL_NANOS);
                lags[i] = Math.max(0, System.nanoTime() - committed.get(number));
            }
            writing.get();
            awaitVisible(watch, tables.row(count), base + count, POLL_NANOS);
            long last = committed.get(count);
            print("updates written for the lag", count / ((last - start) / 1e9), "/s");
            print("last one visible after the last commit", (System.nanoTime() - last) / 1e6, "ms");
        }
        long[] end = Arrays.copyOfRange(lags, lags.length / 2, lags.length);
        Arrays.sort(lags);
        Arrays.sort(end);
        System.out.printf(
                "%-52s p50 %.1f ms   p99 %.1f ms   most %.1f ms   p50 of the second half %.1f ms%n",
                "lag from commit to visible",
                Figures.at(lags, 0.5),
                Figures.at(lags, 0.99),
                Figures.at(lags, 1),
                Figures.at(end, 0.5));
    }

    private void update(AtomicLongArray committed, long start) throws SQLException {
        try (Connection connection = tables.source();
                PreparedStatement update =
                        connection.prepareStatement(
                                "UPDATE travelbuddy.flightspecial SET header = ?, cost = ? WHERE id = ?")) {
            for (int number = 1; number < committed.length(); number++) {
                long due = start + number * 1_000_000_000L / sizes.rate();
                for (long left = due - System.nanoTime();
                        left > 0;
                        left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                update.setString(1, "Update " + (base + number));
                update.setInt(2, base + number);
                update.setLong(3, tables.row(number));
                requireSame("rows updated", 1, update.executeUpdate());
                committed.set(number, System.nanoTime());
            }
        }
    }

    private void wide(DmsUnderTest.Task task) throws Exception {
        long start = System.nanoTime();
        task.start();
        task.awaitLoaded();
        double seconds = DmsReferences.seconds(start);
        long rows = task.statistic("FullLoadRows");
        print("full load, texts of 20 kB", rows * DmsTables.WIDE_TEXT / 1e6 / seconds, "MB/s");
        task.stop();
        tables.requireEqualWide();
    }

    private static void requireSame(String what, long expected, long found) {
        if (expected != found) {
            throw new IllegalStateException("%s: %d, not %d".formatted(what, found, expected));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static void print(String what, double figure, String unit) {
        System.out.printf("%-52s %,12.0f %s%n", what, figure, unit);
    }

    private static void print(String what, double figure, String unit, double reference) {
        System.out.printf(
                "%-52s %,12.0f %-9s   ratio %.2f%n", what, figure, unit, figure / reference);
    }
}
