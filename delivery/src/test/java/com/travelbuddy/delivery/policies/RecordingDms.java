package com.travelbuddy.delivery.policies;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.travelbuddy.delivery.support.Repository;
import com.travelbuddy.local.servers.Ports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** DMS Local as it ships, behind a server that notes what it is asked for. */
final class RecordingDms implements AutoCloseable {

    private static final Pattern ARN = Pattern.compile("arn:aws:dms:[a-z0-9:-]+");

    private final JsonMapper json = new JsonMapper();
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI behind;
    private final Process process;
    private final HttpServer front;

    /**
     * A request to DMS.
     *
     * @param arns all that it names
     */
    record Call(String action, Set<String> arns) {}

    RecordingDms(Path folder) throws IOException {
        int port = Ports.free();
        behind = URI.create("http://127.0.0.1:" + port);
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx192m",
                                "-jar",
                                Repository.path("local/dms/target/dms-local.jar").toString(),
                                "--port",
                                Integer.toString(port),
                                "--region",
                                Policy.REGION,
                                "--account",
                                Policy.ACCOUNT,
                                "--dwell",
                                "50")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("dms.log").toFile())
                        .start();
        front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        front.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        front.createContext("/", this::pass);
        front.start();
        await().atMost(Duration.ofMinutes(2)).until(this::isReady);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + front.getAddress().getPort());
    }

    /** What has come since the last time. */
    List<Call> take() {
        List<Call> taken = new ArrayList<>();
        for (Call call = calls.poll(); call != null; call = calls.poll()) {
            taken.add(call);
        }
        return taken;
    }

    private boolean isReady() throws InterruptedException {
        try {
            HttpRequest health = HttpRequest.newBuilder(behind.resolve("/health")).build();
            return http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            calls.add(
                    new Call(
                            "dms:" + target.substring(target.indexOf('.') + 1),
                            arns(json.readTree(body))));
            HttpResponse<byte[]> answer =
                    http.send(
                            HttpRequest.newBuilder(behind)
                                    .header("X-Amz-Target", target)
                                    .header("Content-Type", "application/x-amz-json-1.1")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            answer.headers().map().entrySet().stream()
                    .filter(one -> one.getKey().matches("(?i)content-type|x-amzn?-.*"))
                    .forEach(
                            one -> exchange.getResponseHeaders().put(one.getKey(), one.getValue()));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Set<String> arns(JsonNode body) {
        return ARN.matcher(body.toString())
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void close() {
        front.stop(0);
        http.close();
        process.destroy();
        await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
    }
}
