package com.travelbuddy.local.dms.target;

import com.travelbuddy.local.dms.mapping.MappedColumn;
import com.travelbuddy.local.dms.settings.TaskSettings.Action;
import com.travelbuddy.local.dms.settings.TaskSettings.ErrorBehavior;
import com.travelbuddy.local.dms.settings.TaskSettings.Escalation;
import com.travelbuddy.local.dms.source.StreamEvent;
import com.travelbuddy.local.dms.target.TableProgress.Counts;

import org.postgresql.replication.LogSequenceNumber;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Applies source transactions, each as one target transaction that also moves the position of the
 * tables it changes. What a row's error leads to is decided by the task's error behavior. Not safe
 * for use by several threads.
 */
public final class Applier implements AutoCloseable {

    private static final int LARGEST_BATCH = 256;

    /** In characters: well below what a server takes in one packet. */
    private static final long HEAVIEST_BATCH = 1 << 20;

    /** Goes to the server with the statement that it lets undo. */
    private static final String SAVEPOINT = "SAVEPOINT batch; ";

    /** As DMS's StatementCacheSize. */
    private static final int STATEMENTS = 50;

    private final TargetSession session;
    private final Connection connection;
    private final ErrorBehavior errors;
    private final Consumer<String> warnings;
    private final BiConsumer<TargetTable, String> suspensions;
    private final Map<TargetTable, Table> tables = new HashMap<>();
    private final LinkedHashMap<String, PreparedStatement> statements =
            new LinkedHashMap<>(STATEMENTS * 2, 0.75f, true);

    /** Changes of one table and kind, that are sent together. */
    private final List<RowChange> batch = new ArrayList<>();

    private long batchSize;
    private boolean joined;
    private long tableErrors;

    /** A table's part in the transaction that is open. */
    private static final class Table {
        private TableProgress committed;
        private Counts captured = Counts.NONE;
        private Counts applied = Counts.NONE;
        private String suspended = "";
        private long dataErrors;
        private long applyErrors;

        Table(TableProgress committed) {
            this.committed = committed;
        }

        boolean isTouched() {
            return captured != Counts.NONE || !suspended.isEmpty();
        }

        void forgetOpen() {
            captured = Counts.NONE;
            applied = Counts.NONE;
            suspended = "";
        }
    }

    /**
     * Begins with what the target has.
     *
     * @param suspensions takes each table that an error suspends and the reason
     */
    public Applier(
            TargetSession session,
            ErrorBehavior errors,
            Consumer<String> warnings,
            BiConsumer<TargetTable, String> suspensions) {
        this.session = session;
        this.connection = session.connection();
        this.errors = errors;
        this.warnings = warnings;
        this.suspensions = suspensions;
    }

    /** Takes a table in, or takes over what has become of it elsewhere. */
    public void put(TargetTable table, TableProgress progress) {
        tables.put(table, new Table(progress));
    }

    /** Whether the table's changes are to be applied. */
    public boolean takes(TargetTable table) {
        Table state = tables.get(table);
        return state.suspended.isEmpty()
                && state.committed.phase() == TableProgress.Phase.STREAMING;
    }

    /** A table's progress without the open transaction. */
    public TableProgress progress(TargetTable table) {
        return tables.get(table).committed;
    }

    /** Counts a change that is not for the target. */
    public void passOver(TargetTable table, Counts one) {
        Table state = tables.get(table);
        state.captured = state.captured.plus(one);
    }

    /** Applies a change, at the latest when the transaction is committed. */
    public void apply(RowChange change) throws SQLException, StopTaskException {
        Table state = tables.get(change.table());
        state.captured = state.captured.plus(one(change.kind()));
        if (change.kind() == RowChange.Kind.UPDATE && change.assigned().length == 0) {
            // All columns are the key's.
            countApplied(change);
            return;
        }
        boolean full = batch.size() == LARGEST_BATCH || batchSize >= HEAVIEST_BATCH;
        if (!batch.isEmpty() && (full || !change.isLike(batch.getFirst()))) {
            flush();
        }
        batch.add(change);
        batchSize += change.size();
    }

