package com.travelbuddy.delivery.chart;

import org.junit.jupiter.api.Named;

import java.util.stream.Stream;

/** Values that the chart is rendered with: each toggle alone, all on, all off. */
final class ValueSets {

    /** What has no default. */
    static final String LEAST =
            """
            image: {repository: example.com/flightspecials, tag: "20240101"}
            database: {endpoint: dso.example.com}
            kafka: {bootstrapServers: "b-1.example.com:9098,b-2.example.com:9098"}
            """;

    static final String REVERSE_SYNC =
            """
            reverseSync:
              enabled: true
              image: {repository: example.com/flightspecials-reverse-sync, tag: "20240101"}
              config:
                source: {secret: flightspecials-postgres}
                target: {secret: monolith-mysql}
                dms:
                  subnet-group: {subnets: [subnet-0a1b, subnet-2c3d]}
                  source-endpoint: {secret: a, access-role: "arn:aws:iam::123456789012:role/dms"}
                  target-endpoint: {secret: b, access-role: "arn:aws:iam::123456789012:role/dms", tls: none}
            """;

    static final String REVERSE_SYNC_FILES =
            """
            reverseSync:
              enabled: true
              image: {repository: example.com/flightspecials-reverse-sync, tag: "20240101"}
              credentials: {from: secret, secretName: reverse-sync}
              config:
                source: {host: pg, username: reverse_sync, password-file: /etc/secret/source-password}
                target: {host: my, username: reverse_sync, password-file: /etc/secret/target-password}
                dms:
                  source-endpoint: {secret: a, access-role: "arn:aws:iam::123456789012:role/dms"}
                  target-endpoint: {secret: b, access-role: "arn:aws:iam::123456789012:role/dms", tls: none}
            """;

    static final String SERVE = "reverseSync: {serve: {enabled: true}}";
    static final String MONITORED =
            """
            metrics:
              serviceMonitor: {enabled: true, labels: {release: prometheus}}
              alerts: {enabled: true, labels: {release: prometheus}}
            """;
    static final String ANALYSIS = "canary: {analysis: {enabled: true}}";
    static final String MIGRATION = "migrations: {job: true}";
    static final String DEPLOYMENT = "rollout: {enabled: false}";
    static final String AUTOSCALED = "autoscaling: {enabled: true}";
    static final String TLS =
            "ingress: {host: travelbuddy.example.com, tls: {certificateArn: 'arn:aws:acm:ap-northeast-2:123456789012:certificate/1'}}";
    static final String SECRET =
            "database: {credentials: {from: secret, secretName: flightspecials-postgres}}";
    static final String EXTERNAL_SECRET =
            "database: {credentials: {from: external-secret, externalSecret: {storeName: aws, remoteKey: db}}}";
    static final String EXTERNAL_REVERSE_SYNC =
            "reverseSync: {credentials: {from: external-secret, secretName: '', externalSecret: {storeName: aws, sourceKey: a, targetKey: b}}}";
    static final String ROLES =
            """
            serviceAccount: {roleArn: "arn:aws:iam::123456789012:role/flightspecials"}
            reverseSync: {serviceAccount: {roleArn: "arn:aws:iam::123456789012:role/reverse-sync"}}
            """;
    static final String REST =
            """
            namespace: {create: true}
            imagePullSecrets: [registry]
            buildNumber: "17"
            parameterStore: {path: /flightspecials}
            config: {LOG_LEVEL: debug}
            drain: {preStopSleepSeconds: 5}
            networkPolicy: {statusViewers: [10.9.0.0/16]}
            """;
    private static final String ALL_OFF =
            """
            rollout: {enabled: false}
            podDisruptionBudget: {enabled: false}
            topologySpread: {enabled: false}
            ingress: {enabled: false}
            networkPolicy: {enabled: false}
            kafka: {msk: false}
            """;

    private ValueSets() {}

    static String[] allOn() {
        return new String[] {
            REVERSE_SYNC_FILES,
            EXTERNAL_REVERSE_SYNC,
            SERVE,
            MONITORED,
            ANALYSIS,
            MIGRATION,
            AUTOSCALED,
            TLS,
            EXTERNAL_SECRET,
            ROLES,
            REST
        };
    }

    /** As arguments of a test. */
    static Stream<Named<String[]>> all() {
        return Stream.of(
                set("least"),
                set("all off", ALL_OFF),
                set("all on", allOn()),
                set("deployment", DEPLOYMENT),
                set("deployment, scaled", DEPLOYMENT, AUTOSCALED),
                set("rollout, scaled", AUTOSCALED),
                set("analysis", ANALYSIS),
                set("migration", MIGRATION),
                set("ingress with TLS", TLS),
                set("secret", SECRET),
                set("external secret", EXTERNAL_SECRET),
                set("roles", ROLES),
                set("monitored", MONITORED),
                set("reverse sync", REVERSE_SYNC),
                set("reverse sync with files", REVERSE_SYNC_FILES),
                set("reverse sync, external", REVERSE_SYNC_FILES, EXTERNAL_REVERSE_SYNC),
                set("reverse sync, served", REVERSE_SYNC, SERVE, MONITORED),
                set(
                        "reverse sync, not verified",
                        REVERSE_SYNC,
                        "reverseSync: {verify: {enabled: false}}"),
                set("no network policy", REVERSE_SYNC, SERVE, "networkPolicy: {enabled: false}"),
                set("the rest", REST));
    }

    private static Named<String[]> set(String name, String... values) {
        return Named.of(name, values);
    }
}
