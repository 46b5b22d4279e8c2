package com.travelbuddy.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The service as a process, with the jar that ships. */
final class ServiceUnderTest implements AutoCloseable {

    private final Process process;
    private final URI uri;
    private final URI managementUri;
    private final Duration startToFirstAnswer;

    private ServiceUnderTest(
            Process process, URI uri, URI managementUri, Duration startToFirstAnswer) {
        this.process = process;
        this.uri = uri;
        this.managementUri = managementUri;
        this.startToFirstAnswer = startToFirstAnswer;
    }

    static ServiceUnderTest start(
            Path jar, Map<String, String> environment, int port, int managementPort)
            throws IOException, InterruptedException {
        return start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-jar",
                        jar.toString()),
                environment,
                port,
                managementPort);
    }

    static ServiceUnderTest start(
            List<String> command, Map<String, String> environment, int port, int managementPort)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        builder.environment().put("APP_PORT", String.valueOf(port));
        builder.environment().put("MANAGEMENT_PORT", String.valueOf(managementPort));
        long start = System.nanoTime();
        Process process = builder.start();
        URI uri = URI.create("http://127.0.0.1:" + port);
        while (!answers(uri.resolve("/flightspecials"))) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "The service has ended with " + process.exitValue());
            }
            Thread.sleep(5);
        }
        return new ServiceUnderTest(
                process,
                uri,
                URI.create("http://127.0.0.1:" + managementPort),
                Duration.ofNanos(System.nanoTime() - start));
    }

    private static boolean answers(URI uri) {
        try {
            return ((HttpURLConnection) uri.toURL().openConnection()).getResponseCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    URI uri() {
        return uri;
    }

    Duration startToFirstAnswer() {
        return startToFirstAnswer;
    }

    /** The value of a meter without further labels. */
    double meter(String name) throws IOException {
        try (var in = managementUri.resolve("/metrics").toURL().openStream()) {
            return new String(in.readAllBytes())
                    .lines()
                    .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No meter " + name));
        }
    }

    /** Resident memory in MB. */
    long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
