package com.travelbuddy.bench;

import com.travelbuddy.local.servers.LocalKafka;
import com.travelbuddy.local.servers.LocalPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Start and memory of the images' programs with their AOT cache and without, in turns, as what else
 * the machine does changes with time.
 */
final class StartMeasurement {

    private static final int ROUNDS = 9;

    private StartMeasurement() {}

    /**
     * Measures and prints.
     *
     * @param images where Maven's profile images has left them
     */
    static void run(Path images) throws Exception {
        if (!Files.isDirectory(images)) {
            throw new IllegalArgumentException(
                    "%s is not there: ./mvnw -q -Pimages -pl local/stack -am package"
                            .formatted(images));
        }
        service(images);
        job(images);
    }

    private static void service(Path images) throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start(LocalPostgres.Options.temporary());
                LocalKafka kafka = LocalKafka.start(LocalKafka.Options.temporary())) {
            postgres.createDatabase("dso");
            Map<String, String> environment = new HashMap<>();
            environment.put("DB_SAMPLE_DATA", "true");
            environment.put("DATABASE_ENDPOINT", "127.0.0.1");
            environment.put("DATABASE_PORT", String.valueOf(postgres.port()));
            environment.put("DB_PASSWORD", LocalPostgres.PASSWORD);
            environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrap());
            environment.put("HTTP_DRAIN_DELAY", "0ms");
            Samples answer = new Samples("service, start to first answer", "ms");
            Samples memory = new Samples("service, memory after it", "MB");
            for (int round = 0; round <= ROUNDS; round++) {
                for (boolean cached : new boolean[] {true, false}) {
                    try (ServiceUnderTest service =
                            ServiceUnderTest.start(
                                    command(
                                            images.resolve("service/flightspecials-service.jar"),
                                            cached),
                                    environment,
                                    Main.freePort(),
                                    Main.freePort())) {
                        // The first one makes the schema.
                        if (round > 0) {
                            answer.add(cached, service.startToFirstAnswer().toMillis());
                            memory.add(cached, service.residentMegabytes());
                        }
                    }
                }
            }
            answer.print();
            memory.print();
        }
    }

    private static void job(Path images) throws IOException, InterruptedException {
        Samples whole = new Samples("reverse-sync --help, the whole process", "ms");
        for (int round = 0; round < ROUNDS; round++) {
            for (boolean cached : new boolean[] {true, false}) {
                List<String> command =
                        new ArrayList<>(
                                command(images.resolve("reverse-sync/reverse-sync.jar"), cached));
                command.add("--help");
                long start = System.nanoTime();
                int exitCode =
                        new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor();
                if (exitCode != 0) {
                    throw new IllegalStateException("reverse-sync has ended with " + exitCode);
                }
                whole.add(cached, (System.nanoTime() - start) / 1_000_000);
            }
        }
        whole.print();
    }

    private static List<String> command(Path jar, boolean cached) {
        List<String> command = new ArrayList<>();
        command.add(jar.resolve("../../java/bin/java").normalize().toString());
        command.add("@" + jar.resolveSibling("java.options"));
        command.add(cached ? "-XX:AOTCache=" + jar.resolveSibling("app.aot") : "-XX:AOTMode=off");
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private record Samples(String what, String unit, Map<Boolean, List<Long>> values) {

        Samples(String what, String unit) {
            this(what, unit, Map.of(true, new ArrayList<>(), false, new ArrayList<>()));
        }

        void add(boolean cached, long value) {
            values.get(cached).add(value);
        }

        void print() {
            System.out.printf(
                    "%-40s with cache %5d %s   without %5d %s   ratio %.2f%n",
                    what,
                    median(true),
                    unit,
                    median(false),
                    unit,
                    (double) median(true) / median(false));
        }

        private long median(boolean cached) {
            List<Long> sorted = new ArrayList<>(values.get(cached));
            Collections.sort(sorted);
            return sorted.get(sorted.size() / 2);
        }
    }
}
