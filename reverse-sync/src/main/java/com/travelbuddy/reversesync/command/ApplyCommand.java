package com.travelbuddy.reversesync.command;

import com.travelbuddy.reversesync.dms.Applied;
import com.travelbuddy.reversesync.dms.ApplyOptions;
import com.travelbuddy.reversesync.dms.ApplyOptions.Restart;
import com.travelbuddy.reversesync.dms.Provisioning;
import com.travelbuddy.reversesync.job.RunLock;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Creates and changes what {@code plan} shows. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Creates and changes at DMS what plan shows. Can be interrupted and repeated at any point.",
            "Does not start the task: run does."
        },
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  reverse-sync apply --stop-to-change")
final class ApplyCommand extends SyncCommand {

    @Option(
            names = "--stop-to-change",
            description = "A running task may be stopped for a change; it is resumed afterwards.")
    private boolean stopToChange;

    @Option(
            names = "--restart",
            paramLabel = "HOW",
            description =
                    "How the task goes on after a change of its mapping: resume (then verify --repair) or"
                            + " reload (needs --confirm).")
    private Restart restart;

    @Option(
            names = "--confirm",
            paramLabel = "NAME",
            description = "The task's name, for --restart=reload.")
    private String confirmed;

    @Option(
            names = "--update-passwords",
            description = "Gives the endpoints their passwords again, which cannot be compared.")
    private boolean updatePasswords;

    @Override
    Report run(Context context) {
        Applied applied;
        try (RunLock _ = context.lock()) {
            applied =
                    new Provisioning(
                                    context.settings(),
                                    context.source(),
                                    context.target(),
                                    context.dms(),
                                    progress())
                            .apply(
                                    context.derivation().orThrow(),
                                    new ApplyOptions(
                                            stopToChange,
                                            Optional.ofNullable(restart),
                                            Optional.ofNullable(confirmed),
                                            updatePasswords));
        }
        List<String> lines = new ArrayList<>();
        applied.plan().steps().stream()
                .map(step -> "%s %s %s".formatted(step.action().sign(), step.resource(), step.id()))
                .forEach(lines::add);
        lines.add("Task %s is %s".formatted(applied.task(), applied.status()));
        lines.addAll(applied.notes());
        return new Report(ExitCode.OK, applied, lines);
    }
}
