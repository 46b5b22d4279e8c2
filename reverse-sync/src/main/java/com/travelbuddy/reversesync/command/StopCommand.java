package com.travelbuddy.reversesync.command;

import picocli.CommandLine.Command;

/** Stops the task. Its slot goes on keeping the source's log. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "Stops the task. Its slot goes on keeping the source's log.",
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  reverse-sync stop")
final class StopCommand extends SyncCommand {

    @Override
    Report run(Context context) {
        return OutcomeReport.of(context.taskLife(progress()).stop());
    }
}
