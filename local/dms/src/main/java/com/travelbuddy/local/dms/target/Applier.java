package com.travelbuddy.local.dms.target;

import com.travelbuddy.local.dms.mapping.MappedColumn;
import com.travelbuddy.local.dms.settings.TaskSettings.Action;
import com.travelbuddy.local.dms.settings.TaskSettings.ErrorBehavior;
import com.travelbuddy.local.dms.settings.TaskSettings.Escalation;
import com.travelbuddy.local.dms.source.StreamEvent;
import com.travelbuddy.local.dms.target.TableProgress.Counts;

import org.postgresql.replication.LogSequenceNumber;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Applies source transactions, each as one target transaction that also moves the position of the
 * tables it changes. What a row's error leads to is decided by the task's error behavior. Not safe
 * for use by several threads.
 */
public final class Applier implements AutoCloseable {

    private static final int LARGEST_BATCH = 500;

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
    private final PreparedStatement progressUpdate;

    /** Changes of one table, kind and set of columns, each of another row, that are sent together. */
    private final List<RowChange> batch = new ArrayList<>();

    private final Set<List<String>> batchKeys = new HashSet<>();
    private String batchSql = "";
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
            BiConsumer<TargetTable, String> suspensions)
            throws SQLException {
        this.session = session;
        this.connection = session.connection();
        this.errors = errors;
        this.warnings = warnings;
        this.suspensions = suspensions;
        this.progressUpdate = session.progressTable().prepareUpdate(connection);
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
        String sql = change.sql();
        // Changes of different rows may be put right in any order.
        boolean fits =
                sql.equals(batchSql)
                        && batch.size() < LARGEST_BATCH
                        && (change.key() == null || batchKeys.add(List.of(change.key())));
        if (!fits) {
            flush();
            batchSql = sql;
            if (change.key() != null) {
                batchKeys.add(List.of(change.key()));
            }
        }
        batch.add(change);
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

    /** Ends the transaction; the tables that it changed are at this position now. */
    public void commit(LogSequenceNumber position) throws SQLException, StopTaskException {
        flush();
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
        for (TableProgress progress : moved.values()) {
            session.progressTable().update(progressUpdate, progress);
        }
        connection.commit();
        moved.forEach(
                (table, progress) -> {
                    table.committed = progress;
                    table.forgetOpen();
                });
    }

    /** Undoes what was applied since the last commit. */
    public void rollback() throws SQLException {
        batch.clear();
        batchKeys.clear();
        connection.rollback();
        tables.values().forEach(Table::forgetOpen);
    }

    @Override
    public void close() throws SQLException {
        progressUpdate.close();
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
        batchKeys.clear();
        int[] rows = changes.size() == 1 ? null : sendTogether(changes);
        for (int i = 0; i < changes.size(); i++) {
            RowChange change = changes.get(i);
            if (rows != null) {
                settle(change, rows[i]);
            } else if (takes(change.table())) {
                applyAlone(change);
            }
        }
    }

    /** How many rows each of the changes has affected; null: one has failed, and none is in effect. */
    private int[] sendTogether(List<RowChange> changes) throws SQLException {
        Savepoint before = connection.setSavepoint();
        PreparedStatement statement = prepared(batchSql);
        try {
            for (RowChange change : changes) {
                bind(statement, change);
                statement.addBatch();
            }
            int[] rows = statement.executeBatch();
            connection.releaseSavepoint(before);
            return rows;
        } catch (BatchUpdateException e) {
            if (MySqlError.of(e) == MySqlError.RECOVERABLE) {
                throw e;
            }
            connection.rollback(before);
            return null;
        }
    }

    private void applyAlone(RowChange change) throws SQLException, StopTaskException {
        int rows;
        try {
            rows = execute(change);
        } catch (SQLException e) {
            switch (MySqlError.of(e)) {
                case RECOVERABLE -> throw e;
                case DUPLICATE_KEY -> {
                    if (change.kind() == RowChange.Kind.INSERT) {
                        rowIsThere(change, e);
                    } else {
                        dataError(
                                change.table(),
                                errors.data(),
                                change.statement(),
                                e.getMessage());
                    }
                }
                case TRUNCATION ->
                        dataError(
                                change.table(),
                                errors.truncation(),
                                change.statement(),
                                e.getMessage());
                case DATA ->
                        dataError(
                                change.table(),
                                errors.data(),
                                change.statement(),
                                e.getMessage());
                case TABLE -> tableError(change.table(), change.statement(), e.getMessage());
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
                if (isThere(change)) {
                    nothingChanged(change);
                } else {
                    rowIsMissing(change);
                }
            }
            case DELETE -> {
                if (change.tolerant() || errors.applyDelete() == Action.IGNORE_RECORD) {
                    // The row is gone, as it should be.
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
        boolean complete = isComplete(update);
        if (update.tolerant() && !complete) {
            // Its deletion comes later in the stream: the load did not find it any more.
            countApplied(update);
            return;
        }
        if (!update.tolerant() && errors.applyUpdate() != Action.UPDATE_RECORD) {
            applyError(update, errors.applyUpdate(), "0 rows affected: no such row");
            return;
        }
        if (!complete) {
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
            record(
                    update.table(),
                    update.statement(),
                    "0 rows affected: the row has these values already");
        }
    }

    /** What came of putting a conflict right. */
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
                rollback();
                record(table, statement, error);
                connection.commit();
                throw new StopTaskException("table %s: %s".formatted(table, error));
            }
            case INSERT_RECORD, UPDATE_RECORD ->
                    throw new IllegalStateException(action + " was not taken where it applies");
        }
    }

    private void record(TargetTable table, String statement, String error) throws SQLException {
        TableProgress progress = tables.get(table).committed;
        warnings.accept("table %s: %s".formatted(table, error));
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
        return new RowChange(insert.table(), RowChange.Kind.UPDATE, key, insert.row(), true);
    }

    private static boolean isComplete(RowChange change) {
        for (String value : change.row()) {
            if (value == StreamEvent.Change.UNCHANGED) {
                return false;
            }
        }
        return true;
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
            List<MappedColumn> columns = change.table().mapped().columns();
            for (int i : change.assigned()) {
                String value = change.row()[i];
                if (value != null && TargetValue.isBinary(columns.get(i).type())) {
                    statement.setBytes(next++, HexFormat.of().parseHex(value));
                } else {
                    statement.setString(next++, value);
                }
            }
        }
        if (change.key() != null) {
            bindKey(statement, next, change.key());
        }
    }

    private static void bindKey(PreparedStatement statement, int first, String[] key)
            throws SQLException {
        for (int i = 0; i < key.length; i++) {
            statement.setString(first + i, key[i]);
        }
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
