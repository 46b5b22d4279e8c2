package com.travelbuddy.reversesync.command;

import com.travelbuddy.reversesync.dms.Action;
import com.travelbuddy.reversesync.job.Goal;
import com.travelbuddy.reversesync.job.Job;
import com.travelbuddy.reversesync.job.JobOptions;
import com.travelbuddy.reversesync.job.JobResult;
import com.travelbuddy.reversesync.job.Repair;
import com.travelbuddy.reversesync.preflight.Findings;
import com.travelbuddy.reversesync.verify.Verified;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The entry of batch and cron jobs. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Brings the sync to where it should be: checks, applies, starts or resumes the task, waits,"
                    + " verifies, and ends with the verdict of status.",
            "Can be interrupted and repeated at any point. Ends at once when another run is under way."
        },
        footerHeading = "%nExample:%n",
        footer = "  reverse-sync run --until caught-up --repair first")
final class RunCommand extends SyncCommand {

    @Option(
            names = "--until",
            paramLabel = "GOAL",
            defaultValue = "caught-up",
            converter = GoalWord.class,
            description = {
                "What to wait for: caught-up (what was committed by then has been applied),"
                        + " full-load-done, running. Default: ${DEFAULT-VALUE}."
            })
    private Goal goal;

    @Option(
            names = "--repair",
            paramLabel = "WHEN",
            defaultValue = "first",
            description = {
                "Whether verification mends what differs: first (as long as both sides have not been"
                        + " found equal since the task was made; deletes nothing), never, always. Default: ${DEFAULT-VALUE}."
            })
    private Repair repair;

    @Option(names = "--no-verify", description = "Does not compare the rows.")
    private boolean unverified;

    /** {@code caught-up} for {@link Goal#CAUGHT_UP}. */
    static final class GoalWord extends EnumWord<Goal> {
        GoalWord() {
            super(Goal.class);
        }
    }

    @Override
    Report run(Context context) throws SQLException, InterruptedException {
        JobResult result =
                new Job(
                                context.settings(),
                                context.source(),
                                context.target(),
                                context.dms(),
                                StatusCommand.observer(context),
                                progress())
                        .run(
                                () -> context.derivation().orThrow(),
                                new JobOptions(goal, !unverified, repair));
        return new Report(exitCode(result), result, lines(result));
    }

    private ExitCode exitCode(JobResult result) {
        if (result.applied().isEmpty()) {
            return ExitCode.REFUSED;
        }
        ExitCode verdict =
                StatusCommand.exitCode(result.status().orElseThrow().judgement().verdict());
        if (verdict == ExitCode.OK
                && result.verified().filter(verified -> !verified.isEqual()).isPresent()) {
            return ExitCode.DIFFERS;
        }
        // Who asks for no verification is not told that there was none.
        boolean unaskedFor =
                verdict == ExitCode.NEVER_VERIFIED || verdict == ExitCode.VERIFICATION_OLD;
        return unverified && unaskedFor ? ExitCode.OK : verdict;
    }

    /** All of it only when it is what has ended the run. */
    private static List<String> preflight(Findings findings) {
        List<String> lines = CheckCommand.lines(findings);
        return findings.refuses()
                ? lines
                : List.of(
                        "Preflight: %s reverse-sync check shows them.".formatted(lines.getLast()));
    }

    private static List<String> lines(JobResult result) {
        List<String> lines = new ArrayList<>(preflight(result.preflight()));
        result.applied()
                .ifPresent(
                        applied -> {
                            applied.plan().steps().stream()
                                    .filter(step -> step.action() != Action.LEAVE)
                                    .map(
                                            step ->
                                                    "%s %s %s"
                                                            .formatted(
                                                                    step.action().sign(),
                                                                    step.resource(),
                                                                    step.id()))
                                    .forEach(lines::add);
                            lines.addAll(applied.notes());
                        });
        result.started()
                .ifPresent(
                        started -> {
                            lines.add("Task %s: %s".formatted(started.task(), started.did()));
                            lines.addAll(started.notes());
                        });
        Optional<Verified> verified = result.verified();
        verified.map(VerifyCommand::lines).ifPresent(lines::addAll);
        lines.add("");
        result.status()
                .map(status -> new StatusScreen(isTerminal()).lines(status))
                .ifPresent(lines::addAll);
        return lines;
    }
}
