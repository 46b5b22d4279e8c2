package com.travelbuddy.local.servers;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * The main class of the broker's JVM: {@code KafkaBroker SETTINGS READY} runs until SIGTERM and
 * makes the file READY once records are taken.
 */
final class KafkaBroker {

    private KafkaBroker() {}

    static void main(String[] args) {
        try {
            run(Path.of(args[0]), Path.of(args[1]));
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            // Once more at the very end, which is what a reader of the log's tail sees.
            System.err.println("the broker failed: " + e);
            // Not exit: the broker's own shutdown may wait for what never started.
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run(Path settingsFile, Path ready) throws Exception {
        var settings = new Properties();
        try (var in = Files.newBufferedReader(settingsFile)) {
            settings.load(in);
        }
        Path data = Path.of(settings.getProperty("log.dirs"));
        if (!Files.exists(data.resolve("meta.properties"))) {
            format(data.toString());
        }
        var server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
        server.startup();
        Files.createFile(ready);
        server.awaitShutdown();
    }

    private static void format(String folder) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setDirectories(List.of(folder))
                .setMetadataLogDirectory(folder)
                .setIgnoreFormatted(true)
                .run();
    }
}
