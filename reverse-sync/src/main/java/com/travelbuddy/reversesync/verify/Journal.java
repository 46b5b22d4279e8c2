package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.progress.Progress;
import com.travelbuddy.reversesync.settings.Settings;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToLongFunction;

/** How far a comparison has come, and what it has found: kept so that a next run can go on. */
final class Journal {

    private static final Duration YOUNG = Duration.ofHours(24);

    /** Differences that are handed back; the log has them all. */
    static final int FIRST = 100;

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final VerificationLog log;
    private final Connection connection;
    private final Verification begun;
    private final Checkpoint checkpoint;
    private final boolean resumed;
    private long kept = System.nanoTime();

    private Journal(
            VerificationLog log,
            Connection connection,
            Verification begun,
            Checkpoint checkpoint,
            boolean resumed) {
        this.log = log;
        this.connection = connection;
        this.begun = begun;
        this.checkpoint = checkpoint;
        this.resumed = resumed;
    }

    static Journal open(
            Settings settings,
            Connection connection,
            List<CanonicalTable> tables,
            VerifyRequest request,
            Progress progress)
            throws SQLException {
        VerificationLog log =
                new VerificationLog(settings.dms().controlSchema(), settings.dms().task());
        log.create(connection);
        if (!log.lock(connection)) {
            throw new UnderWayException();
        }
        String subject = subject(tables, request);
        if (!request.restart()) {
            // What an interrupted look has found is proven anew before it is repaired.
            Optional<Verification> last =
                    log.interrupted(connection, request.scope(), YOUNG)
                            .filter(found -> !request.repair() || found.remaining() == 0);
            if (last.isPresent()) {
                Optional<Checkpoint> checkpoint =
                        log.checkpoint(connection, last.get().id())
                                .flatMap(json -> Checkpoint.of(json, subject));
                if (checkpoint.isPresent()) {
                    progress.line(
                            "Going on with the verification of %s, which had come to %,d rows"
                                    .formatted(last.get().started(), last.get().rows()));
                    return new Journal(log, connection, last.get(), checkpoint.get(), true);
                }
            }
        }
        long seed = ThreadLocalRandom.current().nextLong(1L << 53);
        Checkpoint checkpoint =
                new Checkpoint(
                        subject, seed, tables.stream().map(_ -> new Tally()).toList(), List.of());
        return new Journal(
                log, connection, log.begin(connection, request.scope()), checkpoint, false);
    }

    private static String subject(List<CanonicalTable> tables, VerifyRequest request) {
        List<String> parts = new ArrayList<>();
        for (CanonicalTable table : tables) {
            parts.add(table.sync().source().name() + ">" + table.sync().target().name());
            table.columns().forEach(column -> parts.add(column.source() + ">" + column.target()));
        }
        request.sample().ifPresent(percent -> parts.add(Double.toString(percent)));
        return Integer.toHexString(parts.hashCode()) + "/" + parts.size();
    }

    long seed() {
        return checkpoint.seed();
    }

    List<Checkpoint.Pending> suspects() {
        return checkpoint.suspects();
    }

    Tally tally(int table) {
        return checkpoint.tables().get(table);
    }

    long differing() {
        return sum(Tally::differing);
    }

    /** Keeps how far it has come, now and then. */
    void keep(Collection<Suspect> suspects) throws SQLException {
        if (System.nanoTime() - kept >= INTERVAL.toNanos()) {
            keepNow(suspects);
        }
    }

    void keepNow(Collection<Suspect> suspects) throws SQLException {
        log.keep(
                connection,
                state(),
                new Checkpoint(
                        checkpoint.subject(),
                        checkpoint.seed(),
                        checkpoint.tables(),
                        suspects.stream()
                                .map(
                                        suspect ->
                                                new Checkpoint.Pending(
                                                        suspect.table(), suspect.key().parts()))
                                .toList()));
        kept = System.nanoTime();
    }

    /**
     * Keeps differences together with the fact that they are no suspects any more: each is in the
     * log once, whenever the process ends.
     */
    void add(List<Proven> proven, Collection<Suspect> remaining) throws SQLException {
        together(
                () -> {
                    for (Proven row : proven) {
                        for (Difference difference : row.differences()) {
                            row.logged().add(log.add(connection, begun.id(), difference));
                        }
                    }
                    keepNow(remaining);
                });
    }

    void markRepaired(List<Proven> repaired, Collection<Suspect> remaining) throws SQLException {
        together(
                () -> {
                    for (Proven row : repaired) {
                        for (long difference : row.logged()) {
                            log.markRepaired(connection, difference);
                        }
                    }
                    keepNow(remaining);
                });
    }

    private interface Work {
        void run() throws SQLException;
    }

    private void together(Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            work.run();
            connection.commit();
        } finally {
            // Of a connection that has gone nothing was committed.
            if (connection.isValid(1)) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    Verified end(List<TableVerified> tables, List<String> notRepaired, boolean limitReached)
            throws SQLException {
        Verification ended = log.end(connection, state(), sum(tally -> tally.unsettled));
        return new Verified(
                ended,
                tables,
                log.differences(connection, ended.id(), FIRST),
                notRepaired,
                limitReached,
                resumed);
    }

    Connection connection() {
        return connection;
    }

    private Verification state() {
        return new Verification(
                begun.id(),
                begun.started(),
                Optional.empty(),
                begun.scope(),
                sum(tally -> tally.rows),
                sum(tally -> tally.missingSource),
                sum(tally -> tally.missingTarget),
                sum(tally -> tally.recordDiff),
                sum(tally -> tally.repaired));
    }

    private long sum(ToLongFunction<Tally> count) {
        return checkpoint.tables().stream().mapToLong(count).sum();
    }
}
