package com.travelbuddy.delivery.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.delivery.support.Repository;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What compose.yaml says agrees with itself, with its page and with what it starts. */
class ComposeFileTest {

    private static final ComposeFile FILE = ComposeFile.with(Map.of());
    private static final String HEALTHY = "service_healthy";
    private static final String COMPLETED = "service_completed_successfully";

    @Test
    void keepsTheVariablesOfTheOriginal() {
        Map<String, Set<String>> variables = ComposeFile.variables();

        assertThat(variables)
                .containsEntry("APP_PORT", Set.of("8080"))
                .containsEntry("DB_PORT", Set.of("5432"))
                .containsEntry("DB_DATABASE_NAME", Set.of("dso"))
                .containsEntry("DB_USERNAME", Set.of("postgres"))
                .containsEntry("DB_DEFAULT_SCHEMA", Set.of("travelbuddy"))
                .containsKeys("DB_PASSWORD", "DB_VOLUME");
        assertThat(FILE.services().keySet()).contains("db", "db-init", "app");
    }

    @Test
    void documentsEachVariableWithItsDefault() {
        Map<String, String> documented = new TreeMap<>();
        Pattern.compile("^\\| `([A-Z_]+)` \\| `([^`]+)` \\|", Pattern.MULTILINE)
                .matcher(Repository.read("docs/compose.md"))
                .results()
                .forEach(row -> documented.put(row.group(1), row.group(2)));

        assertThat(documented).isEqualTo(defaults());
    }

    @Test
    void listsEachVariableInTheFileOfVariables() {
        Map<String, String> listed = new TreeMap<>();
        Pattern.compile("^#([A-Z_]+)=(.*)$", Pattern.MULTILINE)
                .matcher(Repository.read(".env"))
                .results()
                .forEach(line -> listed.put(line.group(1), line.group(2)));

        assertThat(listed).isEqualTo(defaults());
    }

    @Test
    void documentsEachServiceAndWhetherItEnds() {
        Map<String, Boolean> documented = new LinkedHashMap<>();
        Pattern.compile("^\\| `([a-z-]+)` \\|[^|]*\\| (yes )?\\|$", Pattern.MULTILINE)
                .matcher(Repository.read("docs/compose.md"))
                .results()
                .forEach(row -> documented.put(row.group(1), row.group(2) != null));

        assertThat(documented.keySet()).isEqualTo(FILE.services().keySet());
        assertThat(names(documented.keySet().stream().filter(documented::get)))
                .as("what is waited for until it ends, and the last one")
                .isEqualTo(
                        names(
                                Stream.concat(
                                        conditions(COMPLETED).stream(),
                                        Stream.of("first-change"))));
    }

    @Test
    void drawsWhatWaitsForWhat() {
        Set<String> drawn =
                names(
                        Pattern.compile(
                                        "^    ([a-z-]+) -- (healthy|done) --> ([a-z-]+)",
                                        Pattern.MULTILINE)
                                .matcher(Repository.read("docs/compose.md"))
                                .results()
                                .map(
                                        arrow ->
                                                arrow.group(3)
                                                        + " after "
                                                        + arrow.group(1)
                                                        + " "
                                                        + arrow.group(2)));
        Set<String> waits =
                names(
                        FILE.services().values().stream()
                                .flatMap(
                                        service ->
                                                service.conditions().entrySet().stream()
                                                        .map(
                                                                wait ->
                                                                        service.name()
                                                                                + " after "
                                                                                + wait.getKey()
                                                                                + (wait.getValue()
                                                                                                .equals(
                                                                                                        HEALTHY)
                                                                                        ? " healthy"
                                                                                        : " done"))));

        assertThat(waits).containsAll(drawn);
        // What is not drawn follows from what is.
        assertThat(waits)
                .hasSize(drawn.size() + 3)
                .contains("app after db healthy", "events after kafka healthy")
                .contains("reverse-sync-run after db healthy");
    }

