package com.travelbuddy.flightspecials;

import com.travelbuddy.flightspecials.database.DatabaseUnavailableException;
import com.travelbuddy.flightspecials.database.MigrationFailedException;
import com.travelbuddy.flightspecials.database.Migrations;
import com.travelbuddy.flightspecials.management.ReadinessProbe;
import com.travelbuddy.flightspecials.settings.InvalidSettingsException;
import com.travelbuddy.flightspecials.settings.Settings;
import com.travelbuddy.flightspecials.settings.SettingsLoader;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The command line: {@code java -jar flightspecials-service.jar [migrate|health]}. */
public final class Main {

    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    /** How long the command migrate waits for a database that cannot be reached. */
    private static final Duration DATABASE_WAIT = Duration.ofSeconds(60);

    private static final Duration RETRY = Duration.ofMillis(500);

    private static final String USAGE =
            """
            Usage: java -jar flightspecials-service.jar [COMMAND]

              (none)   serve until SIGTERM or SIGINT, then drain and exit
              migrate  bring the database schema up to date, then exit; a database that cannot be
                       reached is waited for, a minute at most
              health   ask the running service of this machine whether it is ready; exit with 0 if it is
              --help   show this text

            Configuration comes from environment variables, files and profiles; see docs/configuration.md.
            Exit codes: 0 done, 1 failed, 2 wrong use or configuration.
            """;

    private Main() {}

    public static void main(String[] args) {
        String command = args.length == 0 ? "serve" : String.join(" ", args);
        switch (command) {
            case "serve", "migrate", "health" -> run(command);
            case "--help", "-h" -> System.out.print(USAGE);
            default -> {
                System.err.println("Unknown command: " + command + "\n\n" + USAGE);
                System.exit(WRONG_USE);
            }
        }
    }

    private static void run(String command) {
        Settings settings;
        try {
            settings = SettingsLoader.load(System.getenv());
        } catch (InvalidSettingsException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_USE);
            return;
        }
        if (command.equals("health")) {
            askWhetherReady(settings);
            return;
        }
        Logging.configure(settings.log());
        Logger log = LoggerFactory.getLogger(Main.class);
        settings.unknownKeys()
                .forEach(key -> log.warn("Unknown configuration key, ignored: {}", key));
        if (command.equals("migrate")) {
            migrate(settings, log);
        } else {
            serve(settings, log);
        }
    }

    private static void askWhetherReady(Settings settings) {
        try {
            if (ReadinessProbe.isReady(
                    settings.management().host(), settings.management().port())) {
                return;
            }
            System.err.println("not ready");
        } catch (IOException e) {
            System.err.println("no answer: " + e.getMessage());
        }
        System.exit(FAILED);
    }

    private static void migrate(Settings settings, Logger log) {
        Migrations migrations = new Migrations(settings.database());
        long giveUp = System.nanoTime() + DATABASE_WAIT.toNanos();
        boolean waiting = false;
        while (true) {
            try {
                migrations.run();
                log.info("The schema is up to date");
                return;
            } catch (DatabaseUnavailableException e) {
                if (System.nanoTime() > giveUp) {
                    fail(log, e);
                }
                if (!waiting) {
                    log.warn("Waiting for the database: {}", e.getMessage());
                    waiting = true;
                }
                LockSupport.parkNanos(RETRY.toNanos());
            } catch (MigrationFailedException e) {
                fail(log, e);
            }
        }
    }

    private static void fail(Logger log, RuntimeException failure) {
        log.error("The schema is not up to date: {}", failure.getMessage());
        System.exit(FAILED);
    }

    private static void serve(Settings settings, Logger log) {
        AtomicInteger exitCode = new AtomicInteger();
        FlightSpecials service =
                new FlightSpecials(
                        settings,
                        failure -> {
                            log.error(
                                    "The service cannot start: {}", failure.getMessage(), failure);
                            exitCode.set(FAILED);
                            Thread.ofPlatform().start(() -> System.exit(FAILED));
                        });
        // Before anything listens: who sees the service may ask it to stop.
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    log.info("Draining");
                                    service.close();
                                    log.info("Stopped");
                                    // A drain that was asked for is a success; the JVM would report
                                    // the signal.
                                    Runtime.getRuntime().halt(exitCode.get());
                                },
                                "shutdown"));
        try {
            service.start();
        } catch (IllegalStateException e) {
            log.error("The service cannot start: {}", e.getMessage());
            exitCode.set(FAILED);
            System.exit(FAILED);
        }
    }
}
