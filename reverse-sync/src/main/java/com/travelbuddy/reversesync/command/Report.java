package com.travelbuddy.reversesync.command;

import java.util.List;

/**
 * What a command has to say.
 *
 * @param document for programs: becomes the member {@code result} of the JSON output
 * @param lines for people
 */
record Report(ExitCode exitCode, Object document, List<String> lines) {

    Report {
        lines = List.copyOf(lines);
    }
}
