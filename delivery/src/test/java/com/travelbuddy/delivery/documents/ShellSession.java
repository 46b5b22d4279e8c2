package com.travelbuddy.delivery.documents;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/**
 * A shell that is given one command after the other, as by the reader of a page: what one exports,
 * the next one finds.
 */
final class ShellSession implements AutoCloseable {

    private final Process bash;
    private final BufferedWriter input;
    private final BufferedReader answers;
    private final Path output;
    private final Path errors;

    /** What a command has left. */
    record Result(int exitCode, String output, String errors) {}

    ShellSession(Path folder, Path scratch, Map<String, String> environment) throws IOException {
        output = Files.createTempFile(scratch, "command", ".out");
        errors = Files.createTempFile(scratch, "command", ".err");
        ProcessBuilder builder =
                new ProcessBuilder("bash", "--noprofile", "--norc")
                        .directory(folder.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        bash = builder.start();
        input = bash.outputWriter();
        answers = bash.inputReader();
    }

    Result run(String command) throws IOException {
        String end = "END_" + UUID.randomUUID();
        input.write(
                """
                {
                %s
                } > '%s' 2> '%s' < /dev/null
                echo "%s $?"
                """
                        .formatted(command, output, errors, end));
        input.flush();
        String answer = answers.readLine();
        if (answer == null || !answer.startsWith(end)) {
            throw new IllegalStateException("The shell has ended, or says: " + answer);
        }
        return new Result(
                Integer.parseInt(answer.substring(end.length() + 1)),
                Files.readString(output),
                Files.readString(errors));
    }

    @Override
    public void close() throws IOException {
        input.close();
        bash.onExit().join();
    }
}