    /** Treats a change that no row could be made of as a data error. */
    public void unfit(TargetTable table, RowChange.Kind kind, String statement, String error)
            throws SQLException, StopTaskException {
        flush();
        Table state = tables.get(table);
        state.captured = state.captured.plus(one(kind));
        dataError(table, errors.data(), statement, error);
    }

    /** Treats something about a table as an error of the table. */
    public void fail(TargetTable table, String error) throws SQLException, StopTaskException {
        flush();
        tableError(table, "", error);
    }

    /**
     * Ends a source transaction, and leaves the target's open for the next one. Until {@link
     * #commit}, an error that stops the task undoes both without a record of it: applied each by
     * itself, they tell which of them it was.
     */
    public void join() {
        joined = true;
    }

    /** Ends the transaction; the tables that it changed are at this position now. */
    public void commit(LogSequenceNumber position) throws SQLException, StopTaskException {
        flush();
        joined = false;
        Map<Table, TableProgress> moved = new LinkedHashMap<>();
        for (Table table : tables.values()) {
            if (table.isTouched()) {
                TableProgress next =
                        table.committed.advanced(position, table.captured, table.applied);
                moved.put(
                        table,
                        table.suspended.isEmpty() ? next : next.suspended(table.suspended));
            }
        }
        if (moved.isEmpty()) {
            return;
        }
        String update = session.progressTable().update(moved.size()) + "; COMMIT";
        session.progressTable().update(prepared(update), moved.values());
        moved.forEach(
                (table, progress) -> {
                    table.committed = progress;
                    table.forgetOpen();
                });
    }

    /** Undoes what was applied since the last commit. */
    public void rollback() throws SQLException {
        batch.clear();
        batchSize = 0;
        joined = false;
        connection.rollback();
        tables.values().forEach(Table::forgetOpen);
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
    }

    private static Counts one(RowChange.Kind kind) {
        return switch (kind) {
            case INSERT -> new Counts(1, 0, 0, 0);
            case UPDATE -> new Counts(0, 1, 0, 0);
            case DELETE -> new Counts(0, 0, 1, 0);
        };
    }

    private void flush() throws SQLException, StopTaskException {
        if (batch.isEmpty()) {
            return;
        }
        List<RowChange> changes = List.copyOf(batch);
        batch.clear();
        batchSize = 0;
        applyTogether(changes);
    }

    /** Halves what cannot be sent as one, until what stands in the way is alone. */
    private void applyTogether(List<RowChange> changes) throws SQLException, StopTaskException {
        int size = changes.size();
        if (size == 1) {
            if (takes(changes.getFirst().table())) {
                applyAlone(changes.getFirst());
            }
            return;
        }
        // Few sizes, so that few statements are prepared.
        int largest = Integer.highestOneBit(size);
        if (largest == size && changes.getFirst().canBeMany() && isSent(changes)) {
            changes.forEach(this::countApplied);
            return;
        }
        int middle = largest == size ? size / 2 : largest;
        applyTogether(changes.subList(0, middle));
        applyTogether(changes.subList(middle, size));
    }

    /** Whether one statement has done all of them as each alone would; otherwise it is undone. */
    private boolean isSent(List<RowChange> changes) throws SQLException {
        RowChange first = changes.getFirst();
        try {
            PreparedStatement statement =
                    prepared(SAVEPOINT + first.sqlOfMany(changes.size()));
            int next = 1;
            for (RowChange change : changes) {
                next =
                        change.kind() == RowChange.Kind.DELETE
                                ? bindKey(statement, next, change.key())
                                : change.bindRow(statement, next, change.table().allColumns());
            }
            statement.execute();
            statement.getMoreResults();
            if (first.isDoneBy(statement.getUpdateCount(), changes.size())) {
                return true;
            }
        } catch (SQLException e) {
            if (MySqlError.of(e) == MySqlError.RECOVERABLE) {
                throw e;
            }
        }
        try (Statement undo = connection.createStatement()) {
            undo.execute("ROLLBACK TO SAVEPOINT batch");
        }
        return false;
    }

