package com.travelbuddy.delivery.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.travelbuddy.delivery.support.Repository;
import com.travelbuddy.delivery.support.Tool;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Each command of the documents is run beside a stack that is started as the README says, page by
 * page in one shell each. What cannot be run is listed in {@link NotRun}.
 */
class CommandsTest {

    /** Tags of blocks that are not for a shell. */
    private static final Set<String> OTHER_TAGS =
            Set.of("text", "json", "yaml", "java", "mermaid", "promql", "sql", "properties");

    private static final Path README = Path.of("README.md");

    /** It ends by taking down the sync that the others look at. */
    private static final Path LAST = Path.of("docs/provisioning.md");

    /** Other exit codes than 0, and output that a page speaks of. */
    private static final List<Expected> EXPECTED =
            List.of(
                    new Expected(
                            "curl http://localhost:8080/flightspecials",
                            0,
                            "\\[\\{\"id\":1,\"header\":\"London to .*}]"),
                    new Expected("curl -X POST .*", 0, "\\{\"resultCode\":\"Y\",.*}"),
                    new Expected(
                            "java -jar reverse-sync/target/reverse-sync\\.jar status",
                            0,
                            "HEALTHY .*, all equal\\.\n.*"),
                    // The stack's PostgreSQL is newer than AWS's guide, and its account an
                    // administrator's.
                    new Expected(
                            "reverse-sync check --strict --output json",
                            7,
                            ".*\"errors\" : 0,\\s+\"warnings\" : [1-9].*"),
                    // The stack's task carries changes only.
                    new Expected("reverse-sync reload --confirm reverse-sync", 7, ".*"));

    /**
     * How commands begin that touch nothing but the stack, none with another behind it but for the
     * loop. What a page comes up with beyond these is never run unasked.
     */
    private static final Pattern HARMLESS =
            Pattern.compile(
                    "(?!.*(;|&&|\\|\\||`))(reverse-sync |java -jar |curl (?!.*://(?!localhost))|aws dms"
                            + " |export |dms=arn:).*|for endpoint in [^;]*; do\\s+aws dms .*");

    /** What a machine may lack. */
    private static final Set<String> OPTIONAL = Set.of("aws", "psql", "kcat");

    /** One per page. */
    private static final Map<Path, ShellSession> SESSIONS = new HashMap<>();

    @TempDir private static Path folder;
    private static LocalStack stack;
    private static Map<String, String> environment;

    /**
     * @param command the whole command, as documented
     * @param output what all that it prints must be like
     */
    private record Expected(String command, int exitCode, String output) {

        static Expected of(Command command) {
            return EXPECTED.stream()
                    .filter(entry -> command.bare().matches(entry.command()))
                    .findFirst()
                    .orElse(new Expected("", 0, ".*"));
        }
    }

    @BeforeAll
    static void startTheStack() throws IOException {
        assumeTrue(
                Stream.of("bash", "curl").allMatch(Tool::isInstalled),
                "bash or curl is not installed");
        stack = LocalStack.start(folder);
        Path programs = Files.createDirectory(folder.resolve("bin"));
        Path sync =
                Files.writeString(
                        programs.resolve("reverse-sync"),
                        """
                        #!/bin/sh
                        exec java -jar '%s' "$@"
                        """
                                .formatted(
                                        Repository.path("reverse-sync/target/reverse-sync.jar")));
        assertThat(sync.toFile().setExecutable(true)).isTrue();
        environment = new HashMap<>();
        environment.put(
                "PATH",
                "%s:%s:%s"
                        .formatted(
                                programs,
                                Path.of(System.getProperty("java.home"), "bin"),
                                System.getenv("PATH")));
        environment.put("REVERSE_SYNC_CONFIG", stack.configuration());
        environment.put("AWS_ACCESS_KEY_ID", "any");
        environment.put("AWS_SECRET_ACCESS_KEY", "any");
        environment.put("AWS_PAGER", "");
        environment.put("DB_PORT", Integer.toString(stack.port("POSTGRES_PORT")));
        environment.put("DB_PASSWORD", "postgres");
        // A new JVM on a busy machine may take longer than a request may wait.
        environment.put("DB_WAIT_TIMEOUT", "30s");
    }

