package com.travelbuddy.delivery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.travelbuddy.delivery.support.Repository;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the chart takes what the pipeline lays down in the deployment repository. */
final class ChartValuesTest {

    private static final String IMAGE =
            "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/flightspecials";

    /** What no build knows. */
    private static final String INSTALLATION =
            """
            kafka: {bootstrapServers: "b-1.events.example.com:9098"}
            reverseSync:
              enabled: true
              config:
                source: {database: dso, secret: flightspecials-postgres}
                target: {database: travelbuddy, secret: monolith-mysql}
                dms:
                  subnet-group: {subnets: [subnet-0a1b, subnet-2c3d]}
                  source-endpoint: {secret: flightspecials-postgres, access-role: "arn:aws:iam::123456789012:role/dms-secrets"}
                  target-endpoint:
                    secret: monolith-mysql
                    access-role: arn:aws:iam::123456789012:role/dms-secrets
                    tls: verify-full
                    certificate-arn: arn:aws:dms:ap-northeast-2:123456789012:cert:rds
            """;

    private CodeBuild build;
    private Path deployment;

    @BeforeEach
    void lay(@TempDir Path folder) throws IOException {
        build = new CodeBuild(folder);
        build.theirs("installation.yaml", INSTALLATION);
        try (var files = Files.walk(Repository.path("chart"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                build.source(
                        "chart/" + Repository.path("chart").relativize(file),
                        Files.readString(file));
            }
        }
        // The small chart of the other tests.
        Files.delete(folder.resolve("source/chart/templates/service.yaml"));
        deployment = folder.resolve("checkout");
    }

    @Test
    void theChartTakesTheFilledValues() {
        String rendered = rendered("0123456");
        assertThat(rendered)
                .contains(
                        IMAGE + ":0123456",
                        IMAGE + "-reverse-sync:0123456",
                        "dso.example.com",
                        "database_port: \"5432\"",
                        "database_username: \"postgres\"",
                        "build-number: \"41\"",
                        "b-1.events.example.com:9098");
    }

    @Test
    void aTagThatLooksLikeANumberArrivesAsItIs() {
        assertThat(rendered("12e4")).contains(IMAGE + ":12e4");
    }

    private String rendered(String tag) {
        CodeBuild.Outcome outcome = build.with("IMAGE_TAG", tag).run();
        assertThat(outcome.succeeded()).as(outcome.output()).isTrue();
        build.checkout(deployment);
        return new Helm(deployment)
                .template()
                .withName("flightspecials")
                .withNamespace("flightspecials")
                .withKubeVersion("1.33.0")
                .withValuesFile(deployment.resolve("defaults.yaml"))
                .withValuesFile(deployment.resolve("installation.yaml"))
                .withValuesFile(deployment.resolve("values.yaml"))
                .call();
    }
}
