package com.travelbuddy.reversesync.command;

import picocli.CommandLine.Command;

import java.util.List;

/** Shows which column goes where and as what. */
@Command(
        name = "mapping",
        mixinStandardHelpOptions = true,
        description = "Shows the table mapping.")
final class MappingCommand extends SyncCommand {

    @Override
    Report run(Context context) {
        return new Report(ExitCode.OK, context.derivation().orThrow(), List.of());
    }
}
