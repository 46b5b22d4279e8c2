package com.travelbuddy.flightspecials.database;

import com.travelbuddy.flightspecials.settings.DatabaseSettings;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The connections to PostgreSQL, and whether it can be reached. While it cannot, work is refused at
 * once instead of piling up, and a probe finds out when it is back. Safe for use by many threads.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final Duration PROBE_INTERVAL_WHEN_AWAY = Duration.ofMillis(200);
    private static final Duration PROBE_INTERVAL_WHEN_REACHABLE = Duration.ofSeconds(1);

    private static final String SECRETS_MANAGER_DRIVER =
            "com.amazonaws.secretsmanager.sql.AWSSecretsManagerPostgreSQLDriver";

    private final DatabaseSettings settings;
    private final HikariDataSource pool;

    /** Virtual threads wait here, in order, rather than spin inside the pool. */
    private final Semaphore permits;

    private final Thread probe = Thread.ofVirtual().name("database-probe").unstarted(this::probe);

    /** Wakes the probe. Not an interrupt: that would close the socket of its connection. */
    private final Semaphore suspicion = new Semaphore(0);

    private final LongAdder statements = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder nanoseconds = new LongAdder();
    private volatile boolean reachable;
    private volatile boolean closed;

    /** Connects to nothing yet: work is refused until {@link #open} was called. */
    public Database(DatabaseSettings settings) {
        this.settings = settings;
        this.permits = new Semaphore(settings.poolSize(), true);
        this.pool =
                new HikariDataSource(
                        pool(settings, settings.poolSize(), settings.statementTimeout()));
    }

    static HikariConfig pool(DatabaseSettings settings, int size, Duration statementTimeout) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("flightspecials");
        if (settings.login() instanceof DatabaseSettings.Secret) {
            // Registers itself when loaded, and asks for a region then: not a driver to load by
            // default.
            config.setDriverClassName(SECRETS_MANAGER_DRIVER);
        }
        config.setJdbcUrl(url(settings));
        config.setDataSourceProperties(properties(settings, statementTimeout));
        config.setMaximumPoolSize(size);
        // Opened when asked for, then kept. A pool that fills itself would back off for seconds
        // while the server is away, and make the first requests after its return wait.
        config.setMinimumIdle(0);
        config.setIdleTimeout(0);
        config.setConnectionTimeout(settings.waitTimeout().toMillis());
        config.setValidationTimeout(Math.min(1_000, settings.waitTimeout().toMillis()));
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(timeouts(statementTimeout, settings.waitTimeout()));
        return config;
    }

    /**
     * A row lock is waited for no longer than a connection: else a few updates of one locked row
     * would take all connections from everybody.
     */
    private static String timeouts(Duration statement, Duration lock) {
        return "SET statement_timeout = %d; SET lock_timeout = %d"
                .formatted(statement.toMillis(), statement.isZero() ? 0 : lock.toMillis());
    }

    private static String url(DatabaseSettings settings) {
        String scheme =
                switch (settings.login()) {
                    case DatabaseSettings.Password _ -> "jdbc:postgresql";
                    case DatabaseSettings.Secret _ -> "jdbc-secretsmanager:postgresql";
                };
        return "%s://%s:%d/%s".formatted(scheme, settings.host(), settings.port(), settings.name());
    }

    private static Properties properties(DatabaseSettings settings, Duration statementTimeout) {
        Properties properties = new Properties();
        switch (settings.login()) {
            case DatabaseSettings.Password login -> {
                properties.setProperty("user", login.username());
                properties.setProperty("password", login.password());
            }
            case DatabaseSettings.Secret secret -> properties.setProperty("user", secret.id());
        }
        properties.setProperty("ApplicationName", "flightspecials-service");
        properties.setProperty("currentSchema", settings.schema());
        properties.setProperty("sslmode", settings.tls());
        settings.tlsRootCertificate()
                .ifPresent(file -> properties.setProperty("sslrootcert", file));
        properties.setProperty(
                "connectTimeout", String.valueOf(settings.connectTimeout().toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("prepareThreshold", "1");
        if (statementTimeout.isPositive()) {
            // A server that vanished without a word cannot end the statement, so the socket does.
            properties.setProperty(
                    "socketTimeout", String.valueOf(statementTimeout.toSeconds() + 5));
        }
        return properties;
    }

    /** Work from now on is let through; call it once the schema is ready. */
    public void open() {
        reachable = true;
        probe.start();
    }

    /** Whether the database answered last time. */
    public boolean isReachable() {
        return reachable;
    }

    /** Pieces of work that succeeded since the start. */
    public long statements() {
        return statements.sum();
    }

    /** Pieces of work that failed since the start. */
    public long failures() {
        return failures.sum();
    }

    /** Time spent in work since the start, waits for connections included, in ms. */
    public long statementMilliseconds() {
        return nanoseconds.sum() / 1_000_000;
    }

    /** Requests that wait for a connection. */
    public int waiting() {
        return permits.getQueueLength();
    }

    /** The pool's figures, for metrics. */
    public HikariPoolMXBean poolFigures() {
        return pool.getHikariPoolMXBean();
    }

    /**
     * Opens a connection outside of the pool, for a session that lasts.
     *
     * @param statementTimeout limit of a statement, zero for none
     */
    public Connection connect(Duration statementTimeout) throws SQLException {
        Connection connection = driverConnection(statementTimeout);
        try (var statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = " + statementTimeout.toMillis());
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Connection driverConnection(Duration statementTimeout) throws SQLException {
        try {
            return DriverManager.getConnection(
                    url(settings), properties(settings, statementTimeout));
        } catch (RuntimeException e) {
            // The driver that asks Secrets Manager lets the failures of that call out as they are.
            throw new SQLException("No credentials could be had", "08001", e);
        }
    }

    /**
     * Runs work on a pooled connection in auto-commit mode.
     *
     * @throws DatabaseUnavailableException the database is away or too busy; of a write it is then
     *     unknown whether it was committed
     * @throws StatementFailedException the statement itself is at fault
     */
    public <T> T call(Work<T> work) {
        long start = System.nanoTime();
        acquire();
        try (Connection connection = pool.getConnection()) {
            T result = work.run(connection);
            statements.increment();
            return result;
        } catch (SQLException e) {
            failures.increment();
            if (SqlStates.isAway(e)) {
                // Perhaps this one connection only: the probe finds out, at once.
                suspicion.release();
            }
            throw SqlStates.isTransient(e)
                    ? new DatabaseUnavailableException("The database could not take the work", e)
                    : new StatementFailedException(e);
        } finally {
            permits.release();
            nanoseconds.add(System.nanoTime() - start);
        }
    }

    /** Work on a connection, which it must not keep. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private void acquire() {
        try {
            if (!reachable) {
                throw refusal("The database is away", null);
            }
            if (!permits.tryAcquire(settings.waitTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw refusal("No connection became free in time", null);
            }
            if (!reachable) {
                permits.release();
                throw refusal("The database went away meanwhile", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusal("Interrupted while waiting for a connection", e);
        }
    }

    private DatabaseUnavailableException refusal(String message, Exception cause) {
        failures.increment();
        return new DatabaseUnavailableException(message, cause);
    }

    private synchronized void away(String reason) {
        if (reachable && !closed) {
            reachable = false;
            LOG.warn("The database is away ({}); requests are refused until it is back", reason);
        }
    }

    private synchronized void back() {
        if (!reachable && !closed) {
            reachable = true;
            LOG.info("The database is back");
        }
    }

    private void probe() {
        while (!closed) {
            try (Connection connection = connect(settings.connectTimeout())) {
                if (!reachable) {
                    // What is idle in the pool belongs to a server that is gone.
                    poolFigures().softEvictConnections();
                }
                do {
                    back();
                    pause(PROBE_INTERVAL_WHEN_REACHABLE);
                } while (!closed && isAlive(connection));
                away("the probe's connection is dead");
            } catch (SQLException e) {
                away("SQLState " + e.getSQLState());
                pause(PROBE_INTERVAL_WHEN_AWAY);
            } catch (RuntimeException e) {
                // Drivers that fetch credentials fail in ways of their own.
                away(e.toString());
                pause(PROBE_INTERVAL_WHEN_AWAY);
            }
        }
    }

    private boolean isAlive(Connection connection) throws SQLException {
        return connection.isValid((int) settings.connectTimeout().toSeconds());
    }

    /** Returns earlier when work has failed in a way that needs a look. */
    private void pause(Duration duration) {
        try {
            suspicion.tryAcquire(duration.toMillis(), TimeUnit.MILLISECONDS);
            suspicion.drainPermits();
        } catch (InterruptedException _) {
            // Closed: the loop sees it.
        }
    }

    @Override
    public void close() {
        closed = true;
        probe.interrupt();
        pool.close();
    }
}
