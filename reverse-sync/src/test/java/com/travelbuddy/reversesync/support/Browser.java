package com.travelbuddy.reversesync.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.travelbuddy.local.servers.Ports;
import com.travelbuddy.local.servers.ServerProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A headless Chromium of this machine, driven by the W3C's WebDriver protocol. */
public final class Browser implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final ServerProcess driver;
    private final URI root;
    private String session = "";

    private Browser(Path program, Path driverProgram, String... flags) throws IOException {
        folder = Files.createTempDirectory("reverse-sync-test-browser");
        int port = Ports.free();
        root = URI.create("http://127.0.0.1:" + port);
        driver =
                ServerProcess.start(
                        new ServerProcess.Launch(
                                        "chromedriver",
                                        List.of(driverProgram.toString(), "--port=" + port),
                                        folder.resolve("log"))
                                .withTemporary(Optional.of(folder)));
        driver.awaitReady(this::isReady, BOUND);
        List<String> arguments =
                Stream.concat(
                                Stream.of(
                                        "--headless=new",
                                        // Tests may run as root, and in containers.
                                        "--no-sandbox",
                                        "--disable-dev-shm-usage",
                                        "--disable-gpu",
                                        "--user-data-dir=" + folder.resolve("profile")),
                                Stream.of(flags))
                        .toList();
        session =
                post(
                                "/session",
                                Map.of(
                                        "capabilities",
                                        Map.of(
                                                "alwaysMatch",
                                                Map.of(
                                                        "goog:chromeOptions",
                                                        Map.of(
                                                                "binary",
                                                                program.toString(),
                                                                "args",
                                                                arguments),
                                                        "goog:loggingPrefs",
                                                        Map.of("browser", "ALL")))))
                        .get("sessionId")
                        .asText();
    }

    /**
     * Empty where Chromium or its driver is not installed.
     *
     * @param flags of Chromium
     */
    public static Optional<Browser> open(String... flags) {
        Optional<Path> program = program("chromium");
        Optional<Path> driver = program("chromedriver");
        if (program.isEmpty() || driver.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Browser(program.get(), driver.get(), flags));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void go(String url) {
        post("/session/%s/url".formatted(session), Map.of("url", url));
    }

    public void resize(int width, int height) {
        post(
                "/session/%s/window/rect".formatted(session),
                Map.of("width", width, "height", height));
    }

    /** As on a machine that is set to dark colours. */
    public void dark() {
        post(
                "/session/%s/goog/cdp/execute".formatted(session),
                Map.of(
                        "cmd",
                        "Emulation.setEmulatedMedia",
                        "params",
                        Map.of(
                                "features",
                                List.of(Map.of("name", "prefers-color-scheme", "value", "dark")))));
    }

    /** What a function's body returns in the page. */
    public JsonNode run(String script) {
        return post(
                "/session/%s/execute/sync".formatted(session),
                Map.of("script", script, "args", List.of()));
    }

    /** The text of the first element that a selector finds. */
    public String text(String selector) {
        return run("return document.querySelector('%s').innerText".formatted(selector)).asText();
    }

    /** What the page has complained of since it was last asked: errors and violated policies. */
    public JsonNode complaints() {
        return post("/session/%s/se/log".formatted(session), Map.of("type", "browser"));
    }

    public void screenshot(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(
                    file,
                    Base64.getDecoder()
                            .decode(
                                    send("GET", "/session/%s/screenshot".formatted(session), "")
                                            .asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (!session.isEmpty()) {
                send("DELETE", "/session/" + session, "");
            }
        } finally {
            driver.stop();
            http.close();
            delete();
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady() {
        try {
            return send("GET", "/status", "").get("ready").asBoolean();
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    private JsonNode post(String path, Object body) {
        try {
            return send("POST", path, JSON.writeValueAsString(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode send(String method, String path, String body) {
        try {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(root.resolve(path))
                                    .method(
                                            method,
                                            body.isEmpty()
                                                    ? HttpRequest.BodyPublishers.noBody()
                                                    : HttpRequest.BodyPublishers.ofString(body))
                                    .timeout(BOUND)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            JsonNode value = JSON.readTree(answer.body()).path("value");
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(value.toString());
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
