package com.travelbuddy.reversesync.command;

import picocli.CommandLine.Command;

/** Has a stopped task go on from where it was. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Has a stopped task go on from where it was.",
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  reverse-sync resume")
final class ResumeCommand extends SyncCommand {

    @Override
    Report run(Context context) {
        return OutcomeReport.of(context.taskLife(progress()).resume());
    }
}
