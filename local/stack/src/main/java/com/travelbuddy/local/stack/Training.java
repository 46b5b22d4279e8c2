package com.travelbuddy.local.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * The requests that an AOT cache is trained with: what clients, load balancer and Prometheus ask of
 * the service, refusals too. Each must be answered as it should, or there is no cache.
 */
final class Training {

    // The classes are loaded and linked by the first round; more give the profiles something to
    // say.
    private static final int ROUNDS = 50;

    private final PortPlan ports;

    Training(PortPlan ports) {
        this.ports = ports;
    }

    private record Step(Port port, String method, String path, String body, int status) {}

    private static final List<Step> STEPS =
            List.of(
                    get(Port.SERVICE, "/flightspecials", 200),
                    get(Port.SERVICE, "/flightspecials/", 200),
                    get(Port.SERVICE, "/flightspecials?active=true", 200),
                    get(Port.SERVICE, "/flightspecials?limit=5&after=3", 200),
                    get(Port.SERVICE, "/flightspecials/1", 200),
                    get(Port.SERVICE, "/flightspecials/999", 404),
                    get(Port.SERVICE, "/flightspecials?limit=none", 400),
                    get(Port.SERVICE, "/openapi", 200),
                    update("{\"id\":1,\"flightSpecialHeader\":\"London to Seoul, round %d\"}", 200),
                    update("{\"flightSpecialHeader\":\"\"}", 422),
                    update("{\"flightSpecialHeader\":", 400),
                    get(Port.MANAGEMENT, "/health/ready", 200),
                    get(Port.MANAGEMENT, "/health/live", 200),
                    get(Port.MANAGEMENT, "/metrics", 200));

    /**
     * Sends them, round by round.
     *
     * @throws StackFailedException when one is answered otherwise, or not at all
     */
    void run() throws StackFailedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int round = 1; round <= ROUNDS; round++) {
                for (Step step : STEPS) {
                    send(client, step, round);
                }
            }
        } catch (IOException e) {
            throw new StackFailedException("a request was not answered: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailedException("interrupted while training");
        }
    }

    private void send(HttpClient client, Step step, int round)
            throws IOException, InterruptedException, StackFailedException {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(ports.of(step.port()), step.path()));
        var request =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/json")
                        .method(
                                step.method(),
                                BodyPublishers.ofString(step.body().replace("%d", "" + round)))
                        .build();
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status != step.status()) {
            throw new StackFailedException(
                    "%s %s was answered with %d, not %d"
                            .formatted(step.method(), uri, status, step.status()));
        }
    }

    private static Step get(Port port, String path, int status) {
        return new Step(port, "GET", path, "", status);
    }

    private static Step update(String body, int status) {
        return new Step(Port.SERVICE, "POST", "/flightspecials/1/header", body, status);
    }
}
