package com.travelbuddy.local.dms.engine;

import com.travelbuddy.local.dms.mapping.UnmappableTableException;
import com.travelbuddy.local.dms.source.CapturedTable;
import com.travelbuddy.local.dms.source.ChangeStream;
import com.travelbuddy.local.dms.source.ReplicationSlot;
import com.travelbuddy.local.dms.source.SlotUnusableException;
import com.travelbuddy.local.dms.source.SourceClock;
import com.travelbuddy.local.dms.source.StreamEvent;
import com.travelbuddy.local.dms.target.Applier;
import com.travelbuddy.local.dms.target.StopTaskException;
import com.travelbuddy.local.dms.target.TargetSession;
import com.travelbuddy.local.dms.target.TargetTable;

import org.postgresql.replication.LogSequenceNumber;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Applies the source's transactions as they come, until a stop is asked for or reached. */
final class Streaming {

    private static final Duration CHUNK_WAIT = Duration.ofMillis(100);
    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(5);
    private static final String ACTIVITY = "CHANGE PROCESSING";

    private final Attempt attempt;
    private final TaskRun run;
    private final TargetSession session;
    private final Map<CapturedTable, TrackedTable> tables;
    private final Map<TargetTable, TrackedTable> targets = new HashMap<>();
    private final StopPosition stopPosition;
    private final History history;
    private final int groupedChanges;
    private boolean inTransaction;
    private long openChanges;
    private int openCommits;
    private StreamEvent.Commit openEnd;
    private Instant lastCommit;
    private Instant nextStatus = Instant.EPOCH;
    private LogSequenceNumber stopCachedAt = LogSequenceNumber.INVALID_LSN;

    Streaming(
            Attempt attempt, TaskRun run, TargetSession session, Collection<TrackedTable> tables) {
        this.attempt = attempt;
        this.run = run;
        this.session = session;
        this.tables =
                tables.stream()
                        .filter(TrackedTable::isCarried)
                        .collect(Collectors.toMap(TrackedTable::source, table -> table));
        this.tables.values().forEach(table -> targets.put(table.target(), table));
        this.stopPosition = StopPosition.parse(run.task().stopPosition());
        // What is beyond a stop position must not be in a transaction with what is not.
        boolean stops =
                !(stopPosition instanceof StopPosition.Never)
                        || run.task().settings().fullLoad().stopAfterCachedChanges();
        this.groupedChanges = stops ? 0 : run.groupedChanges();
        this.history =
                new History(session, run.task().settings().controlTables().historyTimeslot());
    }

    StopReason run(ReplicationSlot slot, LogSequenceNumber from)
            throws SQLException, StopTaskException, SlotUnusableException, InterruptedException {
        try (var applier =
                        new Applier(
                                session,
                                run.task().settings().errors(),
                                run.listener()::warned,
                                this::suspended);
                var flow = new ChangeFlow(run.task(), applier, run.listener());
                var clock = new SourceClock(run.task().source());
                var reader =
                        new StreamReader(
                                ChangeStream.open(run.task().source(), slot, from, tables.keySet()),
                                from,
                                tables,
                                run.task().resourceId())) {
            for (TrackedTable table : tables.values()) {
                flow.open(table, run.assumptions().timestampFractionDigits());
            }
            if (run.hasLoaded() && run.task().settings().fullLoad().stopAfterCachedChanges()) {
                stopCachedAt = clock.read().position();
            }
            run.healthy();
            try {
                return follow(applier, flow, clock, reader);
            } catch (StopTaskException e) {
                if (groupedChanges == 0 || openCommits == 0) {
                    throw e;
                }
                run.stopGrouping();
                throw new SQLTransientException(
                        "one of several transactions has failed, each is applied by itself: "
                                + e.getMessage(),
                        e);
            }
        } catch (UnmappableTableException e) {
            throw new StopTaskException(e.getMessage());
        }
    }

