package com.travelbuddy.delivery.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.delivery.policies.Iam.Request;
import com.travelbuddy.delivery.policies.RecordingDms.Call;
import com.travelbuddy.delivery.support.Repository;
import com.travelbuddy.delivery.support.Tool;
import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the commands, run against DMS Local, ask for: of which resources, and by whose leave. */
final class CommandRightsTest {

    private static final String TASK = Policy.VALUES.get("DMS_TASK");
    private static final Policy STATUS = Policy.named("reverse-sync-status");
    private static final Policy RUN = Policy.named("reverse-sync-run");
    private static final Policy APPLY = Policy.named("reverse-sync-apply");
    private static final Policy RELOAD = Policy.named("reverse-sync-reload");
    private static final Policy TEARDOWN = Policy.named("reverse-sync-teardown");

    @TempDir private Path folder;

    @Test
    void eachCommandGetsAlongWithItsPolicy() throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start(LocalPostgres.Options.temporary());
                LocalMariaDb mariaDb = LocalMariaDb.start(LocalMariaDb.Options.temporary());
                RecordingDms dms = new RecordingDms(folder)) {
            fill(postgres, mariaDb);
            Map<String, String> environment = configuration(postgres, mariaDb, dms);

            assertAllowed(asked(dms, environment, "check"), RUN);
            List<Call> applied = asked(dms, environment, "apply");
            assertAllowed(applied, APPLY);
            // The run-only policy is not enough where things have to be made.
            assertThat(Iam.refused(requests(applied), RUN))
                    .extracting(Request::action)
                    .contains("dms:CreateReplicationInstance", "dms:CreateReplicationTask");

            List<Call> started = asked(dms, environment, "run");
            assertThat(started).extracting(Call::action).contains("dms:StartReplicationTask");
            assertAllowed(started, RUN);
            assertAllowed(asked(dms, environment, "run"), RUN);
            assertAllowed(asked(dms, environment, "status"), STATUS);
            assertAllowed(asked(dms, environment, "verify"), STATUS);

            List<Call> reloaded = asked(dms, environment, "reload", "--confirm", TASK);
            assertThat(Iam.refused(requests(reloaded), RUN))
                    .extracting(Request::action)
                    .containsOnly("dms:ReloadTables");
            assertAllowed(reloaded, RUN, RELOAD);

            assertAllowed(asked(dms, environment, "stop"), RUN);
            assertAllowed(asked(dms, environment, "resume"), RUN);
            List<Call> destroyed = asked(dms, environment, "destroy", "--confirm", TASK);
            assertThat(destroyed)
                    .extracting(Call::action)
                    .contains("dms:DeleteReplicationTask", "dms:DeleteReplicationSubnetGroup");
            assertAllowed(destroyed, TEARDOWN);
        }
    }

    private static List<Call> asked(
            RecordingDms dms, Map<String, String> environment, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx192m",
                                "-jar",
                                Repository.path("reverse-sync/target/reverse-sync.jar")
                                        .toString()));
        command.addAll(List.of(arguments));
        Tool.Result result = Tool.run(Repository.path(""), environment, command);
        assertThat(result.exitCode()).as("%s: %s", command, result.output()).isZero();
        return dms.take();
    }

    private static void assertAllowed(List<Call> calls, Policy... policies) {
        assertThat(Iam.refused(requests(calls), policies)).isEmpty();
    }

    /** By the ARNs that the calls name; those that name none are about what the action takes. */
    private static List<Request> requests(List<Call> calls) {
        Map<String, Iam.Action> known =
                Iam.actions(calls.stream().map(Call::action).distinct().toList());
        return calls.stream()
                .flatMap(
                        call -> {
                            List<Iam.Resource> kinds = known.get(call.action()).resources();
                            Stream<Request> named =
                                    call.arns().stream()
                                            .filter(
                                                    arn ->
                                                            kinds.stream()
                                                                    .anyMatch(
                                                                            kind ->
                                                                                    kind.covers(
                                                                                            arn)))
                                            .map(arn -> Resources.request(call.action(), arn));
                            return Stream.concat(
                                    named,
                                    Resources.requests(call.action(), known.get(call.action())));
                        })
                .distinct()
                .toList();
    }

    private Map<String, String> configuration(
            LocalPostgres postgres, LocalMariaDb mariaDb, RecordingDms dms) throws Exception {
        Path nothing = Files.writeString(folder.resolve("mysql-password"), LocalMariaDb.PASSWORD);
        Path config =
                Files.writeString(
                        folder.resolve("reverse-sync.yaml"),
                        """
                        source: {host: 127.0.0.1, port: %d, database: dso, username: %s, tls: none}
                        target: {host: 127.0.0.1, port: %d, database: %s, username: %s, password-file: %s, tls: none}
                        tables:
                          - source: travelbuddy.flightspecial
                            columns:
                              expiry_date: {to: expiryDate, as: epoch-millis, zone: UTC, null: fail}
                            drop: [version, updated_at]
                        dms:
                          endpoint: %s
                          region: %s
                          task: %s
                          poll-interval: 50ms
                          timeout: 120s
                          instance: {id: %s}
                          subnet-group: {subnets: [subnet-0a1b, subnet-2c3d]}
                        verify: {settle: 100ms}
                        """
                                .formatted(
                                        postgres.port(),
                                        LocalPostgres.USERNAME,
                                        mariaDb.port(),
                                        LocalMariaDb.MONOLITH,
                                        LocalMariaDb.USERNAME,
                                        nothing,
                                        dms.uri(),
                                        Policy.REGION,
                                        TASK,
                                        Policy.VALUES.get("DMS_INSTANCE")));
        return Map.of(
                "REVERSE_SYNC_CONFIG",
                config.toString(),
                "REVERSE_SYNC_SOURCE_PASSWORD",
                LocalPostgres.PASSWORD,
                "AWS_ACCESS_KEY_ID",
                "any",
                "AWS_SECRET_ACCESS_KEY",
                "any");
    }

    private static void fill(LocalPostgres postgres, LocalMariaDb mariaDb) throws Exception {
        postgres.createDatabase("dso");
        try (Connection connection = postgres.connect("dso");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA travelbuddy");
            statement.execute("SET search_path TO travelbuddy");
            for (String migration : List.of("V1__flightspecial", "V2__version_and_not_null")) {
                statement.execute(
                        Repository.read("db/migrations/%s.sql".formatted(migration))
                                .replace("${nullExpiry}", "expired")
                                .replace("${nullCost}", "zero"));
            }
            statement.execute(
                    """
                    INSERT INTO flightspecial (header, body, origin, origin_code, destination, destination_code, cost, expiry_date)
                    VALUES ('London to Prague', 'Jewel of the East', 'London', 'LHR', 'Paris', 'CDG', 93, '2030-01-01')
                    """);
        }
        mariaDb.createDatabase(LocalMariaDb.MONOLITH);
        try (Connection connection = mariaDb.connect(LocalMariaDb.MONOLITH);
                Statement statement = connection.createStatement()) {
            statement.execute(Repository.read("db/monolith/1-flightspecial.sql"));
        }
    }
}
