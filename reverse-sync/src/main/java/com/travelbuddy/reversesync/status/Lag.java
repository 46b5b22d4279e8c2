package com.travelbuddy.reversesync.status;

import com.travelbuddy.reversesync.catalog.Slot;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far the target is behind the source. Nothing tells it exactly: the control table and the slot
 * each know a moment up to which everything is applied; the later of the two is taken. A source
 * where nothing happens has no lag, however long ago its last change was.
 *
 * @param seconds absent: unknown
 * @param pending whether something is known to wait
 * @param controlTable seconds since a moment up to which DMS has reported all as applied
 * @param slot seconds that its reader's confirmation is behind, as the source measures
 */
public record Lag(
        Optional<Double> seconds,
        boolean pending,
        Optional<Double> controlTable,
        Optional<Double> slot) {

    /** A segment of the log: an idle server may be that much ahead of what a reader confirms. */
    private static final long IDLE_BYTES = 16L << 20;

    /**
     * @param slot name of the slot that the settings say
     */
    static Lag of(Observation observation, String slot) {
        Optional<TargetState.Applying> applying =
                observation.target().flatMap(TargetState::applying);
        Optional<Slot> read = observation.slots().flatMap(slots -> chosen(slots, slot));
        boolean pending =
                applying.filter(report -> report.pendingChanges() > 0).isPresent()
                        || observation.dms().value().filter(Replication::isBehind).isPresent()
                        || read.filter(Lag::isBehind).isPresent();
        Optional<Double> byControlTable =
                applying.flatMap(report -> ofReport(report, observation.at(), read));
        Optional<Double> bySlot = read.flatMap(Lag::ofSlot);
        boolean known = applying.isPresent() || read.isPresent();
        return new Lag(
                pending
                        ? Stream.concat(byControlTable.stream(), bySlot.stream())
                                .min(Comparator.naturalOrder())
                        : known ? Optional.of(0.0) : Optional.empty(),
                pending,
                byControlTable,
                bySlot);
    }

    /**
     * Since the last commit that was applied; or, as that may be long ago when nothing happened,
     * since DMS last reported that nothing waits. It does not count what it has yet to read.
     */
    private static Optional<Double> ofReport(
            TargetState.Applying report, Instant now, Optional<Slot> slot) {
        boolean nothingWaited =
                report.pendingChanges() == 0
                        && slot.filter(
                                        read ->
                                                read.pendingBytes() < IDLE_BYTES
                                                        && read.lag().isEmpty())
                                .isPresent();
        return Stream.concat(
                        report.appliedUntil().stream(),
                        nothingWaited ? Stream.of(report.reported()) : Stream.empty())
                .max(Comparator.naturalOrder())
                .map(until -> seconds(Duration.between(until, now)));
    }

    /** The one that is read from, or else the one that the settings name. */
    static Optional<Slot> chosen(List<Slot> slots, String name) {
        return slots.stream()
                .max(
                        Comparator.comparing(Slot::active)
                                .thenComparing(slot -> slot.name().equals(name)));
    }

    private static boolean isBehind(Slot slot) {
        return slot.pendingBytes() >= IDLE_BYTES
                || slot.pendingBytes() > 0 && slot.lag().filter(Duration::isPositive).isPresent();
    }

    /** The server forgets the lag of a reader that has caught up, or has not confirmed yet. */
    private static Optional<Double> ofSlot(Slot slot) {
        return slot.pendingBytes() == 0 ? Optional.of(0.0) : slot.lag().map(Lag::seconds);
    }

    private static double seconds(Duration duration) {
        return Math.max(0, duration.toMillis() / 1000.0);
    }
}
