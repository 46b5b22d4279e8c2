package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.catalog.Side;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the keys of rows that seem to differ in a range of one table. */
final class Comparison {

    /** Ranges of so many rows are read row by row. */
    private static final int LEAF = 500;

    private final Both both;
    private final SideTable source;
    private final SideTable target;
    private final Consumer<Suspect> found;
    private final int table;

    /**
     * @param table its place among those that are compared
     * @param found takes each key, with what both sides had
     */
    Comparison(Both both, int table, SideTable source, SideTable target, Consumer<Suspect> found) {
        this.both = both;
        this.table = table;
        this.source = source;
        this.target = target;
        this.found = found;
    }

    /**
     * @return how many rows the range has
     */
    long compare(Range range) throws SQLException {
        Both.Answers<Checksum> sums = checksums(range);
        narrow(range, sums.source(), sums.target());
        return Math.max(sums.source().rows(), sums.target().rows());
    }

    private Both.Answers<Checksum> checksums(Range range) throws SQLException {
        return both.ask(() -> source.checksum(range), () -> target.checksum(range));
    }

    private void narrow(Range range, Checksum here, Checksum there) throws SQLException {
        if (here.equals(there)) {
            return;
        }
        long rows = Math.max(here.rows(), there.rows());
        Optional<Key> middle =
                rows <= LEAF
                        ? Optional.empty()
                        : keyAt(
                                        here.rows() >= there.rows() ? Side.SOURCE : Side.TARGET,
                                        range,
                                        rows / 2)
                                .filter(key -> !range.to().equals(Optional.of(key)));
        if (middle.isEmpty()) {
            readRows(range);
            return;
        }
        Range left = new Range(range.after(), middle);
        Range right = new Range(middle, range.to());
        Both.Answers<Checksum> sums = checksums(left);
        narrow(left, sums.source(), sums.target());
        // If rows change meanwhile this is wrong, which only makes for suspects in vain.
        narrow(right, here.minus(sums.source()), there.minus(sums.target()));
    }

    private Optional<Key> keyAt(Side side, Range range, long place) throws SQLException {
        SideTable asked = side == Side.SOURCE ? source : target;
        return Both.at(side, () -> asked.keyAt(range, place - 1));
    }

    private void readRows(Range range) throws SQLException {
        Both.Answers<Map<Key, Look>> looks =
                both.ask(() -> source.looks(range), () -> target.looks(range));
        Set<Key> keys = new HashSet<>(looks.source().keySet());
        keys.addAll(looks.target().keySet());
        for (Key key : keys) {
            Look here = looks.source().get(key);
            Look there = looks.target().get(key);
            if (here == null || there == null || here.digest() != there.digest()) {
                found.accept(Suspect.seen(table, key, here, there));
            }
        }
    }
}
