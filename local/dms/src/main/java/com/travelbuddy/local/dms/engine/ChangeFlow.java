package com.travelbuddy.local.dms.engine;

import com.travelbuddy.local.dms.mapping.UnmappableTableException;
import com.travelbuddy.local.dms.settings.TaskSettings.Action;
import com.travelbuddy.local.dms.settings.TaskSettings.ErrorBehavior;
import com.travelbuddy.local.dms.source.CapturedTable;
import com.travelbuddy.local.dms.source.StreamEvent;
import com.travelbuddy.local.dms.source.StreamEvent.Change;
import com.travelbuddy.local.dms.target.Applier;
import com.travelbuddy.local.dms.target.RowChange;
import com.travelbuddy.local.dms.target.RowMapper;
import com.travelbuddy.local.dms.target.RowMapper.UnfitRowException;
import com.travelbuddy.local.dms.target.StopTaskException;
import com.travelbuddy.local.dms.target.TableProgress.Counts;
import com.travelbuddy.local.dms.target.TargetTable;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns what the source's stream tells into changes of the target tables. Not safe for use by
 * several threads.
 */
final class ChangeFlow implements AutoCloseable {

    private final TaskDefinition task;
    private final Applier applier;
    private final TaskListener listener;
    private final Map<CapturedTable, Route> routes = new HashMap<>();

    /** A table's way through. */
    private static final class Route {
        private final TrackedTable table;
        private final RowMapper mapper;
        private final int[] key;
        private long tolerantUpTo;
        private boolean toldOfNewColumn;
        private boolean toldOfMovedKey;
        private boolean toldOfMissingKey;
        private long cutValues;

        Route(TrackedTable table, RowMapper mapper) {
            this.table = table;
            this.mapper = mapper;
            var source = table.source().table();
            List<String> names = source.columns().stream().map(column -> column.name()).toList();
            this.key = source.primaryKey().stream().mapToInt(names::indexOf).toArray();
        }

        TargetTable target() {
            return table.target();
        }
    }

    ChangeFlow(TaskDefinition task, Applier applier, TaskListener listener) {
        this.task = task;
        this.applier = applier;
        this.listener = listener;
    }

    /** Lets a table's changes through, from what the target has of it now. */
    void open(TrackedTable table, int fractionDigits) throws UnmappableTableException {
        int lobLimit = task.settings().targetMetadata().lobMaxSize() << 10;
        Route route =
                new Route(table, new RowMapper(table.target().mapped(), fractionDigits, lobLimit));
        routes.put(table.source(), route);
        update(table);
    }

    /** Takes over what a load has done. */
    void update(TrackedTable table) {
        applier.put(table.target(), table.progress());
        Route route = routes.get(table.source());
        if (route != null) {
            route.tolerantUpTo = table.progress().settledFrom().asLong();
        }
    }

    void change(Change change) throws SQLException, StopTaskException {
        Route route = routes.get(change.table());
        if (route == null || !applier.takes(route.target())) {
            return;
        }
        if (change.unknown() != null && !route.toldOfNewColumn) {
            route.toldOfNewColumn = true;
            applier.passOver(route.target(), new Counts(0, 0, 0, 1));
            listener.warned(
                    "table %s: its new column %s is not replicated"
                            .formatted(route.target(), change.unknown()));
        }
        switch (change.kind()) {
            case INSERT -> insert(route, change);
            case UPDATE -> update(route, change);
            case DELETE -> delete(route, change);
        }
    }

    /** PostgreSQL's TRUNCATE is not captured by DMS; a setting lets it end the task. */
    void truncated(StreamEvent.Truncate truncate) throws StopTaskException {
        for (CapturedTable table : truncate.tables()) {
            Route route = routes.get(table);
            if (route == null || !applier.takes(route.target())) {
                continue;
            }
            String message =
                    "table %s was truncated at the source, which is not replicated"
                            .formatted(table.printed());
            if (task.settings().errors().failOnTruncationDdl()) {
                throw new StopTaskException(message);
            }
            applier.passOver(route.target(), new Counts(0, 0, 0, 1));
            listener.warned(message);
        }
    }

