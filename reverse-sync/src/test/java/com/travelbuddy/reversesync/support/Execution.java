package com.travelbuddy.reversesync.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command as it ships, in a process of its own. */
public final class Execution implements AutoCloseable {

    private final Path out;
    private final Path err;
    private final Process process;

    /**
     * @param folder for what it prints
     * @param heap such as {@code 128m}
     */
    public Execution(Path folder, String heap, String... arguments) {
        out = folder.resolve("program.out");
        err = folder.resolve("program.err");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + heap,
                                "-Daws.accessKeyId=any",
                                "-Daws.secretAccessKey=any",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                "target/classes:target/lib/*",
                                "com.travelbuddy.reversesync.Main"));
        command.addAll(List.of(arguments));
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as the loss of its machine would. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether it has ended by itself in that time. */
    public boolean endsWithin(long time, TimeUnit unit) throws InterruptedException {
        return process.waitFor(time, unit);
    }

    /** What it has left, once it has ended by itself. */
    public Cli.Result await(long seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                kill();
                throw new IllegalStateException("not done in %d s: %s".formatted(seconds, err()));
            }
            return new Cli.Result(process.exitValue(), Files.readString(out), err());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String err() throws IOException {
        return Files.readString(err);
    }

    @Override
    public void close() {
        kill();
    }
}
