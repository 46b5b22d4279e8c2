package com.travelbuddy.local.dms.engine;

import com.travelbuddy.local.dms.source.CapturedTable;
import com.travelbuddy.local.dms.source.StreamEvent;
import com.travelbuddy.local.dms.target.TableProgress;
import com.travelbuddy.local.dms.target.TableProgress.Counts;
import com.travelbuddy.local.dms.target.TargetTable;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A table of a run: what it is on both sides, how far it is, and what is on its way. Safe for use
 * by several threads.
 */
final class TrackedTable {

    private final CapturedTable source;
    private final Optional<TargetTable> target;
    private final AtomicLongArray seen = new AtomicLongArray(StreamEvent.Kind.values().length);
    private volatile TableProgress progress;
    private volatile long loadingRows;
    private volatile boolean cancelled;
    private volatile Instant updated = Instant.now();

    /**
     * Begins with what the target has.
     *
     * @param target empty: the table cannot be carried
     */
    TrackedTable(CapturedTable source, Optional<TargetTable> target, TableProgress progress) {
        this.source = source;
        this.target = target;
        settle(progress);
        Counts captured = progress.captured();
        seen.set(StreamEvent.Kind.INSERT.ordinal(), captured.inserts());
        seen.set(StreamEvent.Kind.UPDATE.ordinal(), captured.updates());
        seen.set(StreamEvent.Kind.DELETE.ordinal(), captured.deletes());
    }

    CapturedTable source() {
        return source;
    }

    boolean isCarried() {
        return target.isPresent();
    }

    TargetTable target() {
        return target.orElseThrow();
    }

    TableProgress progress() {
        return progress;
    }

    TaskRun.TableName name() {
        return new TaskRun.TableName(progress.schema(), progress.table());
    }

    /** Takes over what the target has committed. */
    void settle(TableProgress committed) {
        if (committed != progress) {
            progress = committed;
            updated = Instant.now();
        }
    }

    /** A change was read. */
    void saw(StreamEvent.Kind kind) {
        seen.incrementAndGet(kind.ordinal());
    }

    void loading(long rows) {
        loadingRows = rows;
        updated = Instant.now();
    }

    /** The run was stopped in the middle of the load. */
    void cancelIfLoading() {
        cancelled = state(progress) == TableState.FULL_LOAD;
    }

    TableStatistics statistics() {
        TableProgress now = progress;
        Counts captured = now.captured();
        Counts applied = now.applied();
        boolean loading = now.phase() == TableProgress.Phase.UNLOADED && now.loadStart() != null;
        return new TableStatistics(
                now.schema(),
                now.table(),
                cancelled ? TableState.CANCELLED : state(now),
                new TableStatistics.Changes(
                        seen(StreamEvent.Kind.INSERT, captured.inserts()),
                        seen(StreamEvent.Kind.UPDATE, captured.updates()),
                        seen(StreamEvent.Kind.DELETE, captured.deletes()),
                        captured.ddls()),
                new TableStatistics.Changes(
                        applied.inserts(), applied.updates(), applied.deletes(), applied.ddls()),
                loading ? loadingRows : now.loadedRows(),
                now.loadErrors(),
                now.loadStart(),
                now.loadEnd(),
                now.reloaded(),
                updated,
                now.reason());
    }

    private long seen(StreamEvent.Kind kind, long settled) {
        return Math.max(settled, seen.get(kind.ordinal()));
    }

    private static TableState state(TableProgress progress) {
        return switch (progress.phase()) {
            case SUSPENDED -> TableState.ERROR;
            case STREAMING -> TableState.COMPLETED;
            case UNLOADED -> {
                if (progress.loadStart() == null) {
                    yield TableState.BEFORE_LOAD;
                }
                yield progress.reloaded() ? TableState.RELOADING : TableState.FULL_LOAD;
            }
        };
    }
}
