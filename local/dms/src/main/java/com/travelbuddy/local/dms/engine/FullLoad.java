package com.travelbuddy.local.dms.engine;

import com.travelbuddy.local.dms.mapping.UnmappableTableException;
import com.travelbuddy.local.dms.settings.TaskSettings;
import com.travelbuddy.local.dms.source.Snapshot;
import com.travelbuddy.local.dms.source.TableReader;
import com.travelbuddy.local.dms.target.LoadChunk;
import com.travelbuddy.local.dms.target.Loader;
import com.travelbuddy.local.dms.target.RowMapper;
import com.travelbuddy.local.dms.target.RowMapper.UnfitRowException;
import com.travelbuddy.local.dms.target.StopTaskException;
import com.travelbuddy.local.dms.target.SuspendTableException;
import com.travelbuddy.local.dms.target.TableProgress;
import com.travelbuddy.local.dms.target.TargetSession;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Brings the rows of a snapshot into their target tables, some tables at a time. */
final class FullLoad {

    private static final int CHUNKS = 2;

    private final TaskDefinition task;
    private final int fractionDigits;
    private final TargetSession session;
    private final TaskListener listener;
    private final BooleanSupplier stopping;
    private final Set<Loader> loaders = ConcurrentHashMap.newKeySet();

    /** What the reading half of a table's load hands to the storing half. */
    private sealed interface Part {

        record Rows(LoadChunk chunk) implements Part {}

        record Unfit(String error) implements Part {}

        record End() implements Part {}

        record Broken(Exception cause) implements Part {}
    }

    FullLoad(
            TaskDefinition task,
            int fractionDigits,
            TargetSession session,
            TaskListener listener,
            BooleanSupplier stopping) {
        this.task = task;
        this.fractionDigits = fractionDigits;
        this.session = session;
        this.listener = listener;
        this.stopping = stopping;
    }

    /**
     * Loads tables, those of the highest load order first.
     *
     * @param preparation of each table
     * @param again whether they were loaded before
     */
    void run(
            List<TrackedTable> tables,
            Snapshot snapshot,
            TaskSettings.TablePreparation preparation,
            boolean again)
            throws SQLException, StopTaskException, InterruptedException {
        List<TrackedTable> ordered = new ArrayList<>(tables);
        ordered.sort(
                (a, b) ->
                        Integer.compare(
                                task.mapping().loadOrder(b.name().schema(), b.name().table()),
                                task.mapping().loadOrder(a.name().schema(), a.name().table())));
        int threads = Math.max(1, Math.min(ordered.size(), task.settings().fullLoad().subTasks()));
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            var running = new ExecutorCompletionService<Void>(workers);
            for (TrackedTable table : ordered) {
                running.submit(
                        () -> {
                            load(table, snapshot, preparation, again);
                            return null;
                        });
            }
            try {
                for (int i = 0; i < ordered.size(); i++) {
                    running.take().get();
                }
            } catch (ExecutionException e) {
                workers.shutdownNow();
                abort();
                throw cause(e);
            } catch (InterruptedException e) {
                workers.shutdownNow();
                abort();
                throw e;
            }
        }
    }

    /** Cuts all loads off at once, whatever they wait for. */
    void abort() {
        loaders.forEach(Loader::close);
    }

    private static StopTaskException cause(ExecutionException e)
            throws SQLException, InterruptedException {
        switch (e.getCause()) {
            case SQLException cause -> throw cause;
            case StopTaskException cause -> {
                return cause;
            }
            case InterruptedException cause -> throw cause;
            default -> throw new IllegalStateException(e.getCause());
        }
    }

    private void load(
            TrackedTable table,
            Snapshot snapshot,
            TaskSettings.TablePreparation preparation,
            boolean again)
            throws SQLException, StopTaskException, InterruptedException {
        if (stopping.getAsBoolean()) {
            return;
        }
        store(table, table.progress().loading(Instant.now(), again));
        try (Loader loader =
                Loader.open(
                        task.target(),
                        session.control(),
                        table.target(),
                        task.settings().errors(),
                        listener::warned)) {
            loaders.add(loader);
            loader.prepare(preparation);
            if (transfer(table, snapshot, loader)) {
                store(
                        table,
                        table.progress()
                                .loaded(
                                        loader.rows(),
                                        loader.rejected(),
                                        Instant.now(),
                                        snapshot.position()));
            }
        } catch (SuspendTableException | UnmappableTableException e) {
            store(table, table.progress().suspended(e.getMessage()));
            listener.suspended(table.name().schema(), table.name().table(), e.getMessage());
        }
    }

    /** Whether all rows were taken; otherwise the run is stopping. */
    private boolean transfer(TrackedTable table, Snapshot snapshot, Loader loader)
            throws SQLException,
                    SuspendTableException,
                    StopTaskException,
                    UnmappableTableException,
                    InterruptedException {
        BlockingQueue<Part> parts = new ArrayBlockingQueue<>(CHUNKS);
        Thread reader =
                Thread.ofPlatform()
                        .daemon()
                        .name("load-" + table.name().table())
                        .start(() -> read(table, snapshot, parts));
        try {
            while (!stopping.getAsBoolean()) {
                switch (parts.poll(100, TimeUnit.MILLISECONDS)) {
                    case null -> {}
                    case Part.Rows rows -> {
                        loader.load(rows.chunk());
                        table.loading(loader.rows());
                    }
                    case Part.Unfit unfit -> loader.reject(unfit.error());
                    case Part.End end -> {
                        return true;
                    }
                    case Part.Broken broken -> {
                        switch (broken.cause()) {
                            case SQLException e -> throw e;
                            case UnmappableTableException e -> throw e;
                            default -> throw new IllegalStateException(broken.cause());
                        }
                    }
                }
            }
            return false;
        } finally {
            reader.interrupt();
        }
    }

    private void read(TrackedTable table, Snapshot snapshot, BlockingQueue<Part> parts) {
        int rowLimit = task.settings().fullLoad().commitRate();
        int lobLimit = task.settings().targetMetadata().lobMaxSize() << 10;
        var mapped = table.target().mapped();
        try {
            try (var mapper = new RowMapper(mapped, fractionDigits, lobLimit);
                    TableReader reader =
                            TableReader.open(snapshot, table.source(), mapped.filter().where())) {
                var chunk = new LoadChunk(rowLimit);
                for (String[] row = reader.read(); row != null; row = reader.read()) {
                    try {
                        chunk.add(mapper.map(row));
                    } catch (UnfitRowException e) {
                        parts.put(new Part.Unfit(e.getMessage()));
                    }
                    if (chunk.isFull()) {
                        parts.put(new Part.Rows(chunk));
                        chunk = new LoadChunk(rowLimit);
                    }
                }
                if (chunk.rows() > 0) {
                    parts.put(new Part.Rows(chunk));
                }
                if (mapper.cutValues() > 0) {
                    listener.warned(
                            "table %s: %d large values were cut to LobMaxSize"
                                    .formatted(table.target(), mapper.cutValues()));
                }
                parts.put(new Part.End());
            } catch (SQLException | UnmappableTableException | RuntimeException e) {
                parts.put(new Part.Broken(e));
            }
        } catch (InterruptedException storingHasEnded) {
            Thread.currentThread().interrupt();
        }
    }

    /** The session is not safe for several threads. */
    private synchronized void store(TrackedTable table, TableProgress progress)
            throws SQLException, StopTaskException {
        session.store(progress);
        table.settle(progress);
        listener.progressed();
    }
}
