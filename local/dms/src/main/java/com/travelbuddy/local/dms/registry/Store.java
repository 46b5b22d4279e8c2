package com.travelbuddy.local.dms.registry;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * All state, in one SQLite database: of a file, or of memory. One change at a time; each is kept
 * whole or not at all, whatever becomes of the process. Safe for use by several threads.
 */
public final class Store implements AutoCloseable {

    private static final int VERSION = 1;
    private static final int SQLITE_BUSY = 5;

    private static final List<String> TABLES =
            List.of(
                    """
                    CREATE TABLE resource (
                        kind TEXT NOT NULL,
                        key TEXT NOT NULL,
                        body TEXT NOT NULL,
                        PRIMARY KEY (kind, key))
                    """,
                    """
                    CREATE TABLE statistics (
                        task TEXT PRIMARY KEY,
                        body TEXT NOT NULL)
                    """,
                    """
                    CREATE TABLE tag (
                        arn TEXT NOT NULL,
                        key TEXT NOT NULL,
                        value TEXT NOT NULL,
                        PRIMARY KEY (arn, key))
                    """,
                    """
                    CREATE TABLE event (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        at INTEGER NOT NULL,
                        body TEXT NOT NULL)
                    """,
                    "PRAGMA user_version = " + VERSION);

    private final ReentrantLock lock = new ReentrantLock();
    private final Connection connection;

    private Store(Connection connection) {
        this.connection = connection;
    }

    /** A store that ends with the process. */
    public static Store inMemory() {
        return open(":memory:");
    }

    /**
     * A store in a file, which is made where there is none.
     *
     * @throws StoreException when the file cannot be used, or another server uses it
     */
    public static Store at(Path file) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            // It holds passwords. SQLite gives the files beside it the same permissions.
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException _) {
            // Of an earlier run.
        } catch (IOException e) {
            throw new StoreException("%s cannot be made".formatted(file), e);
        }
        return open(file.toString());
    }

    private static Store open(String name) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + name);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA locking_mode = EXCLUSIVE");
                statement.execute("PRAGMA journal_mode = WAL");
                // Enough for a process that is killed; only a machine that fails may lose changes.
                statement.execute("PRAGMA synchronous = NORMAL");
                prepare(statement);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            connection.setAutoCommit(false);
            return new Store(connection);
        } catch (SQLException e) {
            throw new StoreException(
                    e.getErrorCode() == SQLITE_BUSY
                            ? "The state in %s is in use by another process".formatted(name)
                            : "The state in %s cannot be used".formatted(name),
                    e);
        }
    }

    private static void prepare(Statement statement) throws SQLException {
        // An exclusive lock is taken by the first writing.
        statement.execute("BEGIN IMMEDIATE");
        int version;
        try (var rows = statement.executeQuery("PRAGMA user_version")) {
            version = rows.getInt(1);
        }
        if (version == 0) {
            for (String table : TABLES) {
                statement.execute(table);
            }
        } else if (version != VERSION) {
            throw new SQLException("it is of another version: " + version);
        }
        statement.execute("COMMIT");
    }

    /**
     * Makes a change, or none when it throws.
     *
     * @throws StoreException when the database fails
     */
    public <T> T change(Function<Transaction, T> work) {
        Transaction transaction;
        T result;
        lock.lock();
        try {
            transaction = new Transaction(connection);
            result = work.apply(transaction);
            connection.commit();
        } catch (SQLException e) {
            rollback(e);
            throw new StoreException("The state cannot be kept", e);
        } catch (RuntimeException | Error e) {
            rollback(e);
            throw e;
        } finally {
            lock.unlock();
        }
        transaction.completed();
        return result;
    }

    /** As {@link #change}, without a result. */
    public void run(Consumer<Transaction> work) {
        change(
                transaction -> {
                    work.accept(transaction);
                    return null;
                });
    }

    private void rollback(Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StoreException("The state cannot be closed", e);
        } finally {
            lock.unlock();
        }
    }
}