    @Test
    void hasAnOrderToStartIn() {
        assertThat(FILE.startOrder()).hasSameSizeAs(FILE.services().values());
    }

    @Test
    void waitsForHealthOnlyWhereItIsChecked() {
        String dockerfile = Repository.read("Dockerfile");
        for (String name : conditions(HEALTHY)) {
            ComposeService service = FILE.service(name);

            assertThat(
                            service.healthCheck().size() > 0
                                    || stage(dockerfile, service.target()).contains("HEALTHCHECK"))
                    .as("%s has a check of health", name)
                    .isTrue();
        }
    }

    @Test
    void waitsForTheEndOfWhatEnds() {
        assertThat(conditions(COMPLETED)).containsExactlyInAnyOrder("db-init", "reverse-sync-run");
        assertThat(conditions(HEALTHY)).doesNotContain("db-init", "reverse-sync-run");
    }

    @Test
    void checksTheHealthOfReverseSyncAsTheImageIsStarted() {
        List<String> check = FILE.service("reverse-sync").healthCheck();

        String entrypoint =
                check.subList(0, check.size() - 1).stream()
                        .map("\"%s\""::formatted)
                        .collect(Collectors.joining(", ", "ENTRYPOINT [", "]"));
        assertThat(stage(Repository.read("Dockerfile"), "reverse-sync")).contains(entrypoint);
        assertThat(check.getLast()).isEqualTo("health");
    }

    @Test
    void publishesToThisMachineOnly() {
        List<ComposeService.Port> ports =
                FILE.services().values().stream()
                        .flatMap(service -> service.ports().stream())
                        .toList();

        assertThat(ports).extracting(ComposeService.Port::address).containsOnly("127.0.0.1");
        assertThat(ports).extracting(ComposeService.Port::outside).doesNotHaveDuplicates();
    }

    @Test
    void publishesThePortsThatTheProgramsListenOn() {
        String configuration = Repository.read("docs/configuration.md");

        assertThat(inside("app"))
                .containsExactly(
                        documentedPort(configuration, "`http.port` | `APP_PORT` | `(\\d+)`"),
                        documentedPort(
                                configuration, "`management.port` | `MANAGEMENT_PORT` | `(\\d+)`"));
        assertThat(inside("dms-local"))
                .containsExactly(
                        documentedPort(
                                Repository.read("docs/dms-local.md"),
                                "`--port` | `DMS_LOCAL_PORT` | (\\d+)"));
        assertThat(inside("reverse-sync"))
                .containsExactly(
                        documentedPort(
                                Repository.read("docs/reverse-sync.md"),
                                "`serve.address`, `serve.port` | `0.0.0.0`, (\\d+)"));
    }

    @Test
    void tellsOurProgramsOnlyWhatTheyKnow() {
        Map<String, String> pages =
                Map.of(
                        "service", "docs/configuration.md",
                        "dms-local", "docs/dms-local.md");
        for (ComposeService service : FILE.services().values()) {
            if (pages.containsKey(service.target())) {
                String page = Repository.read(pages.get(service.target()));

                assertThat(service.environment().keySet())
                        .as(service.name())
                        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
            }
        }
    }