    private StopReason follow(
            Applier applier, ChangeFlow flow, SourceClock clock, StreamReader reader)
            throws SQLException, StopTaskException, InterruptedException {
        while (true) {
            StreamReader.Chunk chunk = reader.take(CHUNK_WAIT);
            for (StreamEvent event : chunk == null ? List.<StreamEvent>of() : chunk.events()) {
                if (run.isStopping()) {
                    break;
                }
                Optional<StopReason> end = take(event, applier, flow, reader);
                if (end.isPresent()) {
                    return end.get();
                }
            }
            if (chunk != null) {
                history.add(
                        chunk.events().stream()
                                .filter(StreamEvent.Change.class::isInstance)
                                .count(),
                        chunk.size());
            }
            if (run.isStopping()) {
                applier.rollback();
                writeStatus(clock, reader);
                return StopReason.NORMAL;
            }
            boolean statusIsDue = !Instant.now().isBefore(nextStatus);
            boolean joinsMore = openCommits > 0 && reader.hasMore() && !statusIsDue;
            if (inTransaction || joinsMore) {
                continue;
            }
            if (openCommits > 0) {
                commit(applier, reader);
            }
            attempt.moved(reader.settled());
            reloadWhatIsAsked(flow);
            if (statusIsDue) {
                writeStatus(clock, reader);
                nextStatus = Instant.now().plus(STATUS_INTERVAL);
            }
            Optional<StopReason> end = reached(reader);
            if (end.isPresent()) {
                return end.get();
            }
        }
    }

    /** What is reached by taking an event, if it ends the run. */
    private Optional<StopReason> take(
            StreamEvent event, Applier applier, ChangeFlow flow, StreamReader reader)
            throws SQLException, StopTaskException {
        switch (event) {
            case StreamEvent.Begin begin -> inTransaction = true;
            case StreamEvent.Change change -> {
                flow.change(change);
                openChanges++;
            }
            case StreamEvent.Truncate truncate -> flow.truncated(truncate);
            case StreamEvent.Commit commit -> {
                Optional<StopReason> end = beyond(commit);
                if (end.isPresent()) {
                    applier.rollback();
                    return end;
                }
                inTransaction = false;
                openCommits++;
                openEnd = commit;
                if (openChanges < groupedChanges && openCommits < groupedChanges) {
                    applier.join();
                } else {
                    commit(applier, reader);
                }
            }
        }
        return Optional.empty();
    }

    private void commit(Applier applier, StreamReader reader)
            throws SQLException, StopTaskException {
        applier.commit(openEnd.position());
        lastCommit = openEnd.time();
        tables.values().forEach(table -> table.settle(applier.progress(table.target())));
        reader.settle(openEnd.position(), openCommits);
        openCommits = 0;
        openChanges = 0;
        run.listener().progressed();
    }

    /** Whether a transaction is not to be applied any more. */
    private Optional<StopReason> beyond(StreamEvent.Commit commit) {
        if (stopCachedAt != LogSequenceNumber.INVALID_LSN
                && commit.position().compareTo(stopCachedAt) > 0) {
            return Optional.of(StopReason.STOPPED_AFTER_CACHED_EVENTS);
        }
        return switch (stopPosition) {
            case StopPosition.CommitTime at when commit.time().isAfter(at.time()) ->
                    Optional.of(StopReason.STOPPED_AT_COMMIT_TIME);
            case StopPosition.ServerTime at when commit.time().isAfter(at.time()) ->
                    Optional.of(StopReason.STOPPED_AT_SERVER_TIME);
            default -> Optional.empty();
        };
    }

    /** Whether the goal is reached without a further transaction. */
    private Optional<StopReason> reached(StreamReader reader) {
        if (stopCachedAt != LogSequenceNumber.INVALID_LSN
                && reader.settled().compareTo(stopCachedAt) >= 0) {
            return Optional.of(StopReason.STOPPED_AFTER_CACHED_EVENTS);
        }
        return stopPosition instanceof StopPosition.ServerTime at
                        && Instant.now().isAfter(at.time())
                ? Optional.of(StopReason.STOPPED_AT_SERVER_TIME)
                : Optional.empty();
    }

    private void suspended(TargetTable target, String reason) {
        TaskRun.TableName name = targets.get(target).name();
        run.listener().suspended(name.schema(), name.table(), reason);
    }

    private void reloadWhatIsAsked(ChangeFlow flow)
            throws SQLException, StopTaskException, InterruptedException {
        List<TaskRun.TableName> asked = run.takeReloads();
        if (asked.isEmpty()) {
            return;
        }
        List<TrackedTable> chosen =
                tables.values().stream().filter(table -> asked.contains(table.name())).toList();
        attempt.reload(chosen);
        chosen.forEach(flow::update);
    }

    private void writeStatus(SourceClock clock, StreamReader reader) throws SQLException {
        SourceClock.Reading tail = clock.read();
        attempt.report(ACTIVITY, openChanges, tail, lastCommit);
        Duration latency =
                lastCommit == null || reader.settled().compareTo(reader.received()) >= 0
                        ? Duration.ZERO
                        : Duration.between(lastCommit, tail.time());
        history.tick(ACTIVITY, latency);
    }
}
