package com.travelbuddy.local.dms.source;

import org.postgresql.PGConnection;
import org.postgresql.replication.ReplicationSlotInfo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** A logical replication slot of a source. */
public final class ReplicationSlot {

    private static final String PLUGIN = "test_decoding";

    private final PostgresEndpoint endpoint;
    private final String name;

    public ReplicationSlot(PostgresEndpoint endpoint, String name) {
        this.endpoint = endpoint;
        this.name = name;
    }

    /** As replication commands take it: pgjdbc sends it as it is, and it may begin with a digit. */
    String quotedName() {
        return '"' + name + '"';
    }

    /**
     * Makes it, in the place of one of the same name, and returns the state that its changes follow
     * on.
     *
     * @param timeout how long transactions that are open now may take to end
     */
    public Snapshot create(Duration timeout) throws SQLException {
        drop();
        return create(false, timeout);
    }

    /** A state of the source with its position in the log; the slot that tells it goes with it. */
    public static Snapshot snapshot(PostgresEndpoint endpoint, Duration timeout)
            throws SQLException {
        String name = "dms_local_" + UUID.randomUUID().toString().replace('-', '_');
        return new ReplicationSlot(endpoint, name).create(true, timeout);
    }

    private Snapshot create(boolean temporary, Duration timeout) throws SQLException {
        Connection connection = endpoint.connectForReplication(timeout);
        try {
            var builder =
                    connection
                            .unwrap(PGConnection.class)
                            .getReplicationAPI()
                            .createReplicationSlot()
                            .logical()
                            .withSlotName(quotedName())
                            .withOutputPlugin(PLUGIN);
            if (temporary) {
                builder.withTemporaryOption();
            }
            ReplicationSlotInfo slot = builder.make();
            return new Snapshot(
                    endpoint, connection, slot.getSnapshotName(), slot.getConsistentPoint());
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Removes it, whoever reads from it; does nothing when there is none. */
    public void drop() throws SQLException {
        try (Connection connection = endpoint.connect()) {
            try (PreparedStatement statement =
                    connection.prepareStatement(
                            "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots"
                                    + " WHERE slot_name = ? AND active")) {
                statement.setString(1, name);
                statement.executeQuery().close();
            }
            try (PreparedStatement statement =
                    connection.prepareStatement(
                            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                                    + " WHERE slot_name = ?")) {
                statement.setString(1, name);
                statement.executeQuery().close();
            }
        }
    }

    /**
     * Makes sure that changes can be read from it.
     *
     * @throws SlotUnusableException when it is missing, was invalidated, or is of another kind
     */
    public void requireUsable() throws SQLException, SlotUnusableException {
        Optional<String> problem = problem();
        if (problem.isPresent()) {
            throw new SlotUnusableException(problem.get());
        }
    }

    private Optional<String> problem() throws SQLException {
        try (Connection connection = endpoint.connect();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT plugin, database, wal_status, current_database() AS here"
                                        + " FROM pg_replication_slots WHERE slot_name = ?")) {
            statement.setString(1, name);
            try (ResultSet slot = statement.executeQuery()) {
                if (!slot.next()) {
                    return Optional.of(
                            ("the replication slot %s does not exist, so changes since the last position"
                                            + " are lost: start the task with reload-target, or delete and create"
                                            + " it and compare the tables")
                                    .formatted(name));
                }
                if ("lost".equals(slot.getString("wal_status"))) {
                    return Optional.of(
                            ("the replication slot %s was invalidated: the source has removed log that"
                                            + " it needs (max_slot_wal_keep_size), so changes since the last"
                                            + " position are lost: start the task with reload-target, or delete"
                                            + " and create it and compare the tables")
                                    .formatted(name));
                }
                if (!PLUGIN.equals(slot.getString("plugin"))
                        || !slot.getString("here").equals(slot.getString("database"))) {
                    return Optional.of(
                            "the replication slot %s is of plugin %s in database %s; %s in %s is needed"
                                    .formatted(
                                            name,
                                            slot.getString("plugin"),
                                            slot.getString("database"),
                                            PLUGIN,
                                            slot.getString("here")));
                }
                return Optional.empty();
            }
        }
    }
}
