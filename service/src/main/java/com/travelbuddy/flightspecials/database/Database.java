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
        config.setConnectionTimeout(settings.waitTimeout().toMillis());
        config.setValidationTimeout(Math.min(1_000, settings.waitTimeout().toMillis()));
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql("SET statement_timeout = " + statementTimeout.toMillis());
        return config;
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
        if (!reachable) {
            throw new DatabaseUnavailableException("The database is away", null);
        }
        long start = System.nanoTime();
        acquire();
        try (Connection connection = pool.getConnection()) {
            T result = work.run(connection);
            statements.increment();
            return result;
        } catch (SQLException e) {
            failures.increment();
            if (SqlStates.isAway(e)) {
                away(e);
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
            if (!permits.tryAcquire(settings.waitTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DatabaseUnavailableException("No connection became free in time", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException("Interrupted while waiting for a connection", e);
        }
    }

    private synchronized void away(SQLException cause) {
        if (reachable && !closed) {
            reachable = false;
            probe.interrupt();
            LOG.warn(
                    "The database is away (SQLState {}); requests are refused until it is back",
                    cause.getSQLState());
        }
    }

    private synchronized void back() {
        if (!reachable) {
            // What is idle in the pool belongs to a server that is gone.
            poolFigures().softEvictConnections();
            reachable = true;
            LOG.info("The database is back");
        }
    }

    private void probe() {
        while (!closed) {
            try (Connection connection = connect(settings.connectTimeout())) {
                back();
                while (!closed
                        && reachable
                        && connection.isValid((int) settings.connectTimeout().toSeconds())) {
                    pause(PROBE_INTERVAL_WHEN_REACHABLE);
                }
                if (!closed && reachable) {
                    away(new SQLException("The probe's connection is dead", "08006"));
                }
            } catch (SQLException e) {
                away(e);
            }
            pause(PROBE_INTERVAL_WHEN_AWAY);
        }
    }

    private void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            // Woken: the state has changed and the loop looks at it.
        }
    }

    @Override
    public void close() {
        closed = true;
        probe.interrupt();
        pool.close();
    }
}
