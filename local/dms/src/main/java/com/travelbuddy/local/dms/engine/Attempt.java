package com.travelbuddy.local.dms.engine;

import com.travelbuddy.local.dms.mapping.MappedTable;
import com.travelbuddy.local.dms.mapping.SourceTable;
import com.travelbuddy.local.dms.mapping.UnmappableTableException;
import com.travelbuddy.local.dms.settings.TaskSettings;
import com.travelbuddy.local.dms.settings.TaskSettings.TablePreparation;
import com.travelbuddy.local.dms.source.CapturedTable;
import com.travelbuddy.local.dms.source.Catalog;
import com.travelbuddy.local.dms.source.ReplicationSlot;
import com.travelbuddy.local.dms.source.SlotUnusableException;
import com.travelbuddy.local.dms.source.Snapshot;
import com.travelbuddy.local.dms.source.SourceClock;
import com.travelbuddy.local.dms.target.ControlTables;
import com.travelbuddy.local.dms.target.StopTaskException;
import com.travelbuddy.local.dms.target.SuspendTableException;
import com.travelbuddy.local.dms.target.TableProgress;
import com.travelbuddy.local.dms.target.TableProgress.Phase;
import com.travelbuddy.local.dms.target.TargetSession;
import com.travelbuddy.local.dms.target.TargetTable;

import org.postgresql.replication.LogSequenceNumber;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One attempt of a run: from connecting to both sides until one of them fails or the run ends.
 * Whatever an attempt was doing when it failed, the next one goes on from what the target has.
 */
final class Attempt implements AutoCloseable {

    private final TaskRun run;
    private final TaskDefinition task;
    private final TaskSettings settings;
    private final TaskListener listener;
    private final TargetSession session;
    private final ReplicationSlot slot;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<CapturedTable, TrackedTable> tables = new LinkedHashMap<>();
    private volatile List<TrackedTable> published = List.of();
    private volatile LogSequenceNumber position = LogSequenceNumber.INVALID_LSN;
    private volatile Optional<FullLoad> fullLoad = Optional.empty();
    private volatile boolean ready;

    Attempt(TaskRun run) throws SQLException {
        this.run = run;
        this.task = run.task();
        this.settings = task.settings();
        this.listener = run.listener();
        var controlSettings = settings.controlTables();
        this.session =
                TargetSession.open(
                        task.target(),
                        new ControlTables(
                                controlSettings.schema(),
                                task.instance(),
                                task.resourceId(),
                                new ControlTables.Written(
                                        controlSettings.status(),
                                        controlSettings.suspendedTables(),
                                        controlSettings.history(),
                                        settings.targetMetadata().recoveryTable())));
        this.slot =
                new ReplicationSlot(
                        task.source(),
                        task.source().slot().isEmpty() ? task.slot() : task.source().slot());
    }

    /** Works until the run's goal is reached or a stop is asked for. */
    StopReason run()
            throws SQLException, StopTaskException, SlotUnusableException, InterruptedException {
        List<CapturedTable> captured = Catalog.read(task.source(), task.mapping()::selects);
        List<Mapped> mapped = map(captured);
        if (mapped.isEmpty() && settings.errors().failOnNoTablesCaptured()) {
            throw new StopTaskException(
                    "no table of the source is selected by the mapping (FailOnNoTablesCaptured)");
        }
        if (run.startType() == StartType.RESUME_PROCESSING) {
            resume(mapped);
            run.begun();
            loadUnfinished();
        } else {
            begin(mapped);
        }
        if (run.isStopping()) {
            return StopReason.NORMAL;
        }
        if (!task.migrationType().streams()) {
            return StopReason.FULL_LOAD_ONLY_FINISHED;
        }
        if (run.hasLoaded() && settings.fullLoad().stopBeforeCachedChanges()) {
            return StopReason.STOPPED_AFTER_FULL_LOAD;
        }
        return stream();
    }

    boolean isReady() {
        return ready;
    }

    List<TableStatistics> statistics() {
        return published.stream().map(TrackedTable::statistics).toList();
    }

    String checkpoint() {
        return position.equals(LogSequenceNumber.INVALID_LSN) ? "" : Checkpoint.of(position);
    }

    void cancelLoads() {
        published.forEach(TrackedTable::cancelIfLoading);
    }

