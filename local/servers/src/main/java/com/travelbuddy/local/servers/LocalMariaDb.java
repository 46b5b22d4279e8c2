package com.travelbuddy.local.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A MariaDB server on 127.0.0.1, in the place of the monolith's MySQL, with the superuser {@value
 * #USERNAME} without a password.
 *
 * <p>It ends with this JVM at the latest: should the JVM end without {@link #close()}, even by
 * {@code kill -9}, the server is stopped and a temporary folder is deleted. Safe for use by several
 * threads.
 */
public final class LocalMariaDb implements AutoCloseable {

    public static final String USERNAME = "root";
    public static final String PASSWORD = "";

    /** The monolith's database. */
    public static final String MONOLITH = "travelbuddy";

    private static final String NAME = "MariaDB";
    private static final Duration START_BOUND = Duration.ofSeconds(60);
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);
    private static final List<String> MONOLITH_SCRIPTS =
            List.of("db/monolith/1-flightspecial.sql", "db/monolith/2-specials.sql");

    /**
     * How and where to run.
     *
     * @param port to listen on; 0: any free one, the same for the life of the object
     * @param dataFolder that is kept; absent: a temporary one, deleted by {@link #close()}
     */
    public record Options(int port, Optional<Path> dataFolder) {

        public Options {
            Objects.requireNonNull(dataFolder, "dataFolder is null");
        }

        /** Any free port, a temporary folder. */
        public static Options temporary() {
            return new Options(0, Optional.empty());
        }

        /** Any free port, this folder. */
        public static Options keptIn(Path folder) {
            return new Options(0, Optional.of(folder));
        }

        public Options withPort(int newPort) {
            return new Options(newPort, dataFolder);
        }
    }

    private final MariaDbPrograms programs;
    private final DataFolder folder;
    private final int port;
    private ServerProcess process;

    private LocalMariaDb(MariaDbPrograms programs, DataFolder folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts a server and returns once it takes connections.
     *
     * @throws LocalServerException when it cannot: the port or the folder is in use, or the server
     *     fails
     */
    public static LocalMariaDb start(Options options) {
        if (options.port() != 0) {
            Ports.requireFree(options.port(), NAME);
        }
        MariaDbPrograms programs = MariaDbPrograms.unpacked();
        DataFolder folder = DataFolder.open(options.dataFolder(), NAME);
        try {
            int port = options.port() == 0 ? Ports.free() : options.port();
            var server = new LocalMariaDb(programs, folder, port);
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

    /**
     * The URL of a database for MySQL Connector/J, without credentials; of none if the name is
     * empty.
     */
    public String jdbcUrl(String database) {
        return "jdbc:mysql://127.0.0.1:%d/%s?sslMode=DISABLED".formatted(port, database);
    }

    /** A connection of the superuser; to no database if the name is empty. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USERNAME, PASSWORD);
    }

    /** Creates a database unless it is there. */
    public void createDatabase(String name) {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE DATABASE IF NOT EXISTS `%s`".formatted(name.replace("`", "``")));
        } catch (SQLException e) {
            throw new LocalServerException("database %s could not be created".formatted(name), e);
        }
    }

    /**
     * Makes the monolith's database {@value #MONOLITH}, with its table and, if that is empty, its
     * eleven specials. Done again it changes nothing.
     */
    public void createMonolith() {
        createDatabase(MONOLITH);
        try (Connection connection = connect(MONOLITH);
                Statement statement = connection.createStatement()) {
            for (String script : MONOLITH_SCRIPTS) {
                statement.execute(resource(script));
            }
        } catch (SQLException e) {
            throw new LocalServerException("the monolith's table could not be made", e);
        }
    }

    /** Starts it again on the same port and data; does nothing while it runs. */
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        Ports.requireFree(port, NAME);
        process = ServerProcess.start(launch(NAME, serverArguments()));
        folder.runs(process);
        try {
            process.awaitReady(this::isReady, START_BOUND);
        } catch (RuntimeException e) {
            process.stop(ServerProcess.Signal.KILL);
            throw e;
        }
    }

    /** Stops it and returns when it has ended; the data stay. */
    public synchronized void stop() {
        if (isRunning()) {
            process.stop();
        }
    }

    /** Ends it as a crash would; the next {@link #start()} recovers. */
    public synchronized void kill() {
        if (isRunning()) {
            process.stop(ServerProcess.Signal.KILL);
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
        if (folder.temporary().isPresent()) {
            kill();
        } else {
            stop();
        }
        folder.close();
    }

    private void initialise() {
        Path data = folder.resolve("data");
        if (Files.exists(data)) {
            return;
        }
        Path partial = folder.resolve("data.partial");
        Path sql = folder.resolve("system-tables.sql");
        try {
            DataFolder.delete(partial);
            Files.createDirectory(partial);
            Files.writeString(sql, programs.systemTables());
            List<String> arguments =
                    List.of(
                            "--bootstrap",
                            "--silent-startup",
                            "--skip-sync-frm",
                            "--innodb-flush-log-at-trx-commit=0");
            ServerProcess.run(
                    launch(NAME + "'s bootstrap", programs.command(partial, arguments))
                            .withInput(sql),
                    START_BOUND);
            Files.delete(sql);
            Files.move(partial, data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerProcess.Launch launch(String name, List<String> command) {
        return new ServerProcess.Launch(name, command, folder.log())
                .withFarewell(ServerProcess.Signal.TERM, STOP_GRACE)
                .withTemporary(folder.temporary());
    }

    private List<String> serverArguments() {
        List<String> arguments = new ArrayList<>();
        arguments.add("--bind-address=127.0.0.1");
        arguments.add("--port=" + port);
        // No path for one: they may not be longer than 107 bytes.
        arguments.add("--socket=");
        arguments.add("--pid-file=" + folder.resolve("mariadbd.pid"));
        arguments.add("--skip-name-resolve");
        // It would make itself a certificate at each start, which takes up to 20 s.
        arguments.add("--skip-ssl");
        arguments.add("--character-set-server=utf8mb4");
        arguments.add("--default-time-zone=+00:00");
        if (folder.temporary().isPresent()) {
            arguments.add("--innodb-flush-log-at-trx-commit=0");
        }
        try {
            return programs.command(folder.resolve("data"), arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady() {
        try (Connection connection = connect("")) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static String resource(String name) {
        try (InputStream content = LocalMariaDb.class.getClassLoader().getResourceAsStream(name)) {
            if (content == null) {
                throw new LocalServerException("%s is not on the class path".formatted(name));
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
