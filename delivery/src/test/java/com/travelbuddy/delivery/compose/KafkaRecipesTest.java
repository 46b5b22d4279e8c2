package com.travelbuddy.delivery.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.delivery.support.Repository;
import com.travelbuddy.delivery.support.Tool;
import com.travelbuddy.local.servers.LocalKafka;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The commands of docs/kafka.md that need no AWS. */
class KafkaRecipesTest {

    private static final String TOPIC = "flightspecial-update-header";
    private static final String CONSUMER = "kafka-console-consumer.sh";

    @TempDir private static Path folder;

    private static LocalKafka kafka;

    @BeforeAll
    static void publish() throws Exception {
        kafka = LocalKafka.start(LocalKafka.Options.temporary());
        kafka.createTopic(TOPIC, 1);
        try (var producer =
                new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", kafka.bootstrap()),
                        new StringSerializer(),
                        new StringSerializer())) {
            var event = new ProducerRecord<>(TOPIC, "1", "{\"id\":1}");
            event.headers().add("ce_id", "0197".getBytes(StandardCharsets.UTF_8));
            producer.send(event).get();
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void readsAnEventWithKcat() {
        Assumptions.assumeTrue(Tool.isInstalled("kcat"), "kcat is not installed");

        assertThat(run("kcat -C -b localhost", "")).contains("1  {\"id\":1}  ce_id=0197\n");
    }

    @Test
    void readsAnEventWithTheConsoleConsumer() throws IOException {
        Path script =
                Files.writeString(
                        folder.resolve(CONSUMER),
                        KafkaProgram.command(List.of("/opt/kafka/bin/" + CONSUMER)).stream()
                                .map("'%s'"::formatted)
                                .collect(Collectors.joining(" ", "#!/bin/sh\nexec ", " \"$@\"\n")));
        assertThat(script.toFile().setExecutable(true)).isTrue();

        assertThat(run(CONSUMER + " --bootstrap-server localhost", " --max-messages 1"))
                .contains("ce_id:0197\t1\t{\"id\":1}\n");
    }

    @Test
    void signsInAsTheServiceDoes() throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(Repository.read("deploy/kafka/client.properties")));
        Map<String, String> profile =
                Repository.read("service/src/main/resources/profiles/msk.yaml")
                        .lines()
                        .filter(line -> line.startsWith("    "))
                        .map(line -> line.strip().split(": ", 2))
                        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));

        assertThat(properties).hasSize(4).isEqualTo(profile);
    }

    /** Runs the line of the page that begins so. */
    private static String run(String beginning, String further) {
        String line =
                Repository.read("docs/kafka.md")
                        .lines()
                        .filter(text -> text.startsWith(beginning))
                        .findFirst()
                        .orElseThrow();
        Tool.Result result =
                Tool.run(
                        folder,
                        Map.of("PATH", folder + ":" + System.getenv("PATH")),
                        List.of(
                                "sh",
                                "-c",
                                line.replace("localhost:19092", kafka.bootstrap()) + further));
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }
}
