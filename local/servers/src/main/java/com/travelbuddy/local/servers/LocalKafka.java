package com.travelbuddy.local.servers;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A Kafka broker on 127.0.0.1, a cluster of one, in a JVM of its own.
 *
 * <p>It ends with this JVM at the latest: should the JVM end without {@link #close()}, even by
 * {@code kill -9}, the broker is stopped and a temporary folder is deleted. Safe for use by several
 * threads.
 */
public final class LocalKafka implements AutoCloseable {

    private static final String NAME = "Kafka";
    private static final Duration START_BOUND = Duration.ofSeconds(60);
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);

    /**
     * How and where to run.
     *
     * @param port to listen on; 0: any free one, the same for the life of the object
     * @param dataFolder that is kept; absent: a temporary one, deleted by {@link #close()}
     * @param createTopics whether a topic comes to be when a client first names it
     */
    public record Options(int port, Optional<Path> dataFolder, boolean createTopics) {

        public Options {
            Objects.requireNonNull(dataFolder, "dataFolder is null");
        }

        /** Any free port, a temporary folder, topics only when created. */
        public static Options temporary() {
            return new Options(0, Optional.empty(), false);
        }

        /** Any free port, this folder, topics only when created. */
        public static Options keptIn(Path folder) {
            return new Options(0, Optional.of(folder), false);
        }

        public Options withPort(int newPort) {
            return new Options(newPort, dataFolder, createTopics);
        }

        public Options withCreateTopics(boolean newCreateTopics) {
            return new Options(port, dataFolder, newCreateTopics);
        }
    }

    private final DataFolder folder;
    private final int port;
    private final boolean createTopics;
    private ServerProcess process;

    private LocalKafka(DataFolder folder, int port, boolean createTopics) {
        this.folder = folder;
        this.port = port;
        this.createTopics = createTopics;
    }

    /**
     * Starts a broker and returns once it takes records.
     *
     * @throws LocalServerException when it cannot: the port or the folder is in use, or the broker
     *     fails
     */
    public static LocalKafka start(Options options) {
        if (options.port() != 0) {
            Ports.requireFree(options.port(), NAME);
        }
        DataFolder folder = DataFolder.open(options.dataFolder(), NAME);
        try {
            int port = options.port() == 0 ? Ports.free() : options.port();
            var broker = new LocalKafka(folder, port, options.createTopics());
            broker.start();
            return broker;
        } catch (RuntimeException e) {
            throw Closing.after(e, folder);
        }
    }

    public int port() {
        return port;
    }

    /** What clients take as {@code bootstrap.servers}. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /**
     * Creates a topic.
     *
     * @throws LocalServerException when it exists already or the broker is away
     */
    public void createTopic(String name, int partitions) {
        Map<String, Object> settings =
                Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap(),
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        10_000,
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        10_000);
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
        } catch (ExecutionException e) {
            throw new LocalServerException(
                    "topic %s could not be created: %s".formatted(name, e.getCause().getMessage()),
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalServerException("interrupted while creating topic " + name, e);
        }
    }

    /** Starts it again on the same port and data; does nothing while it runs. */
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        Ports.requireFree(port, NAME);
        Path ready = folder.resolve("ready");
        Path settings = folder.resolve("broker.properties");
        try {
            Files.deleteIfExists(ready);
            try (var out = Files.newBufferedWriter(settings)) {
                settings().store(out, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process =
                ServerProcess.start(
                        new ServerProcess.Launch(NAME, command(settings, ready), folder.log())
                                .withFarewell(ServerProcess.Signal.TERM, STOP_GRACE)
                                .withTemporary(folder.temporary()));
        folder.runs(process);
        try {
            process.awaitReady(() -> Files.exists(ready), START_BOUND);
        } catch (RuntimeException e) {
            process.stop(ServerProcess.Signal.KILL);
            throw e;
        }
    }

    /** Stops it in order and returns when it has ended; the data stay. */
    public synchronized void stop() {
        if (isRunning()) {
            process.stop();
        }
    }

    /** Ends it by SIGKILL and returns when it has ended; the data stay. */
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

    private List<String> command(Path settings, Path ready) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                // Nearly half of the processor time of a start goes into optimising code that runs
                // once.
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // Whichever of these two writes its log.
                "-Dlogback.configurationFile=com/travelbuddy/local/servers/broker-logback.xml",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                KafkaBroker.class.getName(),
                settings.toString(),
                ready.toString());
    }

    private Properties settings() {
        int controllerPort = Ports.free();
        var settings = new Properties();
        Map.ofEntries(
                        Map.entry("node.id", "1"),
                        Map.entry("process.roles", "broker,controller"),
                        Map.entry(
                                "listeners",
                                "BROKER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                                        .formatted(port, controllerPort)),
                        Map.entry(
                                "listener.security.protocol.map",
                                "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                        Map.entry("inter.broker.listener.name", "BROKER"),
                        Map.entry("controller.listener.names", "CONTROLLER"),
                        Map.entry(
                                "controller.quorum.voters",
                                "1@127.0.0.1:%d".formatted(controllerPort)),
                        Map.entry("log.dirs", folder.resolve("data").toString()),
                        Map.entry("auto.create.topics.enable", Boolean.toString(createTopics)),
                        Map.entry("offsets.topic.num.partitions", "1"),
                        Map.entry("offsets.topic.replication.factor", "1"),
                        Map.entry("transaction.state.log.num.partitions", "1"),
                        Map.entry("transaction.state.log.replication.factor", "1"),
                        Map.entry("transaction.state.log.min.isr", "1"),
                        Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                        Map.entry("share.coordinator.state.topic.min.isr", "1"),
                        Map.entry("group.initial.rebalance.delay.ms", "0"),
                        // A cluster of one elects itself: the defaults wait for others.
                        Map.entry("broker.heartbeat.interval.ms", "100"),
                        // After a kill a new start is refused until the killed one counts as gone.
                        Map.entry("broker.session.timeout.ms", "2000"),
                        Map.entry("controller.quorum.election.timeout.ms", "100"),
                        Map.entry("controller.quorum.election.backoff.max.ms", "100"),
                        Map.entry("controller.quorum.fetch.timeout.ms", "300"))
                .forEach(settings::setProperty);
        return settings;
    }
}
