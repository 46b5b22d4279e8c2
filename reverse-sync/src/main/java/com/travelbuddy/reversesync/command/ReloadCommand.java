package com.travelbuddy.reversesync.command;

import com.travelbuddy.reversesync.job.RunLock;
import com.travelbuddy.reversesync.settings.TableName;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Optional;

/** Loads tables again. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description =
                "Loads the tables again, those of a stopped task or single ones of a running one.",
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  reverse-sync reload --table travelbuddy.flightspecial --confirm reverse-sync")
final class ReloadCommand extends SyncCommand {

    @Option(
            names = "--confirm",
            paramLabel = "NAME",
            description = "The task's name: without it, only tells what may be lost.")
    private String confirmed;

    @Option(
            names = "--table",
            paramLabel = "SCHEMA.TABLE",
            description = "A table of the source; may be repeated. Default: all.")
    private List<String> tables = List.of();

    @Override
    Report run(Context context) {
        try (RunLock _ = context.lock()) {
            return OutcomeReport.of(
                    context.taskLife(progress())
                            .reload(
                                    Optional.ofNullable(confirmed),
                                    tables.stream().map(ReloadCommand::name).toList()));
        }
    }

    private static TableName name(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new TableName("public", text)
                : new TableName(text.substring(0, dot), text.substring(dot + 1));
    }
}
