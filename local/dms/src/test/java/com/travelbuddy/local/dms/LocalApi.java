package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.travelbuddy.local.dms.engine.Assumptions;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.DatabaseMigrationException;
import software.amazon.awssdk.services.databasemigration.model.Filter;
import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A server with short dwell times, and the client that AWS ships. */
final class LocalApi implements Dms, AutoCloseable {

    private final DmsLocal server;
    final DatabaseMigrationClient dms;

    LocalApi(Optional<Path> state) {
        this(state, Optional.empty());
    }

    LocalApi(Optional<Path> state, Optional<Path> secrets) {
        this(state, secrets, Assumptions.DEFAULT);
    }

    LocalApi(Optional<Path> state, Optional<Path> secrets, Assumptions assumptions) {
        server =
                new DmsLocal(
                        new Settings(
                                "127.0.0.1",
                                0,
                                state,
                                "eu-west-1",
                                "123456789012",
                                Duration.ofMillis(20),
                                secrets,
                                assumptions));
        dms =
                DatabaseMigrationClient.builder()
                        .endpointOverride(uri())
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("any", "any")))
                        .overrideConfiguration(
                                client -> client.retryStrategy(AwsRetryStrategy.doNotRetry()))
                        .build();
    }

    @Override
    public DatabaseMigrationClient client() {
        return dms;
    }

    /** It runs for as long as there is this object. */
    @Override
    public void start() {}

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    String instance(String id) {
        return dms.createReplicationInstance(
                        request ->
                                request.replicationInstanceIdentifier(id)
                                        .replicationInstanceClass("dms.t3.medium"))
                .replicationInstance()
                .replicationInstanceArn();
    }

    String source(String id) {
        return endpoint(id, ReplicationEndpointTypeValue.SOURCE, "postgres");
    }

    String target(String id) {
        return endpoint(id, ReplicationEndpointTypeValue.TARGET, "mysql");
    }

    private String endpoint(String id, ReplicationEndpointTypeValue type, String engine) {
        return dms.createEndpoint(
                        request ->
                                request.endpointIdentifier(id)
                                        .endpointType(type)
                                        .engineName(engine)
                                        .serverName("nowhere.invalid")
                                        .port(1)
                                        .username("someone")
                                        .password("a-secret")
                                        .databaseName("travelbuddy"))
                .endpoint()
                .endpointArn();
    }

    /** Refused: by the error's code, and by parts of its message. */
    static void assertRefused(Runnable call, String code, String... parts) {
        var refusal = catchThrowableOfType(DatabaseMigrationException.class, call::run);
        assertThat(refusal).isNotNull();
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
        for (String part : parts) {
            assertThat(refusal.awsErrorDetails().errorMessage()).contains(part);
        }
        assertThat(refusal.requestId()).isNotBlank();
    }

    static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }

    @Override
    public void close() {
        dms.close();
        server.close();
    }
}
