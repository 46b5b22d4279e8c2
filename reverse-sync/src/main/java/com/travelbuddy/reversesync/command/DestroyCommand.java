package com.travelbuddy.reversesync.command;

import com.travelbuddy.reversesync.job.RunLock;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.Optional;

/** Deletes what {@code apply} has created. */
@Command(
        name = "destroy",
        mixinStandardHelpOptions = true,
        description =
                "Deletes task, slot, endpoints, instance and subnet group. Tables stay as they are.",
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  reverse-sync destroy --confirm reverse-sync --keep-instance")
final class DestroyCommand extends SyncCommand {

    @Option(
            names = "--confirm",
            paramLabel = "NAME",
            description = "The task's name: without it, only tells what would be lost.")
    private String confirmed;

    @Option(names = "--keep-instance", description = "Leaves the instance and its subnet group.")
    private boolean keepInstance;

    @Override
    Report run(Context context) {
        try (RunLock _ = context.lock()) {
            return OutcomeReport.of(
                    context.taskLife(progress())
                            .destroy(Optional.ofNullable(confirmed), keepInstance));
        }
    }
}
