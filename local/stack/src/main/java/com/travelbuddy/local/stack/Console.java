package com.travelbuddy.local.stack;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The stack's face: whole lines, each written at once. A terminal that has gone away is no error,
 * so that nothing keeps the stack from stopping.
 */
final class Console {

    private final PrintStream out;
    private final PrintStream err;
    private final long started = System.nanoTime();

    Console(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** This process's own output, in UTF-8 as the events are. */
    static Console ofProcess() {
        return new Console(
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    void line(String text) {
        out.println(text);
    }

    /** One part's new state, with the seconds since the stack began to start. */
    void progress(String part, String state) {
        out.println("%6.1f s  %-11s %s".formatted(elapsed().toMillis() / 1000.0, part, state));
    }

    void problem(String text) {
        err.println(text);
    }

    void problems(String heading, List<String> problems) {
        err.println(heading);
        problems.forEach(problem -> err.println("  - " + problem));
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
