package com.travelbuddy.reversesync.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.reversesync.status.Verdict;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds docs/runbook.md and docs/status.md to the code: each verdict and code, and no other. */
class RunbookPageTest {

    private static final Pattern VERDICT = Pattern.compile("\\| `([a-z-]+)` \\| (\\d+) \\| .*");
    private static final Pattern OTHER = Pattern.compile("\\| (\\d+) \\| `([a-z-]+)` \\| .+ \\|");

    @Test
    void haveARowForEachVerdictTheWorstFirst() throws IOException {
        List<String> verdicts =
                Arrays.stream(Verdict.values())
                        .map(
                                verdict ->
                                        "%s %d"
                                                .formatted(
                                                        verdict.word(),
                                                        StatusCommand.exitCode(verdict).code()))
                        .toList();
        for (String page : List.of("runbook.md", "status.md")) {
            assertThat(rows(page, VERDICT)).as(page).containsExactlyElementsOf(verdicts);
        }
    }

    @Test
    void haveARowForEachExitCodeThatIsNoVerdicts() throws IOException {
        Set<ExitCode> verdicts =
                Arrays.stream(Verdict.values())
                        .map(StatusCommand::exitCode)
                        .collect(Collectors.toSet());
        assertThat(rows("runbook.md", OTHER))
                .containsExactlyElementsOf(
                        Arrays.stream(ExitCode.values())
                                .filter(code -> !verdicts.contains(code))
                                .map(code -> "%d %s".formatted(code.code(), code.word()))
                                .toList());
    }

    private static List<String> rows(String page, Pattern row) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("..", "docs", page))) {
            return lines.map(row::matcher)
                    .filter(found -> found.matches())
                    .map(found -> found.group(1) + " " + found.group(2))
                    .toList();
        }
    }
}
