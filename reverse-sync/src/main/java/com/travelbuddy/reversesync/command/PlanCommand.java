package com.travelbuddy.reversesync.command;

import com.travelbuddy.reversesync.dms.Plan;
import com.travelbuddy.reversesync.dms.Provisioning;

import picocli.CommandLine.Command;

/** Shows what {@code apply} would do. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Shows what apply would create, change or leave, and changes nothing.",
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  reverse-sync plan --config reverse-sync.yaml")
final class PlanCommand extends SyncCommand {

    @Override
    Report run(Context context) {
        Plan plan =
                new Provisioning(
                                context.settings(),
                                context.source(),
                                context.target(),
                                context.dms(),
                                progress())
                        .plan(context.derivation().orThrow());
        return new Report(
                plan.changes() ? ExitCode.CHANGES : ExitCode.OK, plan, PlanLines.of(plan));
    }
}
