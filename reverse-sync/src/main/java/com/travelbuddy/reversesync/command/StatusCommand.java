package com.travelbuddy.reversesync.command;

import com.travelbuddy.reversesync.settings.InvalidSettingsException;
import com.travelbuddy.reversesync.status.Observer;
import com.travelbuddy.reversesync.status.Status;
import com.travelbuddy.reversesync.status.Verdict;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells how the sync is, once or for as long as somebody watches. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Tells how the sync is: one verdict, and what it rests on.",
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  reverse-sync status --watch=10")
final class StatusCommand extends SyncCommand {

    private static final String CLEAR = "\u001b[H\u001b[2J";

    @Option(
            names = {"-w", "--watch"},
            paramLabel = "SECONDS",
            arity = "0..1",
            fallbackValue = "5",
            description =
                    "Looks again and again until Ctrl-C; ends with the code of the last look."
                            + " Default: every ${FALLBACK-VALUE} seconds.")
    private Optional<Integer> watch = Optional.empty();

    @Override
    Report run(Context context) throws InterruptedException {
        Observer observer = observer(context);
        boolean terminal = isTerminal();
        if (watch.isEmpty()) {
            Status status = Status.of(observer.observe(), context.settings());
            return report(status, new StatusScreen(terminal).lines(status));
        }
        return watch(context, observer, terminal);
    }

    static Observer observer(Context context) {
        return new Observer(
                context.settings(),
                context.source(),
                context.target(),
                context.dms(),
                context.settings().dms().cloudWatch()
                        ? Optional.of(context.cloudWatch())
                        : Optional.empty(),
                Clock.systemUTC());
    }

    /** Never returns: a signal ends it. */
    private Report watch(Context context, Observer observer, boolean terminal)
            throws InterruptedException {
        int seconds = watch.orElseThrow();
        if (seconds < 1 || isJson()) {
            throw new InvalidSettingsException(
                    List.of("--watch takes at least 1 second, and does not go with --output json"));
        }
        AtomicInteger last = new AtomicInteger(ExitCode.OK.code());
        PrintWriter out = out();
        StatusScreen screen = new StatusScreen(terminal);
        try (var _ = new OnSignal(last::get)) {
            while (true) {
                Status status = Status.of(observer.observe(), context.settings());
                last.set(exitCode(status.judgement().verdict()).code());
                if (terminal) {
                    out.print(CLEAR);
                    screen.lines(status).forEach(out::println);
                } else {
                    out.println(screen.line(status));
                }
                out.flush();
                TimeUnit.SECONDS.sleep(seconds);
            }
        }
    }

    private static Report report(Status status, List<String> lines) {
        return new Report(exitCode(status.judgement().verdict()), status, lines);
    }

    static ExitCode exitCode(Verdict verdict) {
        return switch (verdict) {
            case TASK_FAILED -> ExitCode.TASK_FAILED;
            case TARGET_UNREACHABLE -> ExitCode.TARGET_UNREACHABLE;
            case SOURCE_UNREACHABLE -> ExitCode.SOURCE_UNREACHABLE;
            case AWS_UNREACHABLE -> ExitCode.AWS_REFUSED;
            case UNHEALTHY -> ExitCode.UNHEALTHY;
            case TABLE_SUSPENDED -> ExitCode.TABLE_SUSPENDED;
            case SLOT_GROWING -> ExitCode.SLOT_GROWING;
            case NOT_PROVISIONED -> ExitCode.NOT_PROVISIONED;
            case STOPPED -> ExitCode.STOPPED;
            case IN_TRANSITION -> ExitCode.IN_TRANSITION;
            case LAGGING -> ExitCode.LAGGING;
            case DIFFERS -> ExitCode.DIFFERS;
            case APPLY_EXCEPTIONS -> ExitCode.APPLY_EXCEPTIONS;
            case NEVER_VERIFIED -> ExitCode.NEVER_VERIFIED;
            case VERIFICATION_OLD -> ExitCode.VERIFICATION_OLD;
            case HEALTHY -> ExitCode.OK;
        };
    }
}
