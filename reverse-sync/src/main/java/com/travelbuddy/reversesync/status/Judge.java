package com.travelbuddy.reversesync.status;

import com.travelbuddy.reversesync.catalog.Slot;
import com.travelbuddy.reversesync.settings.Settings;
import com.travelbuddy.reversesync.settings.TableName;
import com.travelbuddy.reversesync.verify.Verification;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Comes from what was seen to one verdict. Asks nobody: the same observation, the same verdict. */
final class Judge {

    private static final Set<String> INSTANCE_CHANGES =
            Set.of("creating", "modifying", "upgrading", "rebooting", "maintenance");

    private final Settings settings;
    private final Observation seen;
    private final Lag lag;
    private final List<Finding> findings = new ArrayList<>();

    Judge(Settings settings, Observation seen, Lag lag) {
        this.settings = settings;
        this.seen = seen;
        this.lag = lag;
    }

    Judgement judgement() {
        unreachable();
        seen.dms().value().ifPresent(this::dms);
        seen.slots().value().ifPresent(slots -> slots.forEach(this::slot));
        reader();
        lag();
        seen.target().value().ifPresent(this::target);
        findings.sort(Comparator.comparing(Finding::verdict));
        Verdict verdict = findings.isEmpty() ? Verdict.HEALTHY : findings.getFirst().verdict();
        return new Judgement(
                verdict,
                verdict.title(),
                findings.isEmpty() ? healthy() : findings.getFirst().sentence(),
                findings.stream().map(Finding::sentence).toList(),
                findings.stream().flatMap(found -> found.advice().stream()).distinct().toList());
    }

    private void unreachable() {
        seen.target()
                .error()
                .ifPresent(
                        error ->
                                found(
                                        Verdict.TARGET_UNREACHABLE,
                                        error,
                                        "Check that the target runs and lets this host in; DMS"
                                                + " retries by itself and goes on where it was"));
        seen.slots()
                .error()
                .ifPresent(
                        error ->
                                found(
                                        Verdict.SOURCE_UNREACHABLE,
                                        error,
                                        "Check that the source runs and lets this host in; DMS"
                                                + " retries by itself and goes on where it was"));
        seen.dms()
                .error()
                .ifPresent(
                        error ->
                                found(
                                        Verdict.AWS_UNREACHABLE,
                                        error,
                                        "Check credentials, region and the way to AWS (aws sts"
                                                + " get-caller-identity); the task itself may well"
                                                + " run"));
    }

    private void dms(Replication dms) {
        if (dms.task().isEmpty()) {
            found(
                    Verdict.NOT_PROVISIONED,
                    "DMS has no task %s.".formatted(settings.dms().task()),
                    "reverse-sync check",
                    "reverse-sync apply");
        } else {
            task(dms.task().get(), dms.tables());
            tables(dms.task().get(), dms.tables());
        }
        dms.instance().ifPresent(this::instance);
        dms.sourceConnection().ifPresent(connection -> connection(connection, "source"));
        dms.targetConnection().ifPresent(connection -> connection(connection, "target"));
    }

    private void task(Replication.Task task, List<Replication.TableProgress> tables) {
        switch (task.status()) {
            case "running" -> {
                long loading = tables.stream().filter(Replication.TableProgress::isLoading).count();
                if (loading > 0) {
                    found(
                            Verdict.IN_TRANSITION,
                            "The full load is under way: %s to go, %d %% done."
                                    .formatted(
                                            Words.count(loading, "table"),
                                            task.fullLoadPercent().orElse(0)),
                            "reverse-sync status --watch");
                }
            }
            case "failed", "failed-move" -> failed(task);
            case "stopped" -> stopped(task);
            case "ready" ->
                    found(Verdict.STOPPED, "The task has never been started.", "reverse-sync run");
            default ->
                    found(
                            Verdict.IN_TRANSITION,
                            "The task is %s.".formatted(task.status()),
                            "reverse-sync status --watch");
        }
    }

    private void stopped(Replication.Task task) {
        String reason = task.stopReason().orElse("NORMAL");
        switch (reason) {
            case "FULL_LOAD_ONLY_FINISHED" -> {
                // All that a full-load task does is done.
                if (!task.migrationType().equals("full-load")) {
                    stoppedBy(task, reason);
                }
            }
            case "FATAL_ERROR",
                    "RECOVERABLE_ERROR",
                    "STOPPED_DUE_TO_LOW_MEMORY",
                    "STOPPED_DUE_TO_LOW_DISK",
                    "EXPRESS_LICENSE_LIMITS_REACHED" ->
                    failed(task);
            default -> {
                if (task.lastFailureMessage().isPresent()) {
                    failed(task);
                } else {
                    stoppedBy(task, reason);
                }
            }
        }
    }

    private void stoppedBy(Replication.Task task, String reason) {
        found(
                Verdict.STOPPED,
                "The task is stopped%s (%s); changes wait in the source's log."
                        .formatted(task.stopped().map(at -> " since " + at).orElse(""), reason),
                "reverse-sync resume");
    }

