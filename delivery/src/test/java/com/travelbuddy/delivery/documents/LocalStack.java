package com.travelbuddy.delivery.documents;

import static org.awaitility.Awaitility.await;

import com.travelbuddy.delivery.support.Repository;
import com.travelbuddy.local.servers.Ports;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * All of the system on this machine, as the README starts it, but for the ports: these are free
 * ones in the place of those that the documents name.
 */
final class LocalStack implements AutoCloseable {

    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final Map<String, Integer> DOCUMENTED =
            Map.of(
                    "APP_PORT", 8080,
                    "MANAGEMENT_PORT", 8081,
                    "POSTGRES_PORT", 15_432,
                    "MYSQL_PORT", 13_306,
                    "KAFKA_PORT", 19_092,
                    "DMS_PORT", 15_566,
                    "REVERSE_SYNC_PORT", 8090);

    private final Process process;
    private final Map<String, Integer> ports;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private LocalStack(Process process, Map<String, Integer> ports) {
        this.process = process;
        this.ports = ports;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /** Starts it and returns when all is ready. */
    static LocalStack start(Path temporary) throws IOException {
        Map<String, Integer> ports = new LinkedHashMap<>();
        DOCUMENTED.keySet().forEach(variable -> ports.put(variable, Ports.free()));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx256m",
                                "-Djava.io.tmpdir=" + temporary,
                                "-classpath",
                                Repository.path("local/stack/target/classes")
                                        + File.pathSeparator
                                        + System.getProperty("java.class.path"),
                                "com.travelbuddy.local.stack.Main",
                                "--service=" + jar("service/target/flightspecials-service.jar"),
                                "--dms=" + jar("local/dms/target/dms-local.jar"),
                                "--sync=" + jar("reverse-sync/target/reverse-sync.jar"),
                                "--with-parent"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        ports.forEach((variable, port) -> builder.environment().put(variable, port.toString()));
        // States that nothing waits for: the AWS CLI looks only every minute.
        builder.environment().put("DMS_LOCAL_DWELL", "0");
        LocalStack stack = new LocalStack(builder.start(), ports);
        stack.awaitLine(".*Ctrl-C stops all.*");
        return stack;
    }

    private static Path jar(String path) {
        Path jar = Repository.path(path);
        if (!jar.toFile().isFile()) {
            throw new IllegalStateException(jar + " is not built");
        }
        return jar;
    }

    /** Where a variable such as {@code APP_PORT} has put a port. */
    int port(String variable) {
        return ports.get(variable);
    }

    /** The configuration of reverse-sync, as the terminal names it. */
    String configuration() {
        return awaitLine(".* REVERSE_SYNC_CONFIG=.*").replaceFirst(".*REVERSE_SYNC_CONFIG=", "");
    }

    /** A text of the documents, with this stack's ports in it. */
    String here(String documented) {
        String text = documented;
        for (var port : DOCUMENTED.entrySet()) {
            text = text.replaceAll("\\b" + port.getValue() + "\\b", "<" + port.getKey() + ">");
        }
        for (var port : ports.entrySet()) {
            text = text.replace("<" + port.getKey() + ">", port.getValue().toString());
        }
        return text;
    }

    /** Returns the first line of the terminal that is like that, once there is one. */
    String awaitLine(String regex) {
        await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> shows(regex) || !reader.isAlive());
        return lines.stream()
                .filter(line -> line.matches(regex))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No line is like " + regex + " in " + lines));
    }

    private boolean shows(String regex) {
        return lines.stream().anyMatch(line -> line.matches(regex));
    }

    /** As Ctrl-C does. */
    @Override
    public void close() {
        process.toHandle().destroy();
        process.onExit().orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (UncheckedIOException | IOException e) {
            lines.add("(output ends: %s)".formatted(e));
        }
    }
}
