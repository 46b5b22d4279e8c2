package com.travelbuddy.reversesync.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has a stopped task go on from where it was. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Has a stopped task go on from where it was.",
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  reverse-sync resume")
final class ResumeCommand extends SyncCommand {

    @Option(
            names = "--load-complete",
            description =
                    "You have made sure that the full load has come to its end, though DMS's figures do not"
                            + " show it.")
    private boolean loadComplete;

    @Override
    Report run(Context context) {
        return OutcomeReport.of(context.taskLife(progress()).resume(loadComplete));
    }
}
