package com.travelbuddy.delivery.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of the machine, run to its end. */
public final class Tool {

    private static final long BOUND_MINUTES = 10;

    private Tool() {}

    /**
     * What it has left.
     *
     * @param output standard output and errors, as they came
     */
    public record Result(int exitCode, String output) {}

    /** Whether the machine has a program of that name. */
    public static boolean isInstalled(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /** Runs a command in a folder, whatever comes of it. */
    public static Result run(Path folder, Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile("tool", ".out");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command)
                                .directory(folder.toFile())
                                .redirectErrorStream(true)
                                .redirectOutput(output.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                process.getOutputStream().close();
                if (!process.waitFor(BOUND_MINUTES, TimeUnit.MINUTES)) {
                    process.destroyForcibly().waitFor();
                    throw new IllegalStateException(
                            "%s is not done: %s".formatted(command, Files.readString(output)));
                }
                return new Result(process.exitValue(), Files.readString(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs a command and returns its output.
     *
     * @throws IllegalStateException with the output, when it fails
     */
    public static String succeed(Path folder, String... command) {
        Result result = run(folder, Map.of(), List.of(command));
        if (result.exitCode() != 0) {
            throw new IllegalStateException(
                    "%s: exit code %d%n%s"
                            .formatted(
                                    String.join(" ", command), result.exitCode(), result.output()));
        }
        return result.output();
    }
}
