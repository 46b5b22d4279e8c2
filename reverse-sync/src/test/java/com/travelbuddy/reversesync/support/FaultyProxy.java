package com.travelbuddy.reversesync.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Stands before DMS Local and lets single calls go wrong, whichever they are. */
public final class FaultyProxy implements AutoCloseable {

    static {
        // Answers would wait for acknowledgements otherwise.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** How a call goes wrong; the first two are not tried again by the SDK, and end a command. */
    public enum Fault {
        /** It is refused, and nothing is done. */
        REFUSED,
        /** It is done, and the caller hears that it is not, as one that was killed would. */
        DONE_BUT_REFUSED,
        /** It is done, and no answer comes. */
        DONE_BUT_UNANSWERED,
        /** It does not get there. */
        LOST
    }

    private record Planned(Predicate<String> operation, int from, int to, Fault fault) {}

    private static final String REFUSAL =
            "{\"__type\":\"AccessDeniedFault\",\"message\":\"said the test\"}";

    private final URI dms;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private Planned planned;
    private int counted;

    public FaultyProxy(URI dms) {
        this.dms = dms;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on one call goes wrong: the first is number 1. */
    public void failCall(int number, Fault fault) {
        fail(_ -> true, number, number, fault);
    }

    /** The same, but only calls that change something are counted. */
    public void failChange(int number, Fault fault) {
        fail(FaultyProxy::isChange, number, number, fault);
    }

    public static boolean isChange(String operation) {
        return !operation.startsWith("Describe") && !operation.startsWith("List");
    }

    /** From now on the first calls of an operation go wrong. */
    public void failFirst(String operation, int times, Fault fault) {
        fail(operation::equals, 1, times, fault);
    }

    private synchronized void fail(Predicate<String> operation, int from, int to, Fault fault) {
        counted = 0;
        planned = new Planned(operation, from, to, fault);
        calls.clear();
    }

    public synchronized void heal() {
        planned = null;
        calls.clear();
    }

    /** The operations that were called since the last change. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** Whether a call has gone wrong since the last order. */
    public synchronized boolean hasFailed() {
        return planned != null && counted >= planned.from();
    }

    private synchronized Fault next(String operation) {
        calls.add(operation);
        if (planned == null || !planned.operation().test(operation)) {
            return null;
        }
        counted++;
        return counted >= planned.from() && counted <= planned.to() ? planned.fault() : null;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            Fault fault = next(target.substring(target.indexOf('.') + 1));
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (fault == Fault.LOST) {
                return;
            }
            if (fault == Fault.REFUSED) {
                answer(exchange, 400, REFUSAL.getBytes());
                return;
            }
            HttpResponse<byte[]> response = forward(target, body);
            if (fault == Fault.DONE_BUT_UNANSWERED) {
                return;
            }
            if (fault == Fault.DONE_BUT_REFUSED) {
                answer(exchange, 400, REFUSAL.getBytes());
            } else {
                answer(exchange, response.statusCode(), response.body());
            }
        }
    }

    private HttpResponse<byte[]> forward(String target, byte[] body) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(dms)
                            .header("X-Amz-Target", target)
                            .header("Content-Type", "application/x-amz-json-1.1")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
        client.close();
    }
}
