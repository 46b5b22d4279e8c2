package com.travelbuddy.delivery.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.delivery.support.Repository;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packages that docs/architecture.md names, against the folders of the sources. */
class PackagesTest {

    private static final Document PAGE = Document.of("docs/architecture.md");
    private static final Pattern NAME = Pattern.compile("`([a-z]+)`");

    @ParameterizedTest
    @CsvSource({
        "Packages of the service, 0, service/src/main/java/com/travelbuddy/flightspecials",
        "Packages of reverse-sync, 1, reverse-sync/src/main/java/com/travelbuddy/reversesync"
    })
    void areThoseOfTheTable(String heading, int column, String folder) throws IOException {
        assertThat(names(rows(heading).map(cells -> cells.get(column)))).isEqualTo(folders(folder));
    }

    @Test
    void areThoseOfDmsLocalsRow() throws IOException {
        assertThat(
                        names(
                                rows("The modules")
                                        .filter(cells -> cells.get(0).contains("(../local/dms)"))
                                        .map(cells -> cells.get(1))))
                .isEqualTo(folders("local/dms/src/main/java/com/travelbuddy/local/dms"));
    }

    @Test
    void standInTheReadmeToo() throws IOException {
        Document readme = Document.of("README.md");
        String service =
                readme.lines().stream()
                        .filter(line -> line.startsWith("| [service](service) |"))
                        .findFirst()
                        .orElseThrow();
        assertThat(names(Stream.of(service)))
                .isEqualTo(folders("service/src/main/java/com/travelbuddy/flightspecials"));
    }

    @Test
    void belongToTheModulesOfTheBuild() {
        List<String> modules =
                Pattern.compile("<module>(.*)</module>")
                        .matcher(Repository.read("pom.xml"))
                        .results()
                        .map(module -> "../" + module.group(1))
                        .sorted()
                        .toList();
        assertThat(modules).isNotEmpty();
        assertThat(
                        rows("The modules")
                                .map(cells -> cells.get(0).replaceFirst(".*\\((.*)\\)", "$1"))
                                .sorted())
                .containsExactlyElementsOf(modules);
    }

    /** The cells of each row of the tables under a heading, headers left out. */
    private static Stream<List<String>> rows(String heading) {
        return PAGE.lines().stream()
                .dropWhile(line -> !line.equals("## " + heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| ") && line.contains("`"))
                .map(line -> Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList());
    }

    private static Set<String> names(Stream<String> texts) {
        Set<String> names = new TreeSet<>();
        texts.flatMap(text -> NAME.matcher(text).results())
                .map(match -> match.group(1))
                .forEach(names::add);
        assertThat(names).isNotEmpty();
        return names;
    }

    private static Set<String> folders(String parent) throws IOException {
        try (Stream<Path> files = Files.list(Repository.path(parent))) {
            return new TreeSet<>(
                    files.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString())
                            .toList());
        }
    }
}
