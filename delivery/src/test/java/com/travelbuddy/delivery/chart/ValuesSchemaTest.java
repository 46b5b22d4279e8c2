package com.travelbuddy.delivery.chart;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no sense as a value is refused, with the name of it. */
class ValuesSchemaTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "image: {tag: 20240101} | image/tag",
                "buildNumber: 17 | buildNumber",
                "replicas: -1 | replicas",
                "replicas: 2.5 | replicas",
                "replica: 2 | replica",
                "image: {digest: x} | digest",
                "canary: {steps: [{weight: 101, pauseSeconds: 1}]} | weight",
                "canary: {steps: [{weight: 20}]} | pauseSeconds",
                "canary: {maxSurge: many} | maxSurge",
                "environment: local | environment",
                "database: {password: x} | password",
                "database: {port: none} | database/port",
                "database: {tls: maybe} | tls",
                "database: {credentials: {from: env}} | from",
                "database: {credentials: {secretId: a, secretName: b}} | secretName",
                "database: {credentials: {from: secret, secretId: a, secretName: b}} | secretId",
                "config: {DB_PASSWORD: x} | DB_PASSWORD",
                "config: {KAFKA_TOPICS: x} | KAFKA_TOPICS",
                "config: {DB_POOL_SIZE: 5} | DB_POOL_SIZE",
                "kafka: {bootstrapServers: broker} | bootstrapServers",
                "networkPolicy: {clients: []} | clients",
                "networkPolicy: {aws: {cidrs: [anywhere]}} | cidrs",
                "serviceAccount: {roleArn: admin} | roleArn",
                "ingress: {tls: {certificateArn: mine}} | certificateArn",
                "terminationGracePeriodSeconds: 40 | terminationGracePeriodSeconds",
                "drain: {preStopSleepSeconds: 20} | terminationGracePeriodSeconds",
                "autoscaling: {enabled: true, minReplicas: 9} | autoscaling.maxReplicas",
                "database: {endpoint: ''} | database.endpoint",
                "kafka: {bootstrapServers: ''} | kafka.bootstrapServers",
                "image: {tag: ''} | image.tag",
                "database: {credentials: {from: secret}} | secretName",
            })
    void isAskedFor(String values, String name) {
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "reverseSync: {config: {source: {password: x}}} | password",
                "reverseSync: {config: {source: {password-file: /x}}} | password-file",
                "reverseSync: {config: {dms: {instance: {klass: x}}}} | klass",
                "reverseSync: {config: {dms: {target-endpoint: {tls: null}}}} | tls",
                "reverseSync: {run: {schedule: hourly}} | schedule",
                "reverseSync: {image: {tag: 7}} | tag",
                "reverseSync: {credentials: {secretName: x}} | secretName",
                "reverseSync: {config: {tables: []}} | tables",
            })
    void isAskedForOfTheReverseSync(String values, String name) {
        assertThatThrownBy(() -> Chart.render(ValueSets.REVERSE_SYNC, values))
                .hasMessageContaining(name);
    }
}
