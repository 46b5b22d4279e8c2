package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.catalog.Slot;
import com.travelbuddy.reversesync.progress.Progress;
import com.travelbuddy.reversesync.settings.Settings;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/** Holds the comparison while the replication lags: it needs the databases more. */
final class LagGate {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final Settings settings;
    private final Connection source;
    private final Progress progress;
    private long asked = System.nanoTime() - INTERVAL.toNanos();

    LagGate(Settings settings, Connection source, Progress progress) {
        this.settings = settings;
        this.source = source;
        this.progress = progress;
    }

    /** Returns at once if the lag is unknown, as while nothing is replicated. */
    void pass() throws SQLException {
        if (System.nanoTime() - asked < INTERVAL.toNanos()) {
            return;
        }
        boolean told = false;
        while (true) {
            asked = System.nanoTime();
            Optional<Duration> lag =
                    Slot.of(source, settings).stream()
                            .flatMap(slot -> slot.lag().stream())
                            .max(Comparator.naturalOrder())
                            .filter(now -> now.compareTo(settings.verify().pauseLag()) > 0);
            if (lag.isEmpty()) {
                return;
            }
            if (!told) {
                progress.line(
                        "The replication lags by %d s; waiting until it does by less than %d s"
                                .formatted(
                                        lag.get().toSeconds(),
                                        settings.verify().pauseLag().toSeconds()));
                told = true;
            }
            Pace.pause(INTERVAL);
        }
    }
}
