package com.travelbuddy.bench;

import com.travelbuddy.local.servers.LocalKafka;
import com.travelbuddy.local.servers.LocalPostgres;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures the service, DMS Local or both beside their references and prints tables: {@code Main
 * service|dms|start|all SERVICE_JAR DMS_JAR [SECONDS]}. All is the first two; start needs the
 * images' folders.
 */
public final class Main {

    private static final int BACKLOG = 200_000;

    private Main() {}

    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING);
        String subject = args[0];
        if (!List.of("service", "dms", "start", "all").contains(subject)) {
            throw new IllegalArgumentException(
                    "The subject must be service, dms, start or all: " + subject);
        }
        if (subject.equals("start")) {
            StartMeasurement.run(Path.of(System.getProperty("bench.images")));
            return;
        }
        if (!subject.equals("dms")) {
            measureService(
                    Path.of(args[1]),
                    Duration.ofSeconds(args.length > 3 ? Integer.parseInt(args[3]) : 10));
        }
        if (!subject.equals("service")) {
            DmsMeasurement.run(Path.of(args[2]), DmsMeasurement.Sizes.ofProperties());
        }
    }

    private static void measureService(Path jar, Duration duration) throws Exception {
        try (LocalPostgres postgres =
                        LocalPostgres.start(LocalPostgres.Options.temporary().withFsync(true));
                LocalKafka kafka = LocalKafka.start(LocalKafka.Options.temporary())) {
            postgres.createDatabase("dso");
            String url =
                    postgres.jdbcUrl("dso")
                            + "?user="
                            + LocalPostgres.USERNAME
                            + "&password="
                            + LocalPostgres.PASSWORD;
            Map<String, String> environment = new HashMap<>();
            environment.put("ENVIRONMENT", "local");
            environment.put("DATABASE_ENDPOINT", "127.0.0.1");
            environment.put("DATABASE_PORT", String.valueOf(postgres.port()));
            environment.put("DB_PASSWORD", LocalPostgres.PASSWORD);
            environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrap());
            run(jar, duration, url, environment);
        }
    }

    private static void run(
            Path jar, Duration duration, String url, Map<String, String> environment)
            throws Exception {
        try (ServiceUnderTest first = start(jar, environment)) {
            System.out.printf(
                    "first start to first answer, schema made on the way  %6d ms%n",
                    first.startToFirstAnswer().toMillis());
        }
        try (ServiceUnderTest service = start(jar, environment)) {
            System.out.printf(
                    "start to first answer                                %6d ms%n",
                    service.startToFirstAnswer().toMillis());
            System.out.printf(
                    "memory after it                                      %6d MB%n",
                    service.residentMegabytes());
            int size =
                    service.uri()
                            .resolve("/flightspecials")
                            .toURL()
                            .openStream()
                            .readAllBytes()
                            .length;

            Figures fixed = References.fixedAnswer(64, duration, size);
            print("fixed answer of Helidon, 64 clients", fixed, fixed);
            byte[] list = HttpLoad.get("/flightspecials");
            Figures lists = HttpLoad.run(service.uri(), 64, duration, _ -> list);
            Figures jdbc = References.listByJdbc(url, 8, duration);
            print("list's statement by JDBC, 8 connections", jdbc, jdbc);
            print(
                    "list's statement by DbClient, 8 connections",
                    References.listByDbClient(url, 8, duration),
                    jdbc);
            print("GET /flightspecials, 64 clients", lists, jdbc);
            byte[] one = HttpLoad.get("/flightspecials/7");
            print(
                    "GET /flightspecials/7, 64 clients",
                    HttpLoad.run(service.uri(), 64, duration, _ -> one),
                    jdbc);

            for (int clients : new int[] {8, 64}) {
                double before = service.meter("relay_published_events_total");
                Figures updates =
                        HttpLoad.run(
                                service.uri(),
                                clients,
                                duration,
                                number ->
                                        HttpLoad.post(
                                                "/flightspecials/%d/header"
                                                        .formatted(number % 11 + 1),
                                                "{\"flightSpecialHeader\":\"Header %d\"}"
                                                        .formatted(number)));
                print("POST header, %d clients".formatted(clients), updates, updates);
                System.out.printf(
                        "  events published meanwhile %.0f, backlog after it %.0f%n",
                        service.meter("relay_published_events_total") - before,
                        service.meter("outbox_backlog_events"));
            }
            System.out.printf(
                    "memory under load                                    %6d MB%n",
                    service.residentMegabytes());
            relay(service, url);
        }
    }

    private static void relay(ServiceUnderTest service, String url) throws Exception {
        while (service.meter("outbox_backlog_events") > 0) {
            Thread.sleep(50);
        }
        double before = service.meter("relay_published_events_total");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO travelbuddy.flightspecial_outbox (special_id, payload, occurred_at, request_id, traceparent)"
                            + " SELECT n % 11 + 1, '{\"id\":1,\"flightSpecialHeader\":\"Header '||n||'\",\"previousHeader\":\"Header\",\"version\":'||n||'}',"
                            + " clock_timestamp(), 'bench', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'"
                            + " FROM generate_series(1, "
                            + BACKLOG
                            + ") AS n");
        }
        long start = System.nanoTime();
        while (service.meter("relay_published_events_total") - before < BACKLOG) {
            Thread.sleep(20);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "relay of a backlog of %d                         %6.0f events/s%n",
                BACKLOG, BACKLOG / seconds);
    }

    private static ServiceUnderTest start(Path jar, Map<String, String> environment)
            throws Exception {
        return ServiceUnderTest.start(jar, environment, freePort(), freePort());
    }

    static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void print(String what, Figures figures, Figures reference) {
        System.out.printf(
                "%-46s %9.0f /s   p50 %7.2f ms   p99 %7.2f ms   ratio %.2f%n",
                what,
                figures.perSecond(),
                figures.p50(),
                figures.p99(),
                figures.perSecond() / reference.perSecond());
    }
}