    private void applyAlone(RowChange change) throws SQLException, StopTaskException {
        int rows;
        try {
            rows = execute(change);
        } catch (SQLException e) {
            boolean keyIsTaken =
                    change.kind() == RowChange.Kind.INSERT
                            && MySqlError.of(e) == MySqlError.DUPLICATE_KEY;
            if (keyIsTaken) {
                rowIsThere(change, e);
            } else {
                failed(change, e);
            }
            return;
        }
        settle(change, rows);
    }

    /** Counts a change that was sent, or puts right what is in its way. */
    private void settle(RowChange change, int rows) throws SQLException, StopTaskException {
        if (rows != 0) {
            countApplied(change);
            return;
        }
        switch (change.kind()) {
            case UPDATE -> {
                if (change.isUpsert() || isThere(change)) {
                    nothingChanged(change);
                } else {
                    rowIsMissing(change);
                }
            }
            case DELETE -> {
                if (change.tolerant()) {
                    countApplied(change);
                } else {
                    applyError(change, errors.applyDelete(), "0 rows affected: no such row");
                }
            }
            // The row was there with these values.
            case INSERT -> countApplied(change);
        }
    }

    /** An insert whose key is taken. */
    private void rowIsThere(RowChange insert, SQLException cause)
            throws SQLException, StopTaskException {
        if (errors.applyInsert() != Action.INSERT_RECORD) {
            applyError(insert, errors.applyInsert(), cause.getMessage());
            return;
        }
        RowChange update = asUpdate(insert);
        if (update == null) {
            applyError(insert, Action.LOG_ERROR, cause.getMessage());
            return;
        }
        try {
            if (update.assigned().length == 0 || execute(update) > 0 || isThere(update)) {
                countApplied(insert);
            } else {
                // Another unique key than the primary one is taken.
                applyError(insert, Action.LOG_ERROR, cause.getMessage());
            }
        } catch (SQLException e) {
            failed(insert, e);
        }
    }

    /** An update of a row that the target has not. */
    private void rowIsMissing(RowChange update) throws SQLException, StopTaskException {
        if (update.tolerant()) {
            // Its deletion comes later in the stream: the load did not find it any more.
            countApplied(update);
            return;
        }
        if (errors.applyUpdate() != Action.UPDATE_RECORD) {
            applyError(update, errors.applyUpdate(), "0 rows affected: no such row");
            return;
        }
        if (!update.isComplete()) {
            applyError(
                    update,
                    Action.LOG_ERROR,
                    "no such row, and it cannot be inserted: the log does not repeat a large value"
                            + " that has not changed");
            return;
        }
        try {
            execute(
                    new RowChange(
                            update.table(), RowChange.Kind.INSERT, null, update.row(), false));
            countApplied(update);
        } catch (SQLException e) {
            failed(update, e);
        }
    }

    private void nothingChanged(RowChange update) throws SQLException {
        countApplied(update);
        if (!update.tolerant()) {
            recordQuietly(
                    update.table(),
                    update.statement(),
                    "0 rows affected: the row has these values already");
        }
    }

    /** An error that is not a conflict, or came of putting one right. */
    private void failed(RowChange change, SQLException e) throws SQLException, StopTaskException {
        switch (MySqlError.of(e)) {
            case RECOVERABLE -> throw e;
            case TRUNCATION ->
                    dataError(
                            change.table(),
                            errors.truncation(),
                            change.statement(),
                            e.getMessage());
            case TABLE -> tableError(change.table(), change.statement(), e.getMessage());
            case DATA, DUPLICATE_KEY ->
                    dataError(change.table(), errors.data(), change.statement(), e.getMessage());
        }
    }

    private void applyError(RowChange change, Action action, String error)
            throws SQLException, StopTaskException {
        Table state = tables.get(change.table());
        if (action != Action.IGNORE_RECORD) {
            state.applyErrors++;
        }
        decide(
                change.table(),
                escalated(action, errors.applyEscalation(), state.applyErrors),
                change.statement(),
                error);
    }

