package com.travelbuddy.local.stack;

import com.travelbuddy.local.servers.LocalPostgres;

/** What a newcomer can try, as lines that work when pasted. */
final class Hints {

    private Hints() {}

    static String text(PortPlan ports) {
        String service = "http://localhost:%d".formatted(ports.of(Port.SERVICE));
        String management = "http://localhost:%d".formatted(ports.of(Port.MANAGEMENT));
        return """

            Try, in another terminal:

              curl %1$s/flightspecials
              curl %1$s/flightspecials/1
              curl -X POST -H 'Content-Type: application/json' -d '{"id":1,"flightSpecialHeader":"London to Seoul"}' %1$s/flightspecials/1/header

              curl %2$s/health/ready
              curl %2$s/metrics

              PGPASSWORD=%3$s psql -h 127.0.0.1 -p %4$d -U %5$s -d %6$s -c 'TABLE %7$s.flightspecial'

            The same row arrives in the monolith's table, brought by DMS Local:

              mysql -h 127.0.0.1 -P %8$d -u root travelbuddy -e 'SELECT * FROM flightspecial'

            DMS Local serves the API of AWS DMS; see docs/dms-local.md:

              export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_DEFAULT_REGION=us-east-1
              aws dms describe-replication-tasks --endpoint-url %11$s --without-settings
              aws dms describe-table-statistics --endpoint-url %11$s --replication-task-arn %12$s

              curl -H 'X-Amz-Target: AmazonDMSv20160101.DescribeReplicationTasks' -d '{"WithoutSettings":true}' %11$s
              curl -H 'X-Amz-Target: AmazonDMSv20160101.DescribeTableStatistics' -d '{"ReplicationTaskArn":"%12$s"}' %11$s

            Each changed header appears below as an event of the topic %9$s (Kafka at 127.0.0.1:%10$d).
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
                        "http://localhost:%d".formatted(ports.of(Port.DMS)),
                        ReverseSync.TASK_ARN);
    }
}
