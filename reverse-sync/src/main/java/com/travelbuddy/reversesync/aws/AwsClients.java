package com.travelbuddy.reversesync.aws;

import com.travelbuddy.reversesync.settings.DmsSettings;

import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import java.time.Duration;

/**
 * The clients, over one HTTP client. Credentials are those of the SDK's default chain; the region
 * too, unless the settings name one.
 */
public final class AwsClients implements AutoCloseable {

    private static final Duration CALL = Duration.ofSeconds(30);

    private final DmsSettings settings;
    private final SdkHttpClient http =
            ApacheHttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(5))
                    .socketTimeout(CALL)
                    .build();

    public AwsClients(DmsSettings settings) {
        this.settings = settings;
    }

    /**
     * @throws AwsRefusedException when no region is known
     */
    public DatabaseMigrationClient databaseMigration() {
        var builder = DatabaseMigrationClient.builder();
        settings.endpoint().ifPresent(builder::endpointOverride);
        return built(builder);
    }

    /**
     * @throws AwsRefusedException when no region is known
     */
    public SecretsManagerClient secretsManager() {
        return built(SecretsManagerClient.builder());
    }

    /**
     * @throws AwsRefusedException when no region is known
     */
    public CloudWatchClient cloudWatch() {
        return built(CloudWatchClient.builder());
    }

    @Override
    public void close() {
        http.close();
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C built(B builder) {
        settings.region().ifPresent(region -> builder.region(Region.of(region)));
        try {
            return builder.httpClient(http)
                    .overrideConfiguration(
                            configuration ->
                                    configuration
                                            .retryStrategy(RetryMode.STANDARD)
                                            .apiCallAttemptTimeout(CALL))
                    .build();
        } catch (SdkClientException e) {
            throw new AwsRefusedException("The AWS client (dms.region or AWS_REGION)", e);
        }
    }
}