    /** For a thread that is not the run's own. */
    void abortUnlessEndedIn(Duration grace) {
        try {
            if (!ended.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                session.abort();
                fullLoad.ifPresent(FullLoad::abort);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        session.close();
        ended.countDown();
    }

    /**
     * A table and where it goes.
     *
     * @param target empty: it cannot be carried
     * @param problem why not
     */
    private record Mapped(CapturedTable source, Optional<TargetTable> target, String problem) {}

    private List<Mapped> map(List<CapturedTable> captured) {
        task.mapping()
                .unmatched(captured.stream().map(CapturedTable::table).toList())
                .forEach(listener::warned);
        String schema =
                task.target().database().isEmpty()
                        ? settings.targetMetadata().targetSchema()
                        : task.target().database();
        List<Mapped> mapped = new ArrayList<>();
        for (CapturedTable table : captured) {
            try {
                MappedTable result = task.mapping().map(table.table());
                result.warnings().forEach(listener::warned);
                mapped.add(new Mapped(table, Optional.of(new TargetTable(result, schema)), ""));
            } catch (UnmappableTableException e) {
                mapped.add(new Mapped(table, Optional.empty(), e.getMessage()));
            }
        }
        return mapped;
    }

    /** The first beginning, or a beginning anew. */
    private void begin(List<Mapped> mapped)
            throws SQLException, StopTaskException, SlotUnusableException, InterruptedException {
        Phase phase = task.migrationType().loads() ? Phase.UNLOADED : Phase.STREAMING;
        if (!task.startPosition().isEmpty() && run.startType() == StartType.START_REPLICATION) {
            LogSequenceNumber from =
                    Checkpoint.position(task.startPosition())
                            .orElseThrow(
                                    () ->
                                            new StopTaskException(
                                                    "CdcStartPosition %s holds no log sequence number"
                                                            .formatted(task.startPosition())));
            slot.requireUsable();
            begin(mapped, phase, from);
            if (task.migrationType().loads()) {
                loadUnfinished();
            }
            return;
        }
        boolean again = run.startType() == StartType.RELOAD_TARGET;
        try (Snapshot snapshot = beginningSnapshot()) {
            begin(mapped, phase, snapshot.position());
            if (task.migrationType().loads()) {
                load(unfinished(), snapshot, preparation(again), false);
            }
        }
    }

    /** A state of the source that the slot's changes follow on; a client's own slot is kept. */
    private Snapshot beginningSnapshot() throws SQLException, SlotUnusableException {
        Duration timeout = settings.fullLoad().consistencyTimeout();
        if (!task.migrationType().streams()) {
            return Snapshot.now(task.source());
        }
        if (task.source().slot().isEmpty()) {
            return slot.create(timeout);
        }
        slot.requireUsable();
        return ReplicationSlot.snapshot(task.source(), timeout);
    }

    private void begin(List<Mapped> mapped, Phase phase, LogSequenceNumber from)
            throws SQLException, StopTaskException {
        for (Mapped each : mapped) {
            SourceTable table = each.source().table();
            track(each, TableProgress.initial(table.schema(), table.name(), phase, from));
        }
        session.reset(tables.values().stream().map(TrackedTable::progress).toList());
        position = from;
        publish();
        run.begun();
        prepareStreamed(mapped);
    }

    private void resume(List<Mapped> mapped)
            throws SQLException, StopTaskException, SlotUnusableException {
        if (task.migrationType().streams()) {
            slot.requireUsable();
        }
        Map<TaskRun.TableName, TableProgress> known =
                session.progress().stream()
                        .collect(
                                Collectors.toMap(
                                        table ->
                                                new TaskRun.TableName(
                                                        table.schema(), table.table()),
                                        table -> table));
        if (known.isEmpty() && !mapped.isEmpty()) {
            throw new StopTaskException(
                    ("the control schema %s has no position of this task any more: start it with"
                                    + " reload-target, or delete and create it and compare the tables")
                            .formatted(session.control().schema()));
        }
        position =
                known.values().stream()
                        .map(TableProgress::position)
                        .max(LogSequenceNumber::compareTo)
                        .orElse(LogSequenceNumber.INVALID_LSN);
        for (Mapped each : mapped) {
            SourceTable table = each.source().table();
            var name = new TaskRun.TableName(table.schema(), table.name());
            TableProgress progress = known.get(name);
            if (progress == null) {
                Phase phase = task.migrationType().loads() ? Phase.UNLOADED : Phase.STREAMING;
                progress = TableProgress.initial(name.schema(), name.table(), phase, position);
                session.add(progress);
            } else if (progress.phase() == Phase.SUSPENDED
                    && run.assumptions().resumeRetriesSuspended()) {
                progress = progress.resumed();
                session.store(progress);
            }
            track(each, progress);
        }
        publish();
        prepareStreamed(mapped);
    }

    private void track(Mapped mapped, TableProgress progress) {
        tables.put(mapped.source(), new TrackedTable(mapped.source(), mapped.target(), progress));
    }

    /** Tables that no load prepares have to be there. */
    private void prepareStreamed(List<Mapped> mapped) throws SQLException, StopTaskException {
        for (Mapped each : mapped) {
            TrackedTable table = tables.get(each.source());
            if (table.progress().phase() == Phase.SUSPENDED) {
                continue;
            }
            if (each.target().isEmpty()) {
                suspend(table, each.problem());
            } else if (table.progress().phase() == Phase.STREAMING) {
                try {
                    session.prepare(table.target());
                } catch (SuspendTableException e) {
                    suspend(table, e.getMessage());
                }
            }
        }
    }

    private void suspend(TrackedTable table, String reason) throws SQLException, StopTaskException {
        if (settings.errors().table() == TaskSettings.Action.STOP_TASK) {
            throw new StopTaskException(
                    "table %s.%s: %s"
                            .formatted(table.name().schema(), table.name().table(), reason));
        }
        TableProgress suspended = table.progress().suspended(reason);
        session.store(suspended);
        table.settle(suspended);
        listener.suspended(suspended.schema(), suspended.table(), reason);
    }

    private List<TrackedTable> unfinished() {
        return tables.values().stream()
                .filter(table -> table.progress().phase() == Phase.UNLOADED)
                .toList();
    }

    /** The snapshot of the slot's creation is gone: changes up to the new one come once more. */
    private void loadUnfinished() throws SQLException, StopTaskException, InterruptedException {
        List<TrackedTable> unfinished = unfinished();
        if (unfinished.isEmpty() || !task.migrationType().loads()) {
            return;
        }
        try (Snapshot snapshot =
                task.migrationType().streams()
                        ? ReplicationSlot.snapshot(
                                task.source(), settings.fullLoad().consistencyTimeout())
                        : Snapshot.now(task.source())) {
            load(unfinished, snapshot, preparation(false), false);
        }
    }

    private TablePreparation preparation(boolean again) {
        TablePreparation preparation = settings.fullLoad().preparation();
        return again
                        && preparation == TablePreparation.DO_NOTHING
                        && run.assumptions().reloadTruncates()
                ? TablePreparation.TRUNCATE_BEFORE_LOAD
                : preparation;
    }

    private void load(
            List<TrackedTable> chosen,
            Snapshot snapshot,
            TablePreparation preparation,
            boolean again)
            throws SQLException, StopTaskException, InterruptedException {
        report("FULL LOAD", 0, null, null);
        var load =
                new FullLoad(
                        task,
                        run.assumptions().timestampFractionDigits(),
                        session,
                        listener,
                        run::isStopping);
        fullLoad = Optional.of(load);
        load.run(chosen, snapshot, preparation, again);
        run.loaded();
    }

    private StopReason stream()
            throws SQLException, StopTaskException, SlotUnusableException, InterruptedException {
        return new Streaming(this, run, session, tables.values()).run(slot, position);
    }

    /** Loads tables again in the middle of the stream. */
    void reload(Collection<TrackedTable> chosen)
            throws SQLException, StopTaskException, InterruptedException {
        try (Snapshot snapshot =
                ReplicationSlot.snapshot(task.source(), settings.fullLoad().consistencyTimeout())) {
            load(List.copyOf(chosen), snapshot, preparation(true), true);
        }
    }

    /** The target has everything before it. */
    void moved(LogSequenceNumber to) {
        position = to;
    }

    void report(String activity, long pending, SourceClock.Reading tail, Instant applied)
            throws SQLException {
        session.report(
                new ControlTables.Status(
                        activity,
                        pending,
                        position.asString(),
                        tail == null ? null : tail.position().asString(),
                        applied,
                        tail == null ? null : tail.time()),
                checkpoint());
    }

    private void publish() {
        published = List.copyOf(tables.values());
        ready = true;
    }
}
