package com.travelbuddy.local.stack;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** What the command line and the environment ask for. */
sealed interface Invocation {

    String USAGE =
            """
            Runs FlightSpecials on this machine: PostgreSQL, a MySQL-compatible server with the monolith's table,
            Kafka, the service, DMS Local, and reverse-sync, which has DMS Local bring the service's rows to the
            monolith's table. Shows each event and each row as it arrives. Ctrl-C stops all.

              --state FOLDER    keep the data there and continue with them next time (or STACK_HOME=FOLDER);
                                otherwise they are thrown away at the end
              --service JAR     the service's jar
              --dms JAR         DMS Local's jar
              --sync JAR        the jar of reverse-sync
              --train HOME      for images: run the programs with the Java of that folder and the java.options beside their
                                jars, work for a moment, stop; each then has an AOT cache, app.aot, beside its jar
              --with-parent     stop when the process that started this one ends
              --help            this text

            Variables that move a port:
              APP_PORT          8080     the service
              MANAGEMENT_PORT   8081     its health and metrics
              POSTGRES_PORT     15432    PostgreSQL
              MYSQL_PORT        13306    MySQL
              KAFKA_PORT        19092    Kafka
              DMS_PORT          15566    DMS Local
              REVERSE_SYNC_PORT 8090     the page of reverse-sync
            """;

    /** Print the usage. */
    record Help() implements Invocation {}

    /**
     * Run the stack.
     *
     * @param state folder of the data; absent: a temporary one
     * @param service the service's jar
     * @param dms DMS Local's jar
     * @param sync the jar of reverse-sync
     * @param train the Java runtime to make AOT caches for, instead of staying up
     * @param withParent whether to stop when the parent process ends
     */
    record Run(
            PortPlan ports,
            Optional<Path> state,
            Path service,
            Path dms,
            Path sync,
            Optional<Path> train,
            boolean withParent)
            implements Invocation {

        Launcher launcher() {
            return new Launcher(train);
        }
    }

    /**
     * Reads the command line and the environment.
     *
     * @throws UsageException with everything that is wrong
     */
    static Invocation of(List<String> arguments, Map<String, String> environment)
            throws UsageException {
        List<String> problems = new ArrayList<>();
        Optional<Path> state =
                path("STACK_HOME", environment.getOrDefault("STACK_HOME", ""), problems);
        Optional<Path> service = Optional.empty();
        Optional<Path> dms = Optional.empty();
        Optional<Path> sync = Optional.empty();
        Optional<Path> train = Optional.empty();
        boolean withParent = false;
        Queue<String> rest = new ArrayDeque<>();
        // --name=value is --name value; a blank argument is one that the build left empty.
        arguments.stream()
                .filter(argument -> !argument.isBlank())
                .flatMap(argument -> List.of(argument.split("=", 2)).stream())
                .forEach(rest::add);
        while (!rest.isEmpty()) {
            String argument = rest.remove();
            switch (argument) {
                case "--help", "-h" -> {
                    return new Help();
                }
                case "--with-parent" -> withParent = true;
                case "--state" -> state = path(argument, value(argument, rest, problems), problems);
                case "--service" ->
                        service = path(argument, value(argument, rest, problems), problems);
                case "--dms" -> dms = path(argument, value(argument, rest, problems), problems);
                case "--train" -> train = path(argument, value(argument, rest, problems), problems);
                case "--sync" -> sync = path(argument, value(argument, rest, problems), problems);
                default -> problems.add("unknown argument: " + argument);
            }
        }
        if (service.isEmpty()) {
            problems.add("--service is missing: the path of the service's jar");
        }
        if (dms.isEmpty()) {
            problems.add("--dms is missing: the path of DMS Local's jar");
        }
        if (sync.isEmpty()) {
            problems.add("--sync is missing: the path of the jar of reverse-sync");
        }
        PortPlan ports = PortPlan.from(environment, problems);
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
        return new Run(
                ports,
                state,
                service.orElseThrow(),
                dms.orElseThrow(),
                sync.orElseThrow(),
                train,
                withParent);
    }

    private static String value(String argument, Queue<String> rest, List<String> problems) {
        if (rest.isEmpty()) {
            problems.add(argument + " needs a value");
            return "";
        }
        return rest.remove();
    }

    private static Optional<Path> path(String name, String value, List<String> problems) {
        try {
            return Optional.of(value).filter(text -> !text.isBlank()).map(Path::of);
        } catch (InvalidPathException e) {
            problems.add("%s is not a path: %s".formatted(name, e.getMessage()));
            return Optional.empty();
        }
    }
}
