package com.travelbuddy.reversesync.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Holds the keys of docs/reverse-sync.md to the code: each key can be given by a variable, so the
 * variables that the settings ask for tell which keys there are.
 */
class KeysPageTest {

    private static final String PREFIX = "REVERSE_SYNC_";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** Names and lists below a key, which no variable gives. */
    private static final Set<String> WITHOUT_VARIABLE = Set.of("dms.tags.*");

    private static final String FILE =
            """
            source: {host: pg, database: dso, username: sync}
            target: {secret: monolith, database: travelbuddy}
            dms: {target-endpoint: {tls: none}, tags: {team: specials}}
            tables:
              - source: travelbuddy.flightspecial
                columns:
                  NAME: {to: other}
            """;

    @TempDir private Path folder;

    @Test
    void areThoseThatTheSettingsAskForAndNoOthers() throws IOException {
        Set<String> asked = asked();
        assertThat(asked).hasSizeGreaterThan(40);

        Set<String> passwords = new TreeSet<>(asked);
        passwords.removeIf(variable -> !variable.endsWith("_PASSWORD"));
        Set<String> variables = new TreeSet<>(asked);
        variables.removeAll(passwords);

        Set<String> documented = new TreeSet<>();
        keys().stream()
                .filter(key -> !WITHOUT_VARIABLE.contains(key))
                .map(key -> PREFIX + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
                .forEach(documented::add);
        assertThat(documented).isEqualTo(variables);
        assertThat(keys()).containsAll(WITHOUT_VARIABLE);
        assertThat(page()).anyMatch(line -> line.contains("`REVERSE_SYNC_SOURCE_PASSWORD`"));
        assertThat(passwords)
                .containsExactly(
                        "REVERSE_SYNC_DMS_SOURCE_ENDPOINT_PASSWORD",
                        "REVERSE_SYNC_DMS_TARGET_ENDPOINT_PASSWORD",
                        "REVERSE_SYNC_SOURCE_PASSWORD",
                        "REVERSE_SYNC_TARGET_PASSWORD");
    }

    /**
     * The keys of both tables of the page; those of a table of rows stand below {@code tables.0}.
     */
    private static Set<String> keys() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (List<String> row : rows("| key of a table |")) {
            row.forEach(key -> keys.add("tables.0." + key));
        }
        for (List<String> row : rows("| key | default |")) {
            List<String> patterns = row.stream().filter(key -> key.endsWith(".KEY")).toList();
            if (patterns.isEmpty()) {
                keys.addAll(row);
            } else {
                List<String> names = row.stream().filter(key -> !key.contains(".")).toList();
                for (String pattern : patterns) {
                    names.forEach(name -> keys.add(pattern.replace("KEY", name)));
                }
            }
        }
        return keys;
    }

    /** The first cell of each row, as the code that is marked in it. */
    private static List<List<String>> rows(String header) throws IOException {
        List<List<String>> rows =
                page().stream()
                        .dropWhile(line -> !line.startsWith(header))
                        .skip(2)
                        .takeWhile(line -> line.startsWith("|"))
                        .map(
                                line ->
                                        CODE.matcher(line.split(" \\| ", 2)[0])
                                                .results()
                                                .map(code -> code.group(1))
                                                .toList())
                        .toList();
        assertThat(rows).as(header).isNotEmpty();
        return rows;
    }

    private static List<String> page() throws IOException {
        return Files.readAllLines(Path.of("..", "docs", "reverse-sync.md"));
    }

    /** The variables that reading this file asks for. */
    private Set<String> asked() throws IOException {
        Set<String> asked = new TreeSet<>();
        Map<String, String> given =
                Map.of(
                        "REVERSE_SYNC_SOURCE_PASSWORD", "swordfish",
                        "REVERSE_SYNC_DMS_SOURCE_ENDPOINT_USERNAME", "dms",
                        "REVERSE_SYNC_DMS_SOURCE_ENDPOINT_PASSWORD", "swordfish",
                        "REVERSE_SYNC_DMS_TARGET_ENDPOINT_USERNAME", "dms",
                        "REVERSE_SYNC_DMS_TARGET_ENDPOINT_PASSWORD", "swordfish");
        Map<String, String> listening =
                new AbstractMap<>() {
                    @Override
                    public String get(Object variable) {
                        asked.add((String) variable);
                        return given.get(variable);
                    }

                    @Override
                    public boolean containsKey(Object variable) {
                        return get(variable) != null;
                    }

                    @Override
                    public Set<Entry<String, String>> entrySet() {
                        return given.entrySet();
                    }
                };
        Settings.load(Files.writeString(folder.resolve("reverse-sync.yaml"), FILE), listening);
        // The target logs in by a secret here; its password is asked for where there is a name.
        asked.add("REVERSE_SYNC_TARGET_PASSWORD");
        return asked;
    }
}