    @Test
    void mountsFilesThatAreThere() {
        for (ComposeService service : FILE.services().values()) {
            for (ComposeService.Mount mount : service.mounts()) {
                if (!mount.isNamed()) {
                    assertThat(Files.exists(Repository.path(mount.source())))
                            .as("%s of %s", mount.source(), service.name())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void givesOurContainersNothingThatTheyDoNotNeed() {
        assertThat(FILE.services().values().stream().filter(ComposeService::isOurs))
                .hasSize(5)
                .allSatisfy(
                        service -> {
                            assertThat(service.node().get("read_only").asBoolean()).isTrue();
                            assertThat(service.node().get("cap_drop").toString())
                                    .isEqualTo("[\"ALL\"]");
                            assertThat(service.node().has("mem_limit")).isTrue();
                            assertThat(service.node().has("privileged")).isFalse();
                        });
        assertThat(FILE.services().values())
                .allSatisfy(
                        service ->
                                assertThat(service.node().get("security_opt").toString())
                                        .isEqualTo("[\"no-new-privileges:true\"]"));
    }

    @Test
    void pinsTheImagesOfOthers() {
        assertThat(FILE.services().values().stream().filter(service -> !service.isOurs()))
                .extracting(ComposeService::image)
                .allMatch(image -> image.matches("[a-z/]+:\\d+(\\.\\d+)*"));
    }

    @Test
    void isJustTheServiceWithoutTheProfile() {
        Set<String> core =
                names(
                        FILE.services().values().stream()
                                .filter(service -> !service.isInProfile())
                                .map(ComposeService::name));

        assertThat(core).containsExactlyInAnyOrder("db", "db-init", "app", "kafka", "events");
        assertThat(core)
                .allSatisfy(
                        name ->
                                assertThat(core)
                                        .containsAll(FILE.service(name).conditions().keySet()));
        assertThat(
                        FILE.services().values().stream()
                                .filter(ComposeService::isInProfile)
                                .map(service -> service.node().get("profiles").toString()))
                .containsOnly("[\"sync\"]");
        assertThat(Repository.read(".env")).contains("\nCOMPOSE_PROFILES=sync\n");
    }

    @Test
    void startsWithTheServiceWhatItNeedsAndNoMore() {
        List<String> started = new ArrayList<>(List.of("app"));
        for (int index = 0; index < started.size(); index++) {
            FILE.service(started.get(index)).conditions().keySet().stream()
                    .filter(name -> !started.contains(name))
                    .forEach(started::add);
        }

        assertThat(started).containsExactlyInAnyOrder("app", "db", "db-init", "kafka");
    }

    @Test
    void stopsNoSoonerThanTheServiceHasDrained() {
        String configuration = Repository.read("docs/configuration.md");
        int drain =
                documentedPort(configuration, "`http.drain-delay` | `HTTP_DRAIN_DELAY` | `(\\d+)s`")
                        + 2
                                * documentedPort(
                                        configuration,
                                        "`http.drain-timeout` | `HTTP_DRAIN_TIMEOUT` | `(\\d+)s`");

        String grace = FILE.service("app").node().get("stop_grace_period").asText();
        assertThat(Integer.parseInt(grace.replace("s", ""))).isGreaterThan(drain);
    }

    @Test
    void letsPostgresBeReadFrom() {
        assertThat(FILE.service("db").command())
                .containsExactly("postgres", "-c", "wal_level=logical");
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        ComposeFile.variables()
                .forEach(
                        (name, values) -> {
                            assertThat(values).as("defaults of %s", name).hasSize(1);
                            defaults.put(name, values.iterator().next());
                        });
        return defaults;
    }

    private static Set<String> conditions(String condition) {
        return names(
                FILE.services().values().stream()
                        .flatMap(service -> service.conditions().entrySet().stream())
                        .filter(wait -> wait.getValue().equals(condition))
                        .map(Map.Entry::getKey));
    }

    private static List<Integer> inside(String service) {
        return FILE.service(service).ports().stream().map(ComposeService.Port::inside).toList();
    }

    private static int documentedPort(String page, String row) {
        var found = Pattern.compile(row.replace("|", "\\|")).matcher(page);
        assertThat(found.find()).as(row).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private static String stage(String dockerfile, String target) {
        return Stream.of(dockerfile.split("(?m)^FROM "))
                .filter(stage -> stage.lines().findFirst().orElse("").endsWith(" AS " + target))
                .findFirst()
                .orElse("");
    }

    private static Set<String> names(Stream<String> names) {
        return names.collect(Collectors.toSet());
    }
}
