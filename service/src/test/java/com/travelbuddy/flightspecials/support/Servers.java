package com.travelbuddy.flightspecials.support;

import com.travelbuddy.local.servers.LocalKafka;
import com.travelbuddy.local.servers.LocalPostgres;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The servers that all tests of this module share, started when first asked for. A test that stops
 * a server starts one of its own instead.
 */
public final class Servers {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private Servers() {}

    public static LocalPostgres postgres() {
        return PostgresHolder.POSTGRES;
    }

    public static LocalKafka kafka() {
        return KafkaHolder.KAFKA;
    }

    /** Creates an empty database of its own for a test; returns its name. */
    public static String newDatabase() {
        return newDatabase(postgres());
    }

    public static String newDatabase(LocalPostgres postgres) {
        String name = "test_" + DATABASES.incrementAndGet();
        postgres.createDatabase(name);
        return name;
    }

    private static final class PostgresHolder {
        static final LocalPostgres POSTGRES =
                closedAtExit(LocalPostgres.start(LocalPostgres.Options.temporary()));
    }

    private static final class KafkaHolder {
        static final LocalKafka KAFKA =
                closedAtExit(LocalKafka.start(LocalKafka.Options.temporary()));
    }

    private static <S extends AutoCloseable> S closedAtExit(S server) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    try {
                                        server.close();
                                    } catch (Exception e) {
                                        throw new IllegalStateException(e);
                                    }
                                }));
        return server;
    }
}
