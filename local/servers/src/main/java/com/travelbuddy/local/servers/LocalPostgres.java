package com.travelbuddy.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A PostgreSQL server on 127.0.0.1, ready for logical decoding, with the superuser {@value
 * #USERNAME}.
 *
 * <p>It ends with this JVM at the latest: should the JVM end without {@link #close()}, even by
 * {@code kill -9}, the server is stopped fast and a temporary folder is deleted. Safe for use by
 * several threads.
 */
public final class LocalPostgres implements AutoCloseable {

    public static final String USERNAME = "postgres";
    public static final String PASSWORD = "postgres";

    private static final String NAME = "PostgreSQL";
    private static final Duration START_BOUND = Duration.ofSeconds(60);
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);

    /**
     * How and where to run.
     *
     * @param port to listen on; 0: any free one, the same for the life of the object
     * @param dataFolder that is kept; absent: a temporary one, deleted by {@link #close()}
     * @param fsync whether a commit survives a crash of the machine (one of the server it always
     *     survives)
     */
    public record Options(int port, Optional<Path> dataFolder, boolean fsync) {

        public Options {
            Objects.requireNonNull(dataFolder, "dataFolder is null");
        }

        /** Any free port, a temporary folder, no fsync. */
        public static Options temporary() {
            return new Options(0, Optional.empty(), false);
        }

        /** Any free port, this folder, fsync. */
        public static Options keptIn(Path folder) {
            return new Options(0, Optional.of(folder), true);
        }

        public Options withPort(int newPort) {
            return new Options(newPort, dataFolder, fsync);
        }

        public Options withFsync(boolean newFsync) {
            return new Options(port, dataFolder, newFsync);
        }
    }

    /** What happens to sessions and to what is not yet in the data files. */
    public enum StopMode {
        /** Sessions are cut, then a checkpoint is written. */
        FAST(ServerProcess.Signal.INT),
        /** As a crash of the server: the next start recovers from the log. */
        IMMEDIATE(ServerProcess.Signal.QUIT);

        private final ServerProcess.Signal signal;

        StopMode(ServerProcess.Signal signal) {
            this.signal = signal;
        }
    }

    private final PostgresPrograms programs;
    private final DataFolder folder;
    private final int port;
    private final boolean fsync;
    private ServerProcess process;

    private LocalPostgres(PostgresPrograms programs, DataFolder folder, int port, boolean fsync) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
        this.fsync = fsync;
    }

    /**
     * Starts a server and returns once it takes connections.
     *
     * @throws LocalServerException when it cannot: the port or the folder is in use, or the server
     *     fails
     */
    public static LocalPostgres start(Options options) {
        if (options.port() != 0) {
            Ports.requireFree(options.port(), NAME);
        }
        PostgresPrograms programs = PostgresPrograms.unpacked();
        DataFolder folder = DataFolder.open(options.dataFolder(), NAME);
        try {
            int port = options.port() == 0 ? Ports.free() : options.port();
            var server = new LocalPostgres(programs, folder, port, options.fsync());
            server.initialise();
            server.start();
            return server;
        } catch (RuntimeException e) {
            throw Closing.after(e, folder);
        }
    }

    public int port() {
        return port;
    }

    /** The URL of a database for pgjdbc, without credentials. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** A connection of the superuser. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USERNAME, PASSWORD);
    }

    /** Creates a database unless it is there. */
    public void createDatabase(String name) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            try (var found =
                    statement.executeQuery(
                            "SELECT 1 FROM pg_database WHERE datname = "
                                    + statement.enquoteLiteral(name))) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE \"%s\"".formatted(name.replace("\"", "\"\"")));
        } catch (SQLException e) {
            throw new LocalServerException("database %s could not be created".formatted(name), e);
        }
    }

    /** Starts it again on the same port and data; does nothing while it runs. */
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        Ports.requireFree(port, NAME);
        process =
                ServerProcess.start(
                        launch(NAME, programs.command("postgres", serverArguments()))
                                .withFarewell(StopMode.FAST.signal, STOP_GRACE));
        folder.runs(process);
        try {
            process.awaitReady(this::isReady, START_BOUND);
        } catch (RuntimeException e) {
            process.stop(ServerProcess.Signal.KILL);
            throw e;
        }
    }

    /** Stops it {@linkplain StopMode#FAST fast}; the data stay. */
    public void stop() {
        stop(StopMode.FAST);
    }

    /** Stops it and returns when it has ended; the data stay. */
    public synchronized void stop(StopMode mode) {
        if (isRunning()) {
            process.stop(mode.signal);
        }
    }

    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Completes with the exit code when the process that was started last has ended. */
    public synchronized CompletableFuture<Integer> onExit() {
        return process.onExit();
    }

    /** The id of the process that was started last. */
    public synchronized long pid() {
        return process.pid();
    }

    /** Where its data and its log are. */
    public Path folder() {
        return folder.path();
    }

    /** The last lines of its log, ready to be put behind a message. */
    public String logTail() {
        return LogTail.of(folder.log());
    }

    /** Stops it and deletes its folder if that is temporary. */
    @Override
    public synchronized void close() {
        stop(folder.temporary().isPresent() ? StopMode.IMMEDIATE : StopMode.FAST);
        folder.close();
    }

    private void initialise() {
        Path data = folder.resolve("data");
        if (Files.exists(data)) {
            return;
        }
        Path partial = folder.resolve("data.partial");
        Path password = folder.resolve("password");
        try {
            DataFolder.delete(partial);
            Files.writeString(password, PASSWORD);
            List<String> arguments =
                    List.of(
                            "--pgdata=" + partial,
                            "--username=" + USERNAME,
                            "--pwfile=" + password,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C.UTF-8",
                            fsync ? "--sync-method=fsync" : "--no-sync",
                            "--no-instructions");
            ServerProcess.run(
                    launch(NAME + "'s initdb", programs.command("initdb", arguments)), START_BOUND);
            Files.delete(password);
            Files.move(partial, data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerProcess.Launch launch(String name, List<String> command) {
        return new ServerProcess.Launch(name, command, folder.log())
                // The session's own settings must not change what a client of the server sees.
                .withEnvironment(Map.of("LC_ALL", "C.UTF-8", "TZ", "UTC"))
                .withTemporary(folder.temporary());
    }

    private List<String> serverArguments() {
        List<String> arguments = new ArrayList<>();
        arguments.add("-D" + folder.resolve("data"));
        Map<String, String> settings =
                Map.ofEntries(
                        Map.entry("listen_addresses", "127.0.0.1"),
                        Map.entry("port", Integer.toString(port)),
                        Map.entry("unix_socket_directories", ""),
                        Map.entry("max_connections", "200"),
                        Map.entry("wal_level", "logical"),
                        Map.entry("max_replication_slots", "20"),
                        Map.entry("max_wal_senders", "20"),
                        // Whatever fsync is: without it, logical decoding lags 200 ms behind.
                        Map.entry("synchronous_commit", "on"),
                        Map.entry("fsync", fsync ? "on" : "off"),
                        Map.entry("full_page_writes", fsync ? "on" : "off"),
                        Map.entry("timezone", "UTC"),
                        Map.entry("log_timezone", "UTC"));
        settings.forEach(
                (name, value) -> {
                    arguments.add("-c");
                    arguments.add(name + "=" + value);
                });
        return arguments;
    }

    /** As pg_ctl tells: the server writes its state to the eighth line of its pid file. */
    private boolean isReady() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("data/postmaster.pid"));
            return lines.size() > 7
                    && lines.get(0).strip().equals(Long.toString(process.pid()))
                    && lines.get(7).strip().equals("ready");
        } catch (NoSuchFileException notYet) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
