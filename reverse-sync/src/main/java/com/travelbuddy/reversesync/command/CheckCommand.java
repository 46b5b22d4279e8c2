package com.travelbuddy.reversesync.command;

import com.travelbuddy.reversesync.preflight.Finding;
import com.travelbuddy.reversesync.preflight.Findings;
import com.travelbuddy.reversesync.preflight.Preflight;
import com.travelbuddy.reversesync.preflight.Scope;
import com.travelbuddy.reversesync.preflight.Severity;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/** Tells what would keep a sync from working. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Looks for all that would keep the sync from working, and says what to do about it."
                        + " Reads each table once.",
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  reverse-sync check --strict --output json")
final class CheckCommand extends SyncCommand {

    @Option(names = "--strict", description = "Warnings refuse too.")
    private boolean strict;

    @Option(names = "--quick", description = "Does not read the tables' rows.")
    private boolean quick;

    @Option(
            names = "--no-connection-tests",
            description = "Does not have DMS connect to the databases.")
    private boolean noConnectionTests;

    /**
     * The JSON output.
     *
     * @param errors how many findings are errors
     * @param warnings how many are warnings
     * @param checks how many checks were made
     */
    record Result(long errors, long warnings, int checks, List<Finding> findings) {}

    @Override
    Report run(Context context) {
        Findings findings =
                new Preflight(context.settings(), context.source(), context.target(), context::dms)
                        .check(new Scope(!quick, !noConnectionTests));
        long errors = findings.count(Severity.ERROR);
        long warnings = findings.count(Severity.WARNING);
        boolean refuses = findings.refuses() || strict && warnings > 0;
        return new Report(
                refuses ? ExitCode.REFUSED : ExitCode.OK,
                new Result(errors, warnings, findings.checks(), findings.findings()),
                lines(findings));
    }

    static List<String> lines(Findings findings) {
        long errors = findings.count(Severity.ERROR);
        long warnings = findings.count(Severity.WARNING);
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings.findings()) {
            lines.add(
                    "%-7s  %-7s  %s: %s"
                            .formatted(
                                    finding.severity(),
                                    finding.area(),
                                    finding.id(),
                                    finding.what()));
            lines.add("    found:  " + TextTable.shown(finding.evidence(), 400));
            lines.add("    remedy: " + finding.remedy());
        }
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(
                "%d %s, %d %s; %d checks were made."
                        .formatted(
                                errors,
                                errors == 1 ? "error" : "errors",
                                warnings,
                                warnings == 1 ? "warning" : "warnings",
                                findings.checks()));
        return lines;
    }
}
