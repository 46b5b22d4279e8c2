package com.travelbuddy.delivery.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.delivery.support.Repository;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tests that docs/guarantees.md names as proof. */
class ProofsTest {

    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)`");

    /** Which module's tests may prove what stands under a heading. */
    private static final Map<String, String> MODULES =
            Map.of(
                    "The service", "service",
                    "Events", "service",
                    "The reverse sync", "reverse-sync",
                    "Verification and repair", "reverse-sync",
                    "DMS Local", "local/dms");

    @Test
    void standBesideEachPromiseAndAreThere() throws IOException {
        Map<String, Set<String>> tests = new HashMap<>();
        for (String module : Set.copyOf(MODULES.values())) {
            tests.put(module, testsOf(module));
        }
        Set<String> seen = new HashSet<>();
        String module = "";
        boolean promises = false;
        for (String line : Document.of("docs/guarantees.md").lines()) {
            if (line.startsWith("## ")) {
                module = MODULES.getOrDefault(line.substring(3), "");
                seen.add(line.substring(3));
            }
            if (line.startsWith("| promised |")) {
                promises = true;
            } else if (!line.startsWith("|")) {
                promises = false;
            } else if (promises && !line.startsWith("|---")) {
                List<String> named = named(line);
                assertThat(named).as(line).isNotEmpty();
                assertThat(tests.get(module)).as(line).containsAll(named);
            }
        }
        assertThat(seen).containsAll(MODULES.keySet());
    }

    @Test
    void areNoInventionsOfOtherPages() throws IOException {
        Set<String> all = new HashSet<>(testsOf("."));
        for (Document document : Document.all()) {
            assertThat(all)
                    .as(document.toString())
                    .containsAll(
                            document.lines().stream().flatMap(l -> named(l).stream()).toList());
        }
    }

    private static List<String> named(String line) {
        return TEST.matcher(line).results().map((MatchResult match) -> match.group(1)).toList();
    }

    private static Set<String> testsOf(String module) throws IOException {
        try (Stream<Path> files = Files.walk(Repository.path(module))) {
            return files.map(Path::toString)
                    .filter(file -> file.contains("/src/test/java/"))
                    .filter(file -> file.endsWith("Test.java"))
                    .map(file -> file.replaceFirst(".*/(\\w+)\\.java", "$1"))
                    .collect(Collectors.toSet());
        }
    }
}
