package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds the options of docs/dms-local.md to the code: flag, variable and default. */
class OptionsPageTest {

    private static final Pattern ROW =
            Pattern.compile("\\| `(--[a-z-]+)` \\| `([A-Z_]+)` \\| (\\S+) \\| .+ \\|");
    private static final Pattern DEFAULT = Pattern.compile("\\$\\{env:([A-Z_]+):-(.*)}");

    @Test
    void thePageListsEveryOptionWithItsVariableAndItsDefault() throws IOException {
        List<String> options =
                Arrays.stream(Main.class.getDeclaredFields())
                        .filter(field -> field.isAnnotationPresent(Option.class))
                        .map(field -> row(field.getAnnotation(Option.class)))
                        .toList();
        assertThat(options).hasSizeGreaterThan(5);
        try (Stream<String> page = Files.lines(Path.of("..", "..", "docs", "dms-local.md"))) {
            assertThat(
                            page.map(ROW::matcher)
                                    .filter(Matcher::matches)
                                    .map(
                                            row ->
                                                    String.join(
                                                            " ",
                                                            row.group(1),
                                                            row.group(2),
                                                            row.group(3))))
                    .containsExactlyInAnyOrderElementsOf(options);
        }
    }

    private static String row(Option option) {
        String name = option.names()[0];
        Matcher standard = DEFAULT.matcher(option.defaultValue());
        assertThat(standard.matches()).as(name).isTrue();
        String value = standard.group(2).isEmpty() ? "none" : standard.group(2);
        return String.join(" ", name, standard.group(1), value);
    }
}
