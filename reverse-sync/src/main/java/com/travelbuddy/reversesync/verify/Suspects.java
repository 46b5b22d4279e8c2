package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.catalog.Side;
import com.travelbuddy.reversesync.settings.VerifySettings;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Rows that seem to differ, looked at again until it is known: as long as a row changes between two
 * looks, on either side, the difference may be the replication's work not done yet.
 */
final class Suspects {

    /** Beyond that, no further chunk is compared until the first ones have settled. */
    private static final int MOST = 10_000;

    /** Rows that are in memory at once, and when they may be long. */
    private static final int BATCH = 100;

    private static final int LONG_BATCH = 10;
    private static final long LONG = 4_000;

    /** Takes rows that do differ, before any more are looked at. */
    interface Sink {
        void take(List<Proven> rows) throws SQLException;
    }

    private static final int LOOKS = 6;

    private final VerifySettings settings;
    private final List<CanonicalTable> tables;
    private final List<SideTable> sources;
    private final List<SideTable> targets;
    private final Both both;
    private final Journal journal;
    private final ArrayDeque<Suspect> waiting = new ArrayDeque<>();

    Suspects(
            VerifySettings settings,
            List<CanonicalTable> tables,
            List<SideTable> sources,
            List<SideTable> targets,
            Both both,
            Journal journal) {
        this.settings = settings;
        this.tables = tables;
        this.sources = sources;
        this.targets = targets;
        this.both = both;
        this.journal = journal;
    }

    void add(Suspect suspect) {
        waiting.add(suspect);
    }

    Collection<Suspect> all() {
        return waiting;
    }

    boolean areLeft() {
        return !waiting.isEmpty();
    }

    int count() {
        return waiting.size();
    }

    /**
     * Looks again at those whose time has come.
     *
     * @param wait whether to wait for the first one's time
     */
    void settle(boolean wait, Sink sink) throws SQLException {
        boolean mustWait = wait || waiting.size() > MOST;
        while (!waiting.isEmpty() && journal.differing() <= settings.maxDifferences()) {
            Duration left = settings.settle().minusNanos(age(waiting.peek()));
            if (waiting.peek().looks() > 0 && left.isPositive()) {
                if (!mustWait) {
                    break;
                }
                Pace.pause(left);
            }
            List<Proven> found = look(batch());
            if (!found.isEmpty()) {
                Both.run(Side.TARGET, () -> journal.add(found, waiting));
                sink.take(found);
            }
            mustWait = waiting.size() > MOST;
        }
    }

    /** Of one table, and all with their time over. */
    private List<Suspect> batch() {
        List<Suspect> batch = new ArrayList<>();
        int table = waiting.peek().table();
        int most = tables.get(table).hasLongerThan(LONG) ? LONG_BATCH : BATCH;
        while (!waiting.isEmpty()
                && batch.size() < most
                && waiting.peek().table() == table
                && (waiting.peek().looks() == 0
                        || age(waiting.peek()) >= settings.settle().toNanos())) {
            batch.add(waiting.remove());
        }
        return batch;
    }

    private List<Proven> look(List<Suspect> batch) throws SQLException {
        int table = batch.getFirst().table();
        List<Key> keys = batch.stream().map(Suspect::key).toList();
        Both.Answers<Map<Key, Row>> rows =
                both.ask(() -> sources.get(table).rows(keys), () -> targets.get(table).rows(keys));
        List<Proven> proven = new ArrayList<>();
        Tally tally = journal.tally(table);
        for (Suspect suspect : batch) {
            Row here = rows.source().get(suspect.key());
            Row there = rows.target().get(suspect.key());
            Look source = here == null ? null : here.look();
            Look target = there == null ? null : there.look();
            if (values(here).equals(values(there))) {
                continue;
            }
            if (suspect.isAsBefore(source, target)) {
                if (journal.differing() > settings.maxDifferences()) {
                    continue;
                }
                Proven row = proven(suspect, here, there);
                tally.count(row.differences().getFirst().kind());
                if (journal.differing() <= settings.maxDifferences()) {
                    proven.add(row);
                }
            } else if (suspect.looks() < LOOKS) {
                waiting.add(suspect.again(source, target));
            } else {
                tally.unsettled++;
            }
        }
        return proven;
    }

    private static Optional<List<String>> values(Row row) {
        return Optional.ofNullable(row).map(Row::values);
    }

    private Proven proven(Suspect suspect, Row source, Row target) {
        return new Proven(
                suspect.table(),
                suspect.key(),
                Optional.ofNullable(source),
                Optional.ofNullable(target),
                differences(suspect, source, target),
                new ArrayList<>());
    }

    private List<Difference> differences(Suspect suspect, Row source, Row target) {
        CanonicalTable table = tables.get(suspect.table());
        if (source == null || target == null) {
            return List.of(
                    difference(
                            table,
                            source == null
                                    ? Difference.Kind.MISSING_SOURCE
                                    : Difference.Kind.MISSING_TARGET,
                            suspect,
                            Optional.empty(),
                            source == null ? null : table.document(source),
                            target == null ? null : table.document(target)));
        }
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            if (!Objects.equals(source.values().get(i), target.values().get(i))) {
                differences.add(
                        difference(
                                table,
                                Difference.Kind.RECORD_DIFF,
                                suspect,
                                Optional.of(table.names().get(i)),
                                source.values().get(i),
                                target.values().get(i)));
            }
        }
        return differences;
    }

    private static Difference difference(
            CanonicalTable table,
            Difference.Kind kind,
            Suspect suspect,
            Optional<String> column,
            String source,
            String target) {
        return new Difference(
                table.name(Side.TARGET),
                kind,
                suspect.key().toString(),
                column,
                Optional.ofNullable(source),
                Optional.ofNullable(target),
                false);
    }

    private static long age(Suspect suspect) {
        return System.nanoTime() - suspect.since();
    }
}