    private void failed(Replication.Task task) {
        found(
                Verdict.TASK_FAILED,
                "The task has ended by an error%s: %s"
                        .formatted(
                                task.stopReason()
                                        .map(reason -> " (%s)".formatted(reason))
                                        .orElse(""),
                                task.lastFailureMessage().orElse("DMS does not say which")),
                "Remove the cause that DMS names, then: reverse-sync resume",
                "reverse-sync verify");
    }

    private void tables(Replication.Task task, List<Replication.TableProgress> tables) {
        List<TargetState.Suspension> suspended =
                seen.target().value().map(TargetState::suspended).orElse(List.of()).stream()
                        .filter(suspension -> isOf(suspension, task))
                        .toList();
        for (Replication.TableProgress table : tables) {
            Optional<String> reason =
                    suspended.stream()
                            .filter(suspension -> suspension.table().equals(table.name()))
                            .map(TargetState.Suspension::reason)
                            .findFirst();
            if (table.isBroken() || reason.isPresent()) {
                found(
                        Verdict.TABLE_SUSPENDED,
                        "Table %s is no longer carried over (%s)%s"
                                .formatted(
                                        table.name(),
                                        table.state(),
                                        reason.map(text -> ": " + text).orElse(".")),
                        "Remove the cause, such as a value that the target cannot store",
                        "reverse-sync stop",
                        "reverse-sync resume",
                        task.migrationType().contains("full-load")
                                ? "If the table stays suspended: reverse-sync reload --confirm "
                                        + task.id()
                                : "If the table stays suspended: reverse-sync destroy --confirm %s,"
                                                .formatted(task.id())
                                        + " then reverse-sync run",
                        "reverse-sync verify --repair");
            }
            if (table.fullLoadErrorRows() > 0 && !isVerifiedSince(table.fullLoadEnd())) {
                found(
                        Verdict.APPLY_EXCEPTIONS,
                        "%s of %s could not be loaded."
                                .formatted(
                                        Words.count(table.fullLoadErrorRows(), "row"),
                                        table.name()),
                        "reverse-sync verify --repair");
            }
        }
        if (task.status().equals("running") && !tables.isEmpty()) {
            settings.tables().stream()
                    .map(declared -> declared.source())
                    .filter(name -> tables.stream().noneMatch(table -> table.name().equals(name)))
                    .forEach(this::notCarried);
        }
    }

    /** A suspension of an earlier run says nothing about this one. Its time has no fraction. */
    private static boolean isOf(TargetState.Suspension suspension, Replication.Task task) {
        return suspension.since().isEmpty()
                || task.started().isEmpty()
                || suspension.since().get().plusSeconds(1).isAfter(task.started().get());
    }

    private boolean isVerifiedSince(Optional<Instant> moment) {
        return seen.target()
                .flatMap(TargetState::lastEqual)
                .filter(equal -> moment.isEmpty() || equal.started().isAfter(moment.get()))
                .isPresent();
    }

    private void notCarried(TableName name) {
        found(
                Verdict.UNHEALTHY,
                "The task does not carry %s, which the configuration declares.".formatted(name),
                "reverse-sync plan");
    }

    private void instance(Replication.Instance instance) {
        if (INSTANCE_CHANGES.contains(instance.status())) {
            found(
                    Verdict.IN_TRANSITION,
                    "The instance is %s.".formatted(instance.status()),
                    "reverse-sync status --watch");
        } else if (!instance.status().equals("available")) {
            found(
                    Verdict.UNHEALTHY,
                    "The instance %s is %s.".formatted(instance.id(), instance.status()),
                    "aws dms describe-events --source-type replication-instance"
                            + " --source-identifier "
                            + instance.id());
        }
    }

    private void connection(Replication.Connection connection, String side) {
        if (connection.status().filter("failed"::equals).isPresent()) {
            found(
                    Verdict.UNHEALTHY,
                    "DMS does not reach the %s (%s): %s"
                            .formatted(
                                    side,
                                    connection.endpoint(),
                                    connection.lastFailureMessage().orElse("it does not say why")),
                    "Check network, account and TLS of the endpoint, then: reverse-sync apply");
        }
    }

    /** DMS retries for ever when the source does not let it in, and calls that running. */
    private void reader() {
        boolean reads =
                seen.dms()
                        .flatMap(Replication::task)
                        .filter(task -> task.status().equals("running"))
                        .filter(task -> task.migrationType().contains("cdc"))
                        .isPresent();
        if (!reads || seen.slots().value().isEmpty()) {
            return;
        }
        List<Slot> slots = seen.slots().value().get();
        if (slots.stream().noneMatch(Slot::active)
                && slots.stream().allMatch(slot -> slot.pendingBytes() > 0)) {
            found(
                    Verdict.UNHEALTHY,
                    slots.isEmpty()
                            ? "The task runs, but the source has no slot for it."
                            : "The task runs, but nobody reads its slot %s, which has %s to read."
                                    .formatted(
                                            slots.getFirst().name(),
                                            Words.bytes(slots.getFirst().pendingBytes())),
                    "Check DMS's account at the source, and the way there: reverse-sync check");
        }
    }

