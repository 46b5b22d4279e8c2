package com.travelbuddy.flightspecials.http;

import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.openapi.OpenApiService;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * Serves the document that Helidon's OpenAPI feature reads and converts, by the same rules as every
 * other route: Helidon's own route knows neither HEAD nor 406, and fails on a malformed Accept.
 */
final class OpenApiDocument implements OpenApiService {

    private static final String JSON = "application/json";
    private static final List<String> TYPES =
            List.of(
                    "application/yaml",
                    JSON,
                    "application/vnd.oai.openapi",
                    "application/vnd.oai.openapi+json",
                    "text/yaml");

    private volatile Function<MediaType, String> content;

    @Override
    public String name() {
        return "flightspecials";
    }

    @Override
    public String type() {
        return name();
    }

    @Override
    public boolean supports(ServerRequestHeaders headers) {
        return false;
    }

    @Override
    public void setup(HttpRules routing, String docPath, Function<MediaType, String> document) {
        this.content = document;
    }

    void answer(ServerRequest request, ServerResponse response, RequestContext context) {
        String type = Negotiation.best(request.headers(), TYPES);
        MediaType format =
                type.endsWith("json")
                        ? MediaTypes.APPLICATION_OPENAPI_JSON
                        : MediaTypes.APPLICATION_OPENAPI_YAML;
        response.header(HeaderNames.CONTENT_TYPE, type);
        response.header(HeaderNames.CACHE_CONTROL, "no-cache");
        Endpoint.send(request, response, content.apply(format).getBytes(StandardCharsets.UTF_8));
    }
}
