package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.catalog.Side;
import com.travelbuddy.reversesync.catalog.Source;
import com.travelbuddy.reversesync.catalog.Target;
import com.travelbuddy.reversesync.catalog.UnreachableException;
import com.travelbuddy.reversesync.mapping.TableSync;
import com.travelbuddy.reversesync.progress.Progress;
import com.travelbuddy.reversesync.settings.Settings;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Compares both sides through the mapping, in constant memory, while both are in use. */
public final class Verifier {

    private final Settings settings;
    private final Source source;
    private final Target target;
    private final Progress progress;

    public Verifier(Settings settings, Source source, Target target, Progress progress) {
        this.settings = settings;
        this.source = source;
        this.target = target;
        this.progress = progress;
    }

    /**
     * Compares, and repairs if asked to. Interrupted at any moment, it goes on from there the next
     * time.
     *
     * @param tables the mapping; those that the request names are compared
     * @throws UnreachableException when a database does not answer, or not any more
     * @throws UnderWayException while another run compares
     * @throws KeyTypeException when a table's key has no order that both sides share
     */
    public Verified verify(List<TableSync> tables, VerifyRequest request) throws SQLException {
        List<CanonicalTable> compared =
                tables.stream()
                        .filter(
                                table ->
                                        request.tables().isEmpty()
                                                || request.tables().contains(table.source().name())
                                                || request.tables().contains(table.target().name()))
                        .map(CanonicalTable::of)
                        .toList();
        try (Connection from = source.connect();
                Connection to = target.connect();
                Connection log = target.connect();
                Both both = new Both()) {
            Journal journal =
                    Both.at(
                            Side.TARGET,
                            () -> Journal.open(settings, log, compared, request, progress));
            return new Walk(settings, request, compared, from, to, both, journal, progress).run();
        }
    }
}