    private void slot(Slot slot) {
        if (slot.state().equals("lost")) {
            found(
                    Verdict.UNHEALTHY,
                    "The source has removed log that the slot %s needs: changes are lost to the task."
                            .formatted(slot.name()),
                    "reverse-sync destroy --confirm %s, then reverse-sync run"
                            .formatted(settings.dms().task()));
            return;
        }
        long bytes = Math.max(slot.retainedBytes(), slot.pendingBytes());
        boolean beyond = bytes > settings.status().maxSlotBytes();
        if (beyond || slot.state().equals("unreserved")) {
            found(
                    Verdict.SLOT_GROWING,
                    "The slot %s keeps %s of log at the source%s; %s."
                            .formatted(
                                    slot.name(),
                                    Words.bytes(bytes),
                                    beyond
                                            ? ", more than the %s allowed"
                                                    .formatted(
                                                            Words.bytes(
                                                                    settings.status()
                                                                            .maxSlotBytes()))
                                            : " and is about to lose it",
                                    slot.active() ? "it is being read" : "nobody reads it"),
                    slot.active()
                            ? "Find what holds the target up (locks, load), or make the instance"
                                    + " larger"
                            : "reverse-sync resume; or, if the task is not coming back:"
                                    + " reverse-sync destroy --confirm "
                                    + settings.dms().task(),
                    "Watch the free space of the source's disk");
        }
    }

    private void lag() {
        boolean runs =
                seen.dms()
                        .flatMap(Replication::task)
                        .map(task -> task.status().equals("running"))
                        .orElse(seen.dms().error().isPresent());
        Duration allowed = settings.status().maxLag();
        if (runs && lag.seconds().filter(s -> s * 1000 > allowed.toMillis()).isPresent()) {
            found(
                    Verdict.LAGGING,
                    "The target is %s behind the source, more than the %s allowed."
                            .formatted(
                                    Words.seconds(lag.seconds().orElseThrow()), Words.of(allowed)),
                    "Look for locks on the target's table (SHOW ENGINE INNODB STATUS) and for long"
                            + " transactions at the source",
                    "reverse-sync status --watch");
        }
    }

    private void target(TargetState target) {
        long exceptions = target.applyExceptions().count();
        if (exceptions > 0) {
            found(
                    Verdict.APPLY_EXCEPTIONS,
                    "%s could not be applied as %s came since %s: %s"
                            .formatted(
                                    Words.count(exceptions, "change"),
                                    exceptions == 1 ? "it" : "they",
                                    target.applyExceptions()
                                            .since()
                                            .map(
                                                    since ->
                                                            "the last verification that found both equal")
                                            .orElse("the beginning"),
                                    target.applyExceptions().last().getFirst().error()),
                    "reverse-sync verify --repair");
        }
        if (target.lastVerification().isEmpty()) {
            if (hasRun()) {
                found(
                        Verdict.NEVER_VERIFIED,
                        "Source and target have never been compared.",
                        "reverse-sync verify");
            }
            return;
        }
        Verification last = target.lastVerification().get();
        if (last.remaining() > 0) {
            found(
                    Verdict.DIFFERS,
                    "The last verification, %s ago, has left %s that %s."
                            .formatted(
                                    age(last),
                                    Words.count(last.remaining(), "row"),
                                    last.remaining() == 1 ? "differs" : "differ"),
                    "reverse-sync verify --repair");
        }
        Duration allowed = settings.status().maxVerificationAge();
        target.lastEqual()
                .filter(equal -> ageOf(equal).compareTo(allowed) > 0)
                .ifPresent(
                        equal ->
                                found(
                                        Verdict.VERIFICATION_OLD,
                                        "The last verification that found both sides equal is %s old,"
                                                        .formatted(age(equal))
                                                + " more than the %s allowed."
                                                        .formatted(Words.of(allowed)),
                                        "reverse-sync verify"));
    }

    /** Before the first run there is nothing to compare. */
    private boolean hasRun() {
        return seen.dms().error().isPresent()
                || seen.dms()
                        .flatMap(Replication::task)
                        .flatMap(Replication.Task::started)
                        .isPresent();
    }

    private String healthy() {
        return "The target follows the source%s; %s compared %s ago, all equal."
                .formatted(
                        lag.seconds()
                                .map(seconds -> ", %s behind".formatted(Words.seconds(seconds)))
                                .orElse(""),
                        Words.count(
                                seen.target()
                                        .flatMap(TargetState::lastEqual)
                                        .map(Verification::rows)
                                        .orElse(0L),
                                "row"),
                        seen.target().flatMap(TargetState::lastEqual).map(this::age).orElse("0 s"));
    }

    private String age(Verification verification) {
        return Words.of(ageOf(verification));
    }

    private Duration ageOf(Verification verification) {
        return Duration.between(verification.started(), seen.at());
    }

    private void found(Verdict verdict, String sentence, String... advice) {
        findings.add(new Finding(verdict, sentence, advice));
    }
}