    private void dataError(TargetTable table, Action action, String statement, String error)
            throws SQLException, StopTaskException {
        Table state = tables.get(table);
        if (action != Action.IGNORE_RECORD) {
            state.dataErrors++;
        }
        decide(
                table,
                escalated(action, errors.dataEscalation(), state.dataErrors),
                statement,
                error);
    }

    private void tableError(TargetTable table, String statement, String error)
            throws SQLException, StopTaskException {
        tableErrors++;
        decide(
                table,
                escalated(errors.table(), errors.tableEscalation(), tableErrors),
                statement,
                error);
    }

    private static Action escalated(Action action, Escalation escalation, long count) {
        boolean reached = escalation.count() > 0 && count >= escalation.count();
        return reached && action != Action.IGNORE_RECORD ? escalation.action() : action;
    }

    private void decide(TargetTable table, Action action, String statement, String error)
            throws SQLException, StopTaskException {
        switch (action) {
            case IGNORE_RECORD -> {}
            case LOG_ERROR -> record(table, statement, error);
            case SUSPEND_TABLE -> {
                record(table, statement, error);
                Table state = tables.get(table);
                state.suspended = error;
                session.control()
                        .suspended(
                                connection,
                                state.committed.schema(),
                                state.committed.table(),
                                error);
                suspensions.accept(table, error);
            }
            case STOP_TASK -> {
                // The transaction will not be committed, its error is kept all the same.
                boolean alone = !joined;
                rollback();
                if (alone) {
                    record(table, statement, error);
                    connection.commit();
                }
                throw new StopTaskException("table %s: %s".formatted(table, error));
            }
            case INSERT_RECORD, UPDATE_RECORD ->
                    throw new IllegalStateException(action + " was not taken where it applies");
        }
    }

    private void record(TargetTable table, String statement, String error) throws SQLException {
        warnings.accept("table %s: %s".formatted(table, error));
        recordQuietly(table, statement, error);
    }

    private void recordQuietly(TargetTable table, String statement, String error)
            throws SQLException {
        TableProgress progress = tables.get(table).committed;
        session.control()
                .exception(connection, progress.schema(), progress.table(), statement, error);
    }

    private void countApplied(RowChange change) {
        Table state = tables.get(change.table());
        state.applied = state.applied.plus(one(change.kind()));
    }

    /** The same values set on the row that is there; null without a primary key. */
    private static RowChange asUpdate(RowChange insert) {
        List<String> keyNames = insert.table().mapped().primaryKey();
        if (keyNames.isEmpty()) {
            return null;
        }
        List<String> names =
                insert.table().mapped().columns().stream().map(MappedColumn::name).toList();
        String[] key =
                keyNames.stream()
                        .map(name -> insert.row()[names.indexOf(name)])
                        .toArray(String[]::new);
        return new RowChange(insert.table(), RowChange.Kind.UPDATE, key, insert.row(), false);
    }

    private boolean isThere(RowChange change) throws SQLException {
        PreparedStatement statement = prepared(change.table().exists());
        bindKey(statement, 1, change.key());
        try (var row = statement.executeQuery()) {
            return row.next();
        }
    }

    private int execute(RowChange change) throws SQLException {
        PreparedStatement statement = prepared(change.sql());
        bind(statement, change);
        return statement.executeUpdate();
    }

    private void bind(PreparedStatement statement, RowChange change) throws SQLException {
        int next = 1;
        if (change.row() != null) {
            next = change.bindRow(statement, next, change.assigned());
        }
        if (change.key() != null && !change.isUpsert()) {
            bindKey(statement, next, change.key());
        }
    }

    private static int bindKey(PreparedStatement statement, int first, String[] key)
            throws SQLException {
        int next = first;
        for (String value : key) {
            statement.setString(next++, value);
        }
        return next;
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            if (statements.size() == STATEMENTS) {
                statements.pollFirstEntry().getValue().close();
            }
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }
}
