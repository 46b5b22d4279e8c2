package com.travelbuddy.reversesync.command;

import com.travelbuddy.reversesync.catalog.Slot;
import com.travelbuddy.reversesync.status.Judgement;
import com.travelbuddy.reversesync.status.Latency;
import com.travelbuddy.reversesync.status.Observation;
import com.travelbuddy.reversesync.status.Replication;
import com.travelbuddy.reversesync.status.Status;
import com.travelbuddy.reversesync.status.TargetState;
import com.travelbuddy.reversesync.status.Verdict;
import com.travelbuddy.reversesync.status.Words;
import com.travelbuddy.reversesync.verify.Verification;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A status as text. Remembers the last one, to tell what has happened since. */
final class StatusScreen {

    private static final String GREEN = "\u001b[1;32m";
    private static final String YELLOW = "\u001b[1;33m";
    private static final String RED = "\u001b[1;31m";
    private static final String PLAIN = "\u001b[0m";

    private final boolean colours;
    private Optional<Status> before = Optional.empty();

    StatusScreen(boolean colours) {
        this.colours = colours;
    }

    /** All of it. */
    List<String> lines(Status status) {
        Judgement judgement = status.judgement();
        Observation seen = status.observation();
        List<String> lines = new ArrayList<>();
        lines.add(coloured(judgement.verdict()) + "  " + oneLine(judgement.sentence()));
        judgement.reasons().stream().skip(1).forEach(also -> lines.add("  also: " + oneLine(also)));
        lines.add("");
        List<String> facts = new ArrayList<>();
        seen.dms().value().ifPresent(dms -> dms(facts, dms));
        seen.dms().error().ifPresent(_ -> fact(facts, "DMS", "no answer"));
        fact(facts, "lag", lag(status));
        seen.slots().value().ifPresent(slots -> slots(facts, slots));
        seen.slots().error().ifPresent(_ -> fact(facts, "source", "no answer"));
        seen.target().value().ifPresent(target -> target(facts, target, seen));
        seen.target().error().ifPresent(_ -> fact(facts, "target", "no answer"));
        since(status).ifPresent(text -> fact(facts, "since the last look", text));
        lines.addAll(facts);
        seen.dms().value().ifPresent(dms -> tables(lines, dms));
        if (!judgement.advice().isEmpty()) {
            lines.add("");
            lines.add("What to do next:");
            judgement.advice().forEach(advice -> lines.add("  - " + advice));
        }
        before = Optional.of(status);
        return lines;
    }

    /** The least that says something, for a log. */
    String line(Status status) {
        String line =
                "%s %s lag=%s %s%s"
                        .formatted(
                                status.observation().at().truncatedTo(ChronoUnit.SECONDS),
                                status.judgement().verdict().word(),
                                status.lag().seconds().map(Words::seconds).orElse("unknown"),
                                oneLine(status.judgement().sentence()),
                                since(status).map(text -> " [" + text + "]").orElse(""));
        before = Optional.of(status);
        return line;
    }

    private static void fact(List<String> facts, String name, String text) {
        facts.add("%-18s %s".formatted(name, oneLine(text)));
    }

    private String coloured(Verdict verdict) {
        String word = verdict.title().toUpperCase(Locale.ROOT);
        if (!colours) {
            return word;
        }
        String colour =
                verdict == Verdict.HEALTHY
                        ? GREEN
                        : verdict.compareTo(Verdict.NOT_PROVISIONED) >= 0 ? YELLOW : RED;
        return colour + word + PLAIN;
    }

    private static void dms(List<String> facts, Replication dms) {
        fact(facts, "task", dms.task().map(StatusScreen::task).orElse("none"));
        fact(
                facts,
                "instance",
                dms.instance()
                        .map(
                                instance ->
                                        "%s, %s (%s)"
                                                .formatted(
                                                        instance.id(),
                                                        instance.status(),
                                                        instance.instanceClass()))
                        .orElse("none"));
        fact(facts, "source connection", connection(dms.sourceConnection()));
        fact(facts, "target connection", connection(dms.targetConnection()));
    }

    private static String task(Replication.Task task) {
        return "%s, %s, %s%s%s"
                .formatted(
                        task.id(),
                        task.status(),
                        task.migrationType(),
                        task.started()
                                .map(at -> ", started " + at.truncatedTo(ChronoUnit.SECONDS))
                                .orElse(""),
                        task.fullLoadPercent().map(done -> ", loaded " + done + " %").orElse(""));
    }

