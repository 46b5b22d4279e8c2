package com.travelbuddy.local.dms.registry;

import com.fasterxml.jackson.core.type.TypeReference;
import com.travelbuddy.local.dms.engine.TableStatistics;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One change of the state, while it is being made; not to be kept. */
public final class Transaction {

    private static final Logger LOG = LoggerFactory.getLogger("com.travelbuddy.local.dms");
    private static final Duration EVENT_RETENTION = Duration.ofDays(14);
    private static final int MOST_EVENTS = 10_000;

    private final Connection connection;
    private final List<Runnable> afterwards = new ArrayList<>();

    Transaction(Connection connection) {
        this.connection = connection;
    }

    public <R extends Resource> Optional<R> find(Class<R> kind, String key) {
        List<String> bodies =
                query(
                        "SELECT body FROM resource WHERE kind = ? AND key = ?",
                        rows -> rows.getString(1),
                        kind.getSimpleName(),
                        key);
        return bodies.stream().findFirst().map(body -> Json.read(body, kind));
    }

    /** All of a kind, by their keys. */
    public <R extends Resource> List<R> all(Class<R> kind) {
        return query(
                "SELECT body FROM resource WHERE kind = ? ORDER BY key",
                rows -> Json.read(rows.getString(1), kind),
                kind.getSimpleName());
    }

    /** Keeps a resource in place of what had its key; a change of its state is logged. */
    public void put(Resource resource) {
        String before = find(resource.getClass(), resource.key()).map(Resource::state).orElse("");
        update(
                "INSERT OR REPLACE INTO resource (kind, key, body) VALUES (?, ?, ?)",
                resource.getClass().getSimpleName(),
                resource.key(),
                Json.write(resource));
        if (!before.equals(resource.state())) {
            log(resource, before, resource.state(), resource.detail());
        }
    }

    /** Removes a resource with its tags and statistics. */
    public void remove(Resource resource) {
        update(
                "DELETE FROM resource WHERE kind = ? AND key = ?",
                resource.getClass().getSimpleName(),
                resource.key());
        update("DELETE FROM tag WHERE arn = ?", resource.key());
        update("DELETE FROM statistics WHERE task = ?", resource.key());
        log(resource, resource.state(), "gone", "");
    }

    private void log(Resource resource, String before, String after, String detail) {
        String line =
                "%s: %s%s%s"
                        .formatted(
                                resource.label(),
                                before.isEmpty() ? "" : before + " -> ",
                                after,
                                detail.isEmpty() ? "" : " (" + detail + ")");
        afterwards(() -> LOG.info("{}", line));
    }

    /** Of the task's last run, as far as it was kept. */
    public List<TableStatistics> statistics(Task task) {
        return query(
                        "SELECT body FROM statistics WHERE task = ?",
                        rows -> rows.getString(1),
                        task.arn())
                .stream()
                .findFirst()
                .map(body -> Json.read(body, new TypeReference<List<TableStatistics>>() {}))
                .orElse(List.of());
    }

    void keep(Task task, List<TableStatistics> statistics) {
        update(
                "INSERT OR REPLACE INTO statistics (task, body) VALUES (?, ?)",
                task.arn(),
                Json.write(statistics));
    }

    public Map<String, String> tags(String arn) {
        Map<String, String> tags = new TreeMap<>();
        query(
                "SELECT key, value FROM tag WHERE arn = ?",
                rows -> tags.put(rows.getString(1), rows.getString(2)),
                arn);
        return tags;
    }

    public void tag(String arn, String key, String value) {
        update("INSERT OR REPLACE INTO tag (arn, key, value) VALUES (?, ?, ?)", arn, key, value);
    }

    public void untag(String arn, String key) {
        update("DELETE FROM tag WHERE arn = ? AND key = ?", arn, key);
    }

    void record(Event event) {
        update(
                "INSERT INTO event (at, body) VALUES (?, ?)",
                event.at().toEpochMilli(),
                Json.write(event));
        update(
                "DELETE FROM event WHERE at < ? OR id <= (SELECT max(id) FROM event) - ?",
                event.at().minus(EVENT_RETENTION).toEpochMilli(),
                MOST_EVENTS);
    }

    /**
     * By their numbers, which grow.
     *
     * @param from inclusive, as is {@code to}
     */
    public Map<Long, Event> events(Instant from, Instant to) {
        Map<Long, Event> events = new TreeMap<>();
        query(
                "SELECT id, body FROM event WHERE at BETWEEN ? AND ? ORDER BY id",
                rows -> events.put(rows.getLong(1), Json.read(rows.getString(2), Event.class)),
                from.toEpochMilli(),
                to.toEpochMilli());
        return events;
    }

    /** What is to be done once the change is kept, and outside of the lock. */
    void afterwards(Runnable action) {
        afterwards.add(action);
    }

    void completed() {
        afterwards.forEach(Runnable::run);
    }

    private interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private <T> List<T> query(String sql, Reader<T> reader, Object... values) {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(reader.read(rows));
            }
            return result;
        } catch (SQLException e) {
            throw new StoreException("The state cannot be read", e);
        }
    }

    private void update(String sql, Object... values) {
        try (PreparedStatement statement = prepare(sql, values)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new StoreException("The state cannot be kept", e);
        }
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
