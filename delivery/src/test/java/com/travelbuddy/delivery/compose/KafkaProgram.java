package com.travelbuddy.delivery.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The scripts of Kafka's distribution, as what they run: a class of Java. */
final class KafkaProgram {

    private static final String FOLDER = "/opt/kafka/bin/";
    private static final Map<String, String> CLASSES =
            Map.of(
                    "kafka-console-consumer.sh",
                    "org.apache.kafka.tools.consumer.ConsoleConsumer",
                    "kafka-topics.sh",
                    "org.apache.kafka.tools.TopicCommand");

    private KafkaProgram() {}

    static boolean isOne(String path) {
        return path.startsWith(FOLDER);
    }

    /** The command line with the script replaced. */
    static List<String> command(List<String> command) {
        String program = CLASSES.get(command.getFirst().replace(FOLDER, ""));
        if (program == null) {
            throw new IllegalArgumentException(command.getFirst() + " is not known here");
        }
        List<String> replaced =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program));
        replaced.addAll(command.subList(1, command.size()));
        return replaced;
    }
}
