package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.catalog.Side;
import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.progress.Progress;
import com.travelbuddy.reversesync.settings.Settings;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** One comparison, chunk by chunk through all tables. */
final class Walk {

    /** A text's order is not its index's: each chunk reads the whole table, so make it few. */
    private static final int WIDER_WITHOUT_INDEX = 10;

    private final VerifyRequest request;
    private final int chunkRows;
    private final int maxDifferences;
    private final List<CanonicalTable> tables;
    private final List<SideTable> sources = new ArrayList<>();
    private final List<SideTable> targets = new ArrayList<>();
    private final Connection source;
    private final Both both;
    private final Journal journal;
    private final Progress progress;
    private final Pace pace;
    private final LagGate gate;
    private final Suspects suspects;
    private final List<String> notRepaired = new ArrayList<>();

    Walk(
            Settings settings,
            VerifyRequest request,
            List<CanonicalTable> tables,
            Connection source,
            Connection target,
            Both both,
            Journal journal,
            Progress progress)
            throws SQLException {
        this.request = request;
        this.chunkRows = settings.verify().chunkRows();
        this.maxDifferences = settings.verify().maxDifferences();
        this.tables = tables;
        this.source = source;
        this.both = both;
        this.journal = journal;
        this.progress = progress;
        this.pace = new Pace(request.rowsPerSecond().orElse(settings.verify().rowsPerSecond()));
        this.gate = new LagGate(settings, source, progress);
        boolean utf8 =
                Both.at(Side.SOURCE, () -> Sql.text(source, "SHOW server_encoding"))
                        .filter("UTF8"::equals)
                        .isPresent();
        for (CanonicalTable table : tables) {
            sources.add(new SideTable(table, Side.SOURCE, source, utf8));
            targets.add(new SideTable(table, Side.TARGET, target, utf8));
        }
        this.suspects = new Suspects(settings.verify(), tables, sources, targets, both, journal);
        journal.suspects()
                .forEach(one -> suspects.add(Suspect.unseen(one.table(), new Key(one.key()))));
    }

    Verified run() throws SQLException {
        for (int table = 0; table < tables.size() && !limitReached(); table++) {
            if (!journal.tally(table).done) {
                compare(table);
            }
        }
        if (suspects.areLeft() && !limitReached()) {
            progress.line(
                    "Looking again at %,d rows that seem to differ".formatted(suspects.count()));
        }
        while (suspects.areLeft() && !limitReached()) {
            suspects.settle(true, this::found);
        }
        return Both.at(Side.TARGET, () -> journal.end(results(), notRepaired, limitReached()));
    }

    private void compare(int table) throws SQLException {
        Tally tally = journal.tally(table);
        CanonicalTable form = tables.get(table);
        Comparison comparison =
                new Comparison(both, table, sources.get(table), targets.get(table), suspects::add);
        int chunk = form.isIndexed() ? pace.chunk(chunkRows) : chunkRows * WIDER_WITHOUT_INDEX;
        String what = "verify " + form.name(Side.SOURCE);
        long total =
                Math.round(
                        Both.at(Side.SOURCE, () -> estimate(form))
                                * request.sample().orElse(100)
                                / 100);
        while (!tally.done && !limitReached()) {
            Both.run(Side.SOURCE, gate::pass);
            Optional<Key> after = Optional.ofNullable(tally.position).map(Key::new);
            Optional<Key> to =
                    Both.at(
                            Side.SOURCE,
                            () ->
                                    sources.get(table)
                                            .keyAt(new Range(after, Optional.empty()), chunk - 1));
            if (isInSample(table, tally.chunks)) {
                long rows = comparison.compare(new Range(after, to));
                tally.rows += rows;
                pace.read(rows);
            }
            tally.chunks++;
            tally.done = to.isEmpty();
            tally.position = to.map(Key::parts).orElse(null);
            // An estimate; and only the end is the end.
            long most = tally.done ? tally.rows : Math.max(total, tally.rows + 1);
            progress.at(what, tally.rows, most, "rows");
            suspects.settle(false, this::found);
            Both.run(Side.TARGET, () -> journal.keep(suspects.all()));
        }
    }

    private void found(List<Proven> rows) throws SQLException {
        List<Proven> repaired = new ArrayList<>();
        for (Proven row : rows) {
            Optional<String> obstacle = request.repair() ? repair(row) : Optional.of("");
            if (obstacle.isEmpty()) {
                repaired.add(row);
            }
            String what = obstacle.isEmpty() ? "Repaired: " : "";
            row.differences().forEach(difference -> progress.line(what + difference));
        }
        if (!repaired.isEmpty()) {
            Both.run(Side.TARGET, () -> journal.markRepaired(repaired, suspects.all()));
        }
    }

    private Optional<String> repair(Proven row) throws SQLException {
        int table = row.table();
        Optional<String> obstacle =
                row.source().isEmpty() && !request.deletions()
                        ? Optional.of("only the target has it; verify --repair deletes it")
                        : new Repair(
                                        tables.get(table),
                                        sources.get(table),
                                        targets.get(table),
                                        journal.connection())
                                .repair(row);
        if (obstacle.isEmpty()) {
            journal.tally(table).repaired++;
        } else {
            String line =
                    "Not repaired: %s, key %s: %s"
                            .formatted(
                                    tables.get(table).name(Side.TARGET), row.key(), obstacle.get());
            progress.line(line);
            if (notRepaired.size() < Journal.FIRST) {
                notRepaired.add(line);
            }
        }
        return obstacle;
    }

    private boolean limitReached() {
        return journal.differing() > maxDifferences;
    }

    private boolean isInSample(int table, long chunk) {
        return request.sample().isEmpty()
                || new SplittableRandom(journal.seed() + 31L * chunk + table).nextDouble() * 100
                        < request.sample().getAsDouble();
    }

    private long estimate(CanonicalTable table) throws SQLException {
        return Sql.text(
                        source,
                        "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = ?::regclass",
                        table.from(Side.SOURCE))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private List<TableVerified> results() {
        List<TableVerified> results = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            Tally tally = journal.tally(i);
            CanonicalTable table = tables.get(i);
            results.add(
                    new TableVerified(
                            table.name(Side.SOURCE),
                            table.name(Side.TARGET),
                            tally.rows,
                            tally.missingSource,
                            tally.missingTarget,
                            tally.recordDiff,
                            tally.repaired,
                            tally.unsettled,
                            table.notCompared()));
        }
        return results;
    }
}