    private static String connection(Optional<Replication.Connection> connection) {
        return connection
                .map(found -> found.endpoint() + ", " + found.status().orElse("never tested"))
                .orElse("none");
    }

    private static String lag(Status status) {
        return "%s  (control table %s, slot %s, CloudWatch %s)"
                .formatted(
                        status.lag().seconds().map(Words::seconds).orElse("unknown"),
                        status.lag().pending() || status.lag().controlTable().isEmpty()
                                ? status.lag().controlTable().map(Words::seconds).orElse("-")
                                : "idle",
                        status.lag().slot().map(Words::seconds).orElse("-"),
                        status.observation()
                                .cloudWatch()
                                .value()
                                .map(StatusScreen::latency)
                                .orElse("not available"));
    }

    private static String latency(Latency latency) {
        return latency.source().isEmpty() && latency.target().isEmpty()
                ? "no data"
                : "%s + %s"
                        .formatted(
                                latency.source().map(Words::seconds).orElse("no data"),
                                latency.target().map(Words::seconds).orElse("no data"));
    }

    private static void slots(List<String> facts, List<Slot> slots) {
        if (slots.isEmpty()) {
            fact(facts, "slot", "none");
        }
        for (Slot slot : slots) {
            fact(
                    facts,
                    "slot",
                    "%s, %s, keeps %s, %s not confirmed"
                            .formatted(
                                    slot.name(),
                                    slot.active() ? "read" : "not read",
                                    Words.bytes(slot.retainedBytes()),
                                    Words.bytes(slot.pendingBytes())));
        }
    }

    private static void target(List<String> facts, TargetState target, Observation seen) {
        fact(
                facts,
                "apply exceptions",
                "%d%s%s"
                        .formatted(
                                target.applyExceptions().count(),
                                target.applyExceptions()
                                        .since()
                                        .map(since -> " since " + since)
                                        .orElse(""),
                                target.applyExceptions().unchanged() == 0
                                        ? ""
                                        : ", and %d that changed nothing"
                                                .formatted(target.applyExceptions().unchanged())));
        fact(
                facts,
                "last verification",
                target.lastVerification().map(last -> verification(last, seen)).orElse("never"));
    }

    private static String verification(Verification last, Observation seen) {
        return "%s ago, %s, %s"
                .formatted(
                        Words.of(Duration.between(last.ended().orElse(last.started()), seen.at())),
                        Words.count(last.rows(), "row"),
                        last.remaining() == 0 ? "all equal" : last.remaining() + " differ");
    }

    private static void tables(List<String> lines, Replication dms) {
        if (dms.tables().isEmpty()) {
            return;
        }
        lines.add("");
        TextTable table =
                new TextTable("table", "state", "loaded", "inserts", "updates", "deletes");
        for (Replication.TableProgress one : dms.tables()) {
            table.row(
                    one.name(),
                    one.state(),
                    one.fullLoadRows(),
                    applied(one.applied().inserts(), one.captured().inserts()),
                    applied(one.applied().updates(), one.captured().updates()),
                    applied(one.applied().deletes(), one.captured().deletes()));
        }
        lines.addAll(table.lines());
    }

    private static String applied(long applied, long captured) {
        return applied == captured ? Long.toString(applied) : applied + " of " + captured;
    }

    /** What has grown since the last look. */
    private Optional<String> since(Status status) {
        return before.map(
                last -> {
                    double seconds =
                            Math.max(
                                    0.001,
                                    Duration.between(
                                                            last.observation().at(),
                                                            status.observation().at())
                                                    .toMillis()
                                            / 1000.0);
                    return String.format(
                            Locale.ROOT,
                            "%.1f changes/s applied, slot %s%s/s",
                            (applied(status) - applied(last)) / seconds,
                            retained(status) >= retained(last) ? "+" : "-",
                            Words.bytes(
                                    (long)
                                            (Math.abs(retained(status) - retained(last))
                                                    / seconds)));
                });
    }

    private static long applied(Status status) {
        return status.observation().dms().value().map(dms -> dms.applied().total()).orElse(0L);
    }

    private static long retained(Status status) {
        return status.observation().slots().value().orElse(List.of()).stream()
                .mapToLong(Slot::retainedBytes)
                .sum();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
