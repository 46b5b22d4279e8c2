package com.travelbuddy.reversesync.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** All commands under one name. */
@Command(
        name = "reverse-sync",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Has AWS DMS carry the service's rows back to the monolith, and proves it.",
        subcommands = {CommandLine.HelpCommand.class, MappingCommand.class})
public final class ReverseSync {

    private ReverseSync() {}

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
