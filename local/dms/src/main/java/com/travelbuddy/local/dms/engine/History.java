package com.travelbuddy.local.dms.engine;

import com.travelbuddy.local.dms.target.TargetSession;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Sums up what was done in each slot of time, for the history table. */
final class History {

    private final TargetSession session;
    private final Duration slot;
    private Instant begin;
    private long records;
    private long volume;

    History(TargetSession session, Duration slot) {
        this.session = session;
        this.slot = slot;
        this.begin = slotOf(Instant.now());
    }

    /** Counts work; the volume is in characters. */
    void add(long newRecords, long newVolume) {
        records += newRecords;
        volume += newVolume;
    }

    /** Writes the slot that is under way, and begins the next when it is over. */
    void tick(String type, Duration latency) throws SQLException {
        session.report(type, begin, slot, latency, records, volume);
        Instant now = slotOf(Instant.now());
        if (now.isAfter(begin)) {
            begin = now;
            records = 0;
            volume = 0;
        }
    }

    private Instant slotOf(Instant time) {
        long millis = slot.toMillis();
        return Instant.ofEpochMilli(time.toEpochMilli() / millis * millis);
    }
}
