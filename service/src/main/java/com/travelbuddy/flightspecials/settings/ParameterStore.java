package com.travelbuddy.flightspecials.settings;

import io.helidon.config.ConfigSources;
import io.helidon.config.spi.ConfigSource;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.ssm.SsmClient;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * AWS Systems Manager Parameter Store as a source: {@code PATH/database/host} or {@code
 * PATH/DATABASE_ENDPOINT} sets {@code database.host}. Region, credentials and endpoint come from
 * the SDK's default chains.
 */
final class ParameterStore {

    private ParameterStore() {}

    static ConfigSource source(String path) {
        Map<String, String> values = new HashMap<>();
        String prefix = path.endsWith("/") ? path : path + "/";
        try (SsmClient client =
                SsmClient.builder().httpClientBuilder(ApacheHttpClient.builder()).build()) {
            client
                    .getParametersByPathPaginator(
                            request -> request.path(path).recursive(true).withDecryption(true))
                    .stream()
                    .flatMap(page -> page.parameters().stream())
                    .forEach(
                            parameter ->
                                    values.put(
                                            parameter
                                                    .name()
                                                    .substring(prefix.length())
                                                    .replace('/', '.'),
                                            parameter.value()));
        } catch (SdkException e) {
            throw new InvalidSettingsException(
                    List.of(
                            "parameter-store.path (PARAMETER_STORE_PATH) '%s' cannot be read: %s"
                                    .formatted(path, e.getMessage())));
        }
        return ConfigSources.create(SettingsLoader.known(values)).build();
    }
}