    @AfterAll
    static void stopTheStack() throws IOException {
        for (ShellSession session : SESSIONS.values()) {
            session.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    @TestFactory
    Stream<DynamicContainer> doWhatTheirPagesSay() {
        return Document.all().stream()
                .sorted(Comparator.comparing(document -> document.path().equals(LAST)))
                .map(document -> dynamicContainer(document.toString(), tests(document)));
    }

    private static Stream<DynamicTest> tests(Document document) {
        Stream<DynamicTest> commands =
                Command.of(document).stream()
                        .filter(CommandsTest::isRun)
                        .map(command -> dynamicTest(command.toString(), () -> run(command)));
        return document.path().equals(README)
                ? Stream.concat(
                        commands,
                        Stream.of(
                                dynamicTest(
                                        "what the first terminal shows",
                                        () -> isShownByTheStack(document))))
                : commands;
    }

    private static boolean isRun(Command command) {
        return NotRun.of(command).isEmpty() && HARMLESS.matcher(command.bare()).matches();
    }

    /** The README's output, whatever times and ids are in it. */
    private static void isShownByTheStack(Document document) {
        List<String> lines =
                document.blocks().stream()
                        .filter(block -> block.tag().equals("text"))
                        .flatMap(block -> block.lines().stream())
                        .toList();
        assertThat(lines).hasSize(2);
        for (String line : lines) {
            stack.awaitLine(
                    Pattern.compile("[0-9]+|…|[^0-9…]+")
                            .matcher(line)
                            .replaceAll(
                                    part ->
                                            Matcher.quoteReplacement(
                                                    switch (part.group().charAt(0)) {
                                                        case '…' -> ".+";
                                                        case '0',
                                                                '1',
                                                                '2',
                                                                '3',
                                                                '4',
                                                                '5',
                                                                '6',
                                                                '7',
                                                                '8',
                                                                '9' ->
                                                                "[0-9]+";
                                                        default -> Pattern.quote(part.group());
                                                    })));
        }
    }

    private static void run(Command command) throws IOException {
        String program = command.bare().replaceFirst(" .*", "");
        assumeTrue(
                !OPTIONAL.contains(program) || Tool.isInstalled(program),
                program + " is not installed");
        Path page = command.document().path();
        if (!SESSIONS.containsKey(page)) {
            SESSIONS.put(page, new ShellSession(Repository.path(""), folder, environment));
        }
        Expected expected = Expected.of(command);
        ShellSession.Result result = SESSIONS.get(page).run(stack.here(command.text()));

        assertThat(result.exitCode())
                .as(() -> command + "\n" + result.output() + result.errors())
                .isEqualTo(expected.exitCode());
        assertThat(result.output()).matches(Pattern.compile(expected.output(), Pattern.DOTALL));
    }

    @Test
    void areRunOrListedWithAReason() {
        assertThat(Document.all().stream().flatMap(document -> Command.of(document).stream()))
                .as("commands that are neither run here nor listed in NotRun")
                .allMatch(command -> isRun(command) || NotRun.of(command).isPresent());
    }

    @Test
    void stayOffOnlyWhereTheListSaysWhy() {
        List<Command> all =
                Document.all().stream().flatMap(document -> Command.of(document).stream()).toList();
        assertThat(NotRun.ALL)
                .as("entries that stand for a command")
                .allSatisfy(
                        entry ->
                                assertThat(all)
                                        .anyMatch(
                                                command ->
                                                        entry.command()
                                                                .matcher(command.bare())
                                                                .matches()));
        assertThat(EXPECTED)
                .allSatisfy(
                        entry ->
                                assertThat(all)
                                        .anyMatch(
                                                command ->
                                                        command.bare().matches(entry.command())));
    }

    @Test
    void standInBlocksThatSayWhatTheyAre() {
        assertThat(Document.all())
                .allSatisfy(
                        document ->
                                assertThat(document.blocks())
                                        .allMatch(
                                                block ->
                                                        Command.TAGS.contains(block.tag())
                                                                || OTHER_TAGS.contains(
                                                                        block.tag())));
    }
}
