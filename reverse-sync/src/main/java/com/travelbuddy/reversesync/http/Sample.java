package com.travelbuddy.reversesync.http;

import com.travelbuddy.reversesync.catalog.Slot;
import com.travelbuddy.reversesync.status.Replication;
import com.travelbuddy.reversesync.status.Status;
import com.travelbuddy.reversesync.status.Verdict;

import java.time.Instant;
import java.util.Optional;

/** What is drawn of one look; what was unknown then is absent. */
record Sample(
        Instant at,
        Verdict verdict,
        Optional<Double> lagSeconds,
        Optional<Long> slotRetainedBytes,
        Optional<Long> captured,
        Optional<Long> applied) {

    static Sample of(Status status) {
        Optional<Replication> dms =
                status.observation().dms().value().filter(seen -> seen.task().isPresent());
        return new Sample(
                status.observation().at(),
                status.judgement().verdict(),
                status.lag().seconds(),
                status.observation()
                        .slots()
                        .value()
                        .filter(slots -> !slots.isEmpty())
                        .map(slots -> slots.stream().mapToLong(Slot::retainedBytes).sum()),
                dms.map(seen -> seen.captured().total()),
                dms.map(seen -> seen.applied().total()));
    }
}
