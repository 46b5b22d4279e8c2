package com.travelbuddy.reversesync.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** All commands under one name. */
@Command(
        name = "reverse-sync",
        footerHeading = "%nExample:%n",
        footer = "  reverse-sync check --config reverse-sync.yaml",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Has AWS DMS carry the service's rows back to the monolith, and proves it.",
        subcommands = {
            CommandLine.HelpCommand.class,
            MappingCommand.class,
            CheckCommand.class,
            PlanCommand.class,
            ApplyCommand.class,
            RunCommand.class,
            StatusCommand.class,
            VerifyCommand.class,
            StopCommand.class,
            ResumeCommand.class,
            ReloadCommand.class,
            DestroyCommand.class,
            ServeCommand.class,
            HealthCommand.class
        })
public final class ReverseSync implements Runnable {

    @Spec private CommandSpec spec;

    private ReverseSync() {}

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing");
    }

    /**
     * Runs one command.
     *
     * @return the exit code
     */
    public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new ReverseSync());
        line.setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true);
        Map<String, String> exitCodes = new LinkedHashMap<>();
        Arrays.stream(ExitCode.values())
                .forEach(code -> exitCodes.put(Integer.toString(code.code()), code.meaning()));
        line.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes);
        return line.execute(arguments);
    }
}
