package com.travelbuddy.reversesync.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.travelbuddy.reversesync.http.Json;
import com.travelbuddy.reversesync.progress.Progress;
import com.travelbuddy.reversesync.settings.Settings;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** What all commands have in common: the configuration, and the two forms of output. */
abstract class SyncCommand implements Callable<Integer> {

    /** How results are printed. */
    enum Format {
        table,
        json
    }

    @Spec private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "${env:REVERSE_SYNC_CONFIG:-reverse-sync.yaml}",
            description = "The configuration. Default: $REVERSE_SYNC_CONFIG or reverse-sync.yaml.")
    private Path config;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format;

    /** Does the work. */
    abstract Report run(Context context) throws SQLException, InterruptedException;

    @Override
    public final Integer call() {
        try {
            Report report;
            try (Context context = new Context(Settings.load(config, System.getenv()))) {
                report = run(context);
            }
            print(report);
            return report.exitCode().code();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail(e);
        } catch (RuntimeException | SQLException e) {
            return fail(e);
        }
    }

    private int fail(Exception exception) {
        Failure failure = Failure.of(exception);
        if (format == Format.json) {
            print(failure.exitCode(), "error", failure.message());
        }
        err().println(failure.message());
        failure.unexpected().ifPresent(cause -> cause.printStackTrace(err()));
        return failure.exitCode().code();
    }

    /** For what is worth seeing while work is under way; results go elsewhere. */
    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** For long work: a bar on a terminal, else lines on the standard error. */
    final Progress progress() {
        return new Progress(err(), isTerminal(), Clock.systemUTC());
    }

    static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    final boolean isJson() {
        return format == Format.json;
    }

    private void print(Report report) {
        if (format == Format.json) {
            print(report.exitCode(), "result", report.document());
        } else {
            report.lines().forEach(out()::println);
            out().flush();
        }
    }

    private void print(ExitCode exitCode, String member, Object content) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("command", spec.name());
        document.put("outcome", exitCode.word());
        document.put("exitCode", exitCode.code());
        document.put(member, content);
        try {
            out().println(
                            Json.MAPPER
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        out().flush();
    }

    /** For results. */
    final PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
