package com.travelbuddy.flightspecials.http;

import com.travelbuddy.flightspecials.settings.HttpSettings;
import com.travelbuddy.flightspecials.specials.HeaderRule;
import com.travelbuddy.flightspecials.specials.SpecialStore;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.openapi.OpenApiService;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** The public routes, with what answers when a path has none of the asked method. */
public final class HttpApi {

    private final CrossOrigin crossOrigin;
    private final OpenApiDocument document = new OpenApiDocument();
    private final Map<String, Map<String, Endpoint.Action>> routes;
    private final RequestFigures figures;
    private final BooleanSupplier draining;

    /**
     * @param committed told after each update that queued an event
     * @param draining whether the service is about to stop
     */
    public HttpApi(
            HttpSettings settings,
            SpecialStore store,
            HeaderRule headerRule,
            Runnable committed,
            RequestFigures figures,
            BooleanSupplier draining) {
        this.crossOrigin = new CrossOrigin(settings.allowedOrigins());
        SpecialsRoutes specials =
                new SpecialsRoutes(store, headerRule, committed, Clock.systemUTC());
        this.routes = routes(specials, document);
        this.figures = figures;
        this.draining = draining;
    }

    /** The actions by path and method; HEAD comes with GET, and OPTIONS with any. */
    static Map<String, Map<String, Endpoint.Action>> routes(
            SpecialsRoutes specials, OpenApiDocument document) {
        return Map.of(
                "/flightspecials[/]", Map.of("GET", specials::list),
                "/flightspecials/{id}", Map.of("GET", specials::one),
                "/flightspecials/{id}/header",
                        Map.of("POST", specials::updateHeader, "PUT", specials::updateHeader),
                "/openapi", Map.of("GET", document::answer));
    }

    /** What Helidon's OpenAPI feature is to hand its document to. */
    public OpenApiService document() {
        return document;
    }

    public void routing(HttpRouting.Builder routing) {
        routing.addFilter(new Closing());
        routes.forEach((path, actions) -> path(routing, path, actions));
        routing.any(endpoint("unknown", HttpApi::unknown));
    }

    private static void unknown(
            ServerRequest request, ServerResponse response, RequestContext context) {
        throw Problem.ofField(
                Status.NOT_FOUND_404, "unknown-route", "path", "must be that of a route");
    }

    private void path(
            HttpRouting.Builder routing, String path, Map<String, Endpoint.Action> actions) {
        Map<String, Endpoint.Action> methods = new TreeMap<>(actions);
        if (actions.containsKey("GET")) {
            methods.put("HEAD", actions.get("GET"));
        }
        String allow = String.join(", ", methods.keySet()) + ", OPTIONS";
        String label = label(path);
        methods.forEach(
                (method, action) ->
                        routing.route(Method.create(method), path, endpoint(label, action)));
        notAllowed(routing, path, allow);
    }

    /** What answers on a path when none of its own methods was asked. */
    private void notAllowed(HttpRouting.Builder routing, String path, String methods) {
        Header allow = HeaderValues.create(HeaderNames.ALLOW, methods);
        routing.route(
                Method.OPTIONS,
                path,
                endpoint(
                        label(path),
                        (request, response, _) -> {
                            crossOrigin.preflight(request.headers(), response, methods);
                            response.status(Status.NO_CONTENT_204).header(allow).send();
                        }));
        routing.any(
                path,
                endpoint(
                        label(path),
                        (_, _, _) -> {
                            throw Problem.ofField(
                                            Status.METHOD_NOT_ALLOWED_405,
                                            "method-not-allowed",
                                            "method",
                                            "must be one of " + methods)
                                    .with(allow);
                        }));
    }

    private static String label(String path) {
        return path.replace("[/]", "");
    }

    private Endpoint endpoint(String route, Endpoint.Action action) {
        return new Endpoint(route, action, crossOrigin, figures, draining);
    }
}
