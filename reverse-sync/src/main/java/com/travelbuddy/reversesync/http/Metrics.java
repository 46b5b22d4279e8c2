package com.travelbuddy.reversesync.http;

import com.travelbuddy.reversesync.catalog.Slot;
import com.travelbuddy.reversesync.status.Latency;
import com.travelbuddy.reversesync.status.Replication;
import com.travelbuddy.reversesync.status.Replication.Changes;
import com.travelbuddy.reversesync.status.Status;
import com.travelbuddy.reversesync.status.TargetState;
import com.travelbuddy.reversesync.status.Verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A status in Prometheus's text format. What is unknown is absent: a zero would say that all is
 * well.
 */
final class Metrics {

    private static final String PREFIX = "reverse_sync_";

    private final StringBuilder text = new StringBuilder();

    private Metrics() {}

    static String of(Optional<Status> latest, Instant now) {
        Metrics metrics = new Metrics();
        latest.ifPresent(status -> metrics.write(status, now));
        return metrics.text.toString();
    }

    private void write(Status status, Instant now) {
        family("verdict", "gauge", "1 for the verdict of the last look, 0 for the others.");
        Arrays.stream(Verdict.values())
                .forEach(
                        verdict ->
                                sample(
                                        "verdict",
                                        "verdict=\"%s\"".formatted(verdict.word()),
                                        verdict == status.judgement().verdict() ? 1 : 0));
        gauge(
                "last_observation_age_seconds",
                "Time since the last look.",
                Optional.of(seconds(status.observation().at(), now)));
        gauge("lag_seconds", "How far the target is behind the source.", status.lag().seconds());
        Optional<Latency> latency = status.observation().cloudWatch().value();
        gauge(
                "cloudwatch_latency_source_seconds",
                "CDCLatencySource of the task.",
                latency.flatMap(Latency::source));
        gauge(
                "cloudwatch_latency_target_seconds",
                "CDCLatencyTarget of the task.",
                latency.flatMap(Latency::target));
        status.observation().slots().value().ifPresent(this::slots);
        status.observation()
                .dms()
                .value()
                .filter(dms -> dms.task().isPresent())
                .ifPresent(this::replication);
        status.observation().target().value().ifPresent(target -> target(target, now));
    }

    private void slots(List<Slot> slots) {
        slots(slots, "slot_retained_bytes", "Log that the slot keeps.", Slot::retainedBytes);
        slots(
                slots,
                "slot_pending_bytes",
                "Log that the slot's reader has not confirmed.",
                Slot::pendingBytes);
        slots(
                slots,
                "slot_active",
                "Whether somebody reads from the slot.",
                slot -> slot.active() ? 1 : 0);
    }

    private void slots(List<Slot> slots, String name, String help, ToLongFunction<Slot> value) {
        if (!slots.isEmpty()) {
            family(name, "gauge", help);
            slots.forEach(
                    slot ->
                            sample(
                                    name,
                                    "slot=\"%s\"".formatted(slot.name()),
                                    value.applyAsLong(slot)));
        }
    }

    private void replication(Replication dms) {
        changes("rows_captured_total", "Changes read from the source's log.", dms.captured());
        changes("rows_applied_total", "Changes that the target has.", dms.applied());
        gauge(
                "tables_in_error",
                "Tables that are no longer carried over.",
                Optional.of((double) dms.tables().stream().filter(t -> t.isBroken()).count()));
    }

    /** Counters of DMS: they begin anew when a task is reloaded or made anew. */
    private void changes(String name, String help, Changes changes) {
        family(name, "counter", help);
        sample(name, "operation=\"insert\"", changes.inserts());
        sample(name, "operation=\"update\"", changes.updates());
        sample(name, "operation=\"delete\"", changes.deletes());
    }

    private void target(TargetState target, Instant now) {
        gauge(
                "apply_exceptions",
                "Changes not applied as they came since the last verification that found both equal.",
                Optional.of((double) target.applyExceptions().count()));
        gauge(
                "rows_different",
                "Rows that the last verification has left different.",
                target.lastVerification().map(last -> (double) last.remaining()));
        gauge(
                "verification_age_seconds",
                "Time since the start of the last verification that found both equal.",
                target.lastEqual().map(equal -> seconds(equal.started(), now)));
    }

    private void gauge(String name, String help, Optional<Double> value) {
        value.ifPresent(
                known -> {
                    family(name, "gauge", help);
                    text.append(PREFIX).append(name).append(' ').append(number(known)).append('\n');
                });
    }

    private void family(String name, String type, String help) {
        text.append("# HELP %s%s %s\n# TYPE %1$s%2$s %4$s\n".formatted(PREFIX, name, help, type));
    }

    private void sample(String name, String label, long value) {
        text.append("%s%s{%s} %d\n".formatted(PREFIX, name, label, value));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.3f", value);
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }
}
