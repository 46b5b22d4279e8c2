package com.travelbuddy.reversesync.dms;

import com.travelbuddy.reversesync.catalog.Side;
import com.travelbuddy.reversesync.catalog.Slot;
import com.travelbuddy.reversesync.catalog.Source;
import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.catalog.UnreachableException;
import com.travelbuddy.reversesync.settings.Settings;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The replication slot that a task for changes only reads from. It is made before the task, so that
 * no change is lost in between.
 */
final class ChangeSlot {

    private static final String DUPLICATE = "42710";
    private static final String STATEMENT_TIMEOUT = "57014";
    private static final String LOST = "lost";

    /** What it means that a task has run whose slot is gone. */
    static final String GONE =
            "the task has run and its slot is gone, or has lost its log: changes since then are lost. "
                    + "destroy, then apply and run make a new one, and verify --repair brings the rows level";

    private final Settings settings;
    private final Source source;

    ChangeSlot(Settings settings, Source source) {
        this.settings = settings;
        this.source = source;
    }

    String name() {
        return settings.slot();
    }

    /** It, unless it is missing or has lost its log. */
    Optional<Slot> find() {
        return all().stream()
                .filter(slot -> slot.name().equals(settings.slot()))
                .filter(slot -> !slot.state().equals(LOST))
                .findFirst();
    }

    /** It, and what DMS has made for the task. */
    List<Slot> all() {
        try (Connection connection = source.connect()) {
            return Slot.of(connection, settings);
        } catch (SQLException e) {
            throw new UnreachableException(Side.SOURCE, "does not tell its slots", e);
        }
    }

    /**
     * Makes it, unless it is there.
     *
     * @throws RefusedException when the source does not let this account, or at all
     */
    Slot require() {
        Optional<Slot> found = find();
        if (found.isPresent()) {
            return found.get();
        }
        try (Connection connection = source.connect()) {
            // It waits for the end of all transactions that are open now.
            Sql.execute(
                    connection, "SET statement_timeout = " + settings.dms().timeout().toMillis());
            Sql.texts(
                    connection,
                    """
                    SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
                     WHERE slot_name = ? AND wal_status = 'lost' AND NOT active
                       AND database = current_database()
                    """,
                    settings.slot());
            Sql.texts(
                    connection,
                    "SELECT pg_create_logical_replication_slot(?, 'test_decoding')",
                    settings.slot());
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.equals(STATEMENT_TIMEOUT)) {
                throw new TimedOutException(
                        "The source did not make the slot %s within %s: a transaction is open for as long"
                                        .formatted(settings.slot(), settings.dms().timeout())
                                + " (pg_stat_activity, pg_prepared_xacts)");
            }
            if (!state.equals(DUPLICATE)) {
                if (state.startsWith("42") || state.startsWith("5")) {
                    throw new RefusedException(
                            "The source refuses the replication slot %s: %s"
                                    .formatted(settings.slot(), e.getMessage()));
                }
                throw new UnreachableException(Side.SOURCE, "does not make a slot", e);
            }
        }
        return find().orElseThrow(
                        () ->
                                new RefusedException(
                                        ("The slot %s is there already, but not as a logical one of this"
                                                        + " database: choose another by source.slot")
                                                .formatted(settings.slot())));
    }

    /** Drops a slot that nobody reads from; does nothing when it is gone. */
    void drop(Slot slot) {
        try (Connection connection = source.connect()) {
            Sql.texts(
                    connection,
                    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ?",
                    slot.name());
        } catch (SQLException e) {
            throw new UnreachableException(Side.SOURCE, "does not drop the slot " + slot.name(), e);
        }
    }
}
