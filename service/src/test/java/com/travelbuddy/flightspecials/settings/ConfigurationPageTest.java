package com.travelbuddy.flightspecials.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds docs/configuration.md to the code: key, variables and default of every setting, and no
 * other.
 */
final class ConfigurationPageTest {

    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z0-9.-]+)` \\| (.*?) \\| (.*?) \\| .+ \\|");

    @Test
    void thePageListsEverySettingWithItsVariablesAndItsDefault() throws IOException {
        Map<String, String> defaults = SettingsLoader.defaults();
        List<String> expected =
                Arrays.stream(Setting.values())
                        .map(setting -> row(setting, defaults.getOrDefault(setting.key(), "")))
                        .toList();
        List<String> actual =
                Files.readAllLines(Path.of("..", "docs", "configuration.md")).stream()
                        .map(ROW::matcher)
                        .filter(Matcher::matches)
                        .map(
                                row ->
                                        "%s | %s | %s"
                                                .formatted(
                                                        row.group(1), row.group(2), row.group(3)))
                        .toList();

        assertThat(actual).containsExactlyElementsOf(expected);
    }

    private static String row(Setting setting, String defaultValue) {
        String variables =
                setting.variables().stream()
                        .map(name -> "`" + name + "`")
                        .collect(Collectors.joining(", "));
        return "%s | %s | %s"
                .formatted(
                        setting.key(),
                        variables,
                        defaultValue.isEmpty() ? "" : "`" + defaultValue + "`");
    }
}