    private void insert(Route route, Change change) throws SQLException, StopTaskException {
        if (selected(route, change.after()) && complete(route, change.after())) {
            apply(route, change, RowChange.Kind.INSERT);
        }
    }

    private void update(Route route, Change change) throws SQLException, StopTaskException {
        if (!selected(route, change.after()) || !complete(route, change.after())) {
            return;
        }
        if (!hasKey(route)) {
            applier.passOver(route.target(), new Counts(0, 1, 0, 0));
        } else if (change.before() != null && isMoved(route, change)) {
            applier.passOver(route.target(), new Counts(0, 1, 0, 0));
            if (!route.toldOfMovedKey) {
                route.toldOfMovedKey = true;
                listener.warned(
                        "table %s: updates of its primary key are not replicated"
                                .formatted(route.target()));
            }
        } else {
            apply(route, change, RowChange.Kind.UPDATE);
        }
    }

    private void delete(Route route, Change change) throws SQLException, StopTaskException {
        boolean logged =
                Arrays.stream(route.key).noneMatch(key -> change.before()[key] == Change.ABSENT);
        if (!hasKey(route) || !logged) {
            applier.passOver(route.target(), new Counts(0, 0, 1, 0));
        } else if (selected(route, withoutAbsent(change.before()))) {
            apply(route, change, RowChange.Kind.DELETE);
        }
    }

    private void apply(Route route, Change change, RowChange.Kind kind)
            throws SQLException, StopTaskException {
        ErrorBehavior errors = task.settings().errors();
        boolean repeated =
                change.position().asLong() <= route.tolerantUpTo
                        && errors.fullLoadIgnoreConflicts();
        // A row that is gone is as its deletion leaves it.
        boolean gone =
                kind == RowChange.Kind.DELETE && errors.applyDelete() == Action.IGNORE_RECORD;
        try {
            String[] key =
                    kind == RowChange.Kind.INSERT
                            ? null
                            : route.mapper.key(
                                    change.after() == null ? change.before() : change.after());
            String[] row = change.after() == null ? null : route.mapper.map(change.after());
            applier.apply(new RowChange(route.target(), kind, key, row, repeated || gone));
        } catch (UnfitRowException e) {
            applier.unfit(
                    route.target(),
                    kind,
                    "%s %s".formatted(kind, change.table().printed()),
                    e.getMessage());
        }
        if (route.mapper.cutValues() > route.cutValues) {
            route.cutValues = route.mapper.cutValues();
            listener.warned(
                    "table %s: a large value was cut to LobMaxSize".formatted(route.target()));
        }
    }

    private boolean selected(Route route, String[] row) {
        return route.target().mapped().filter().selects(row);
    }

    /** Whether the log has all columns that are carried; otherwise the table is in error. */
    private boolean complete(Route route, String[] row) throws SQLException, StopTaskException {
        for (int i = 0; i < row.length; i++) {
            if (row[i] == Change.ABSENT) {
                applier.fail(
                        route.target(),
                        "column %s is gone from the source: reload the table, or change the mapping"
                                .formatted(route.table.source().table().columns().get(i).name()));
                return false;
            }
        }
        return true;
    }

    private boolean hasKey(Route route) {
        boolean present = !route.target().mapped().primaryKey().isEmpty();
        if (!present && !route.toldOfMissingKey) {
            route.toldOfMissingKey = true;
            listener.warned(
                    "table %s has no primary key that is carried: its updates and deletes are not replicated"
                            .formatted(route.target()));
        }
        return present;
    }

    private static boolean isMoved(Route route, Change change) {
        return Arrays.stream(route.key)
                .anyMatch(column -> !change.before()[column].equals(change.after()[column]));
    }

    private static String[] withoutAbsent(String[] row) {
        return Arrays.stream(row)
                .map(value -> value == Change.ABSENT ? null : value)
                .toArray(String[]::new);
    }

    @Override
    public void close() {
        routes.values().forEach(route -> route.mapper.close());
    }
}
