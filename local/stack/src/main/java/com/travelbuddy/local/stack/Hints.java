package com.travelbuddy.local.stack;

import com.travelbuddy.local.servers.LocalPostgres;

import java.nio.file.Path;

/** What a newcomer can try, as lines that work when pasted. */
final class Hints {

    private Hints() {}

    static String text(PortPlan ports, Path syncConfig) {
        String service = "http://localhost:%d".formatted(ports.of(Port.SERVICE));
        String management = "http://localhost:%d".formatted(ports.of(Port.MANAGEMENT));
        return """

            Try, in another terminal:

              curl %1$s/flightspecials
              curl -X POST -H 'Content-Type: application/json' -d '{"id":1,"flightSpecialHeader":"London to Seoul"}' %1$s/flightspecials/1/header

              curl %2$s/health/ready
              curl %2$s/metrics

              PGPASSWORD=%3$s psql -h 127.0.0.1 -p %4$d -U %5$s -d %6$s -c 'TABLE %7$s.flightspecial'
              mysql -h 127.0.0.1 -P %8$d -u root travelbuddy -e 'SELECT * FROM flightspecial'

            What is changed there travels: as an event of the topic %9$s (Kafka at 127.0.0.1:%10$d),
            and as a row to the monolith's table. Both appear below.

            How the sync is, in a browser: http://localhost:%11$d/ and by commands (docs/reverse-sync.md):

              export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any REVERSE_SYNC_CONFIG=%12$s
              java -jar reverse-sync/target/reverse-sync.jar status
              java -jar reverse-sync/target/reverse-sync.jar verify

            DMS Local serves the API of AWS DMS (docs/dms-local.md):

              AWS_DEFAULT_REGION=us-east-1 aws dms describe-replication-tasks --endpoint-url http://localhost:%13$d --without-settings

            Ctrl-C stops all.
            """
                .formatted(
                        service,
                        management,
                        LocalPostgres.PASSWORD,
                        ports.of(Port.POSTGRES),
                        LocalPostgres.USERNAME,
                        Service.DATABASE,
                        Service.SCHEMA,
                        ports.of(Port.MYSQL),
                        Service.TOPIC,
                        ports.of(Port.KAFKA),
                        ports.of(Port.REVERSE_SYNC),
                        syncConfig,
                        ports.of(Port.DMS));
    }
}
