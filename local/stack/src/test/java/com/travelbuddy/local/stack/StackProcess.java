package com.travelbuddy.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.local.servers.Ports;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The stack as a process of its own, its output line by line. Its temporary files go below a folder
 * of the test's.
 */
final class StackProcess implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(90);

    private final Process process;
    private final Path temporary;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Set<Long> descendants = ConcurrentHashMap.newKeySet();
    private final Thread reader;

    private StackProcess(Process process, Path temporary) {
        this.process = process;
        this.temporary = temporary;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    static StackProcess start(Path temporary, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-Djava.io.tmpdir=" + temporary,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new StackProcess(builder.start(), temporary);
    }

    /** A free port for each part. */
    static Map<Port, Integer> ports() {
        Map<Port, Integer> ports = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            ports.put(port, Ports.free());
        }
        return ports;
    }

    static Map<String, String> variables(Map<Port, Integer> ports) {
        return ports.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                entry -> entry.getKey().variable(),
                                entry -> entry.getValue().toString()));
    }

    Process process() {
        return process;
    }

    /** Sends SIGTERM; the output can still be read, other than after {@link Process#destroy}. */
    void terminate() {
        process.toHandle().destroy();
    }

    List<String> lines() {
        return lines;
    }

    /** Returns when a line holds the text; fails when the process ends without it. */
    String awaitLine(String text) {
        await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> find(text).findAny().isPresent() || !reader.isAlive());
        assertThat(lines).anySatisfy(line -> assertThat(line).contains(text));
        return find(text).findFirst().orElseThrow();
    }

    /** Waits for the end and returns the exit code. */
    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS))
                .as(() -> String.join("\n", lines))
                .isTrue();
        assertThat(reader.join(BOUND)).isTrue();
        return process.exitValue();
    }

    /** Notes which processes are there now, for {@link #awaitNothingLeft}. */
    void noteProcesses() {
        process.descendants().map(ProcessHandle::pid).forEach(descendants::add);
        assertThat(descendants).hasSizeGreaterThanOrEqualTo(8);
    }

    void awaitNothingLeft() {
        await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> {
                            assertThat(descendants)
                                    .noneMatch(pid -> ProcessHandle.of(pid).isPresent());
                            try (Stream<Path> files = Files.list(temporary)) {
                                assertThat(files.filter(StackProcess::isOurs)).isEmpty();
                            }
                        });
    }

    /** Ends a program by SIGKILL, not the guard that stands before it. */
    void kill(Path program) {
        String jar = program.toString();
        List<ProcessHandle> found =
                process.descendants()
                        .filter(child -> child.info().command().orElse("").endsWith("/java"))
                        .filter(child -> arguments(child).contains(jar))
                        .toList();
        assertThat(found).hasSize(1);
        found.getFirst().destroyForcibly();
    }

    private static List<String> arguments(ProcessHandle process) {
        return process.info().arguments().map(List::of).orElse(List.of());
    }

    /** Ends the stack by SIGKILL if it has not ended. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private Stream<String> find(String text) {
        return lines.stream().filter(line -> line.contains(text));
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (UncheckedIOException | IOException e) {
            lines.add("(output ends: %s)".formatted(e));
        }
    }

    // The service's own libraries may leave what a killed process cannot delete.
    private static boolean isOurs(Path file) {
        return file.getFileName().toString().startsWith("local-");
    }
}
