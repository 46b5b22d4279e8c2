package com.travelbuddy.reversesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.travelbuddy.local.servers.Ports;
import com.travelbuddy.local.servers.ServerProcess.Signal;
import com.travelbuddy.reversesync.support.Browser;
import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Flights;
import com.travelbuddy.reversesync.support.LocalCloud;
import com.travelbuddy.reversesync.support.Program;
import com.travelbuddy.reversesync.support.RunningTask;
import com.travelbuddy.reversesync.support.Verifications;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The server, as a process of its own. */
final class ServeTest {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final int port = Ports.free();

    @Test
    void servesTheStatusToProgramsAndEndsInGoodOrder() throws IOException {
        try (Flights flights = flights();
                var _ = new RunningTask(flights);
                Program serve = new Program(flights, "serve", "serve")) {
            flights.addSpecials(1, 3);
            Verifications.log(flights, "UTC_TIMESTAMP(3)", 0);
            awaitVerdict("healthy");

            JsonNode served = JSON.readTree(get("/status").body());
            JsonNode printed = flights.run("status", "-o", "json").result();
            assertThat(served.at("/observation").fieldNames())
                    .toIterable()
                    .containsExactlyElementsOf(printed.at("/observation")::fieldNames);
            assertThat(served.at("/judgement/verdict")).isEqualTo(printed.at("/judgement/verdict"));

            await().atMost(BOUND)
                    .untilAsserted(
                            () ->
                                    assertThat(get("/metrics").body())
                                            .contains(
                                                    "reverse_sync_verdict{verdict=\"healthy\"} 1\n",
                                                    "reverse_sync_verdict{verdict=\"lagging\"} 0\n",
                                                    "reverse_sync_rows_applied_total{operation=\"insert\"} 3\n",
                                                    "reverse_sync_rows_captured_total{operation=\"insert\"} 3\n",
                                                    "reverse_sync_lag_seconds ",
                                                    "reverse_sync_slot_retained_bytes{slot=\"",
                                                    "reverse_sync_slot_pending_bytes{slot=\"",
                                                    "reverse_sync_rows_different 0\n",
                                                    "reverse_sync_verification_age_seconds ",
                                                    "reverse_sync_apply_exceptions 0\n",
                                                    "reverse_sync_last_observation_age_seconds ",
                                                    "# TYPE reverse_sync_rows_applied_total counter")
                                            .doesNotContain("NaN", "cloudwatch"));
            assertThat(get("/metrics").headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));

            JsonNode history = JSON.readTree(get("/history").body());
            assertThat(history.get("samples")).isNotEmpty();
            assertThat(history.at("/samples/0/verdict").asText()).isNotEmpty();
            String last =
                    history.at("/samples")
                            .get(history.get("samples").size() - 1)
                            .get("at")
                            .asText();
            assertThat(JSON.readTree(get("/history?after=" + last).body()).get("samples").size())
                    .isLessThan(history.get("samples").size());
            assertThat(get("/history?after=yesterday").statusCode()).isEqualTo(400);

            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(flights.run("health").exitCode()).isZero();

            assertThat(serve.end(Signal.TERM)).isZero();
            assertThat(flights.run("health").exitCode()).isEqualTo(3);
            assertThat(serve.output()).contains("Serving on http://127.0.0.1:" + port);
        }
    }

    @Test
    void changesNothingAndTellsBrowsersToBeStrict() {
        try (Flights flights = flights();
                Program _ = new Program(flights, "serve", "serve")) {
            awaitVerdict("not-provisioned");
            for (String path : new String[] {"/", "/status", "/history", "/metrics", "/page.js"}) {
                for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
                    HttpResponse<String> refused = Program.ask(port, method, path);
                    assertThat(refused.statusCode()).as(method + path).isEqualTo(405);
                    assertThat(refused.headers().firstValue("Allow")).hasValue("GET, HEAD");
                }
                assertThat(Program.ask(port, "HEAD", path).body()).isEmpty();
                HttpResponse<String> answer = get(path);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                        .hasValue("nosniff");
                assertThat(answer.headers().firstValue("Content-Security-Policy"))
                        .hasValueSatisfying(
                                policy ->
                                        assertThat(policy)
                                                .contains("default-src 'none'")
                                                .doesNotContain("unsafe"));
            }
            assertThat(get("/../reverse-sync.yaml").statusCode()).isEqualTo(404);
            assertThat(get("/nowhere").statusCode()).isEqualTo(404);
            assertThat(get("/metrics").body())
                    .as("what is unknown is absent")
                    .doesNotContain("rows_applied_total", "verification_age", "slot_retained");
        }
    }

    @Test
    void staysUpWhenItsNeighboursGo() throws IOException {
        try (LocalCloud.Dms dms = new LocalCloud.Dms();
                Flights flights =
                        settled(
                                new Flights(
                                        LocalCloud.postgres(), LocalCloud.mariaDb(), dms.uri()));
                Program serve = new Program(flights, "serve", "serve")) {
            awaitVerdict("not-provisioned");
            dms.kill();
            awaitVerdict("aws-unreachable");
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/metrics").body())
                    .contains("reverse_sync_verdict{verdict=\"aws-unreachable\"} 1\n")
                    .doesNotContain("rows_applied_total");
            dms.start();
            awaitVerdict("not-provisioned");
            assertThat(serve.isAlive()).isTrue();
        }
    }

    @Test
    void saysThatItsPortIsTaken() {
        try (Flights flights = flights();
                Program _ = new Program(flights, "serve", "serve")) {
            awaitVerdict("not-provisioned");
            Cli.Result second = flights.run("serve");
            assertThat(second.exitCode()).isEqualTo(2);
            assertThat(second.err()).contains("serve.port: cannot listen on 127.0.0.1:" + port);
        }
    }

    @Test
    void showsAPageInABrowser() {
        Optional<Browser> installed = Browser.open("--window-size=1200,1500");
        Assumptions.assumeTrue(
                installed.isPresent(), "chromium or chromedriver is not installed: no page test");
        try (Browser browser = installed.get();
                Flights flights = flights().set("serve.interval", "1s");
                var _ = new RunningTask(flights);
                Program serve = new Program(flights, "serve", "serve")) {
            flights.addSpecials(1, 500);
            Verifications.log(flights, "UTC_TIMESTAMP(3)", 0);
            awaitVerdict("healthy");
            browser.go("http://127.0.0.1:" + port + "/");
            awaitText(browser, "#verdict-title", "Healthy");
            assertThat(
                            browser.run(
                                            "return document.getElementById('verdict').getAttribute('role')")
                                    .asText())
                    .isEqualTo("status");
            assertThat(browser.text("#verdict-sentence")).contains("follows the source");
            assertThat(browser.text("#tables")).contains("travelbuddy.flightspecial", "500");
            assertThat(browser.text("#differences")).contains("None.");
            assertThat(browser.run("return document.getElementById('next').hidden").asBoolean())
                    .isTrue();
            for (int i = 0; i < 8; i++) {
                int samples = samples(browser);
                flights.atSource(
                        "UPDATE travelbuddy.flightspecial SET header = header || '.' WHERE id <= "
                                + 60 * (i % 4));
                await().atMost(BOUND).until(() -> samples(browser) > samples);
            }
            await().atMost(BOUND)
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    browser.run(
                                                                    "return document.querySelectorAll('#throughput-chart"
                                                                            + " .line').length")
                                                            .asInt())
                                            .isPositive());
            browser.screenshot(SCREENSHOTS.resolve("healthy.png"));

            Verifications.log(flights, "UTC_TIMESTAMP(3)", 3);
            flights.atTarget("ALTER TABLE flightspecial MODIFY header VARCHAR(40) NOT NULL");
            flights.atSource(
                    "UPDATE travelbuddy.flightspecial SET header = repeat('x', 41) WHERE id = 1");
            awaitText(browser, "#verdict-title", "Table suspended");
            assertThat(browser.text("#verdict-reasons")).contains("3 rows that differ");
            assertThat(browser.text("#advice")).contains("reverse-sync verify --repair");
            assertThat(browser.text("#differences"))
                    .contains("Łódź <img src=x onerror=alert(1)>", "17", "NULL");
            assertThat(browser.run("return document.querySelectorAll('main img').length").asInt())
                    .as("data do not become elements")
                    .isZero();
            assertThat(browser.run("return document.title").asText()).startsWith("Table suspended");
            browser.screenshot(SCREENSHOTS.resolve("unhealthy.png"));
            String light = background(browser);
            browser.dark();
            assertThat(background(browser)).isNotEqualTo(light);
            browser.screenshot(SCREENSHOTS.resolve("dark.png"));
            browser.resize(400, 1400);
            assertThat(
                            browser.run(
                                            "return document.documentElement.scrollWidth"
                                                    + " - document.documentElement.clientWidth")
                                    .asInt())
                    .as("nothing is wider than a telephone")
                    .isZero();
            browser.screenshot(SCREENSHOTS.resolve("narrow.png"));
            assertThat(browser.complaints()).isEmpty();

            serve.end(Signal.TERM);
            await().atMost(BOUND)
                    .untilAsserted(
                            () ->
                                    assertThat(browser.text("#stale"))
                                            .contains("The server has not answered since"));
            browser.screenshot(SCREENSHOTS.resolve("gone.png"));
        }
    }

    private static String background(Browser browser) {
        return browser.run("return getComputedStyle(document.body).backgroundColor").asText();
    }

    private static int samples(Browser browser) {
        return browser.run("return samples.length").asInt();
    }

    private static void awaitText(Browser browser, String selector, String text) {
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(browser.text(selector)).isEqualTo(text));
    }

    private Flights flights() {
        return settled(new Flights());
    }

    private Flights settled(Flights flights) {
        return flights.set("serve.address", "127.0.0.1")
                .set("serve.port", Integer.toString(port))
                .set("serve.interval", "200ms");
    }

    private HttpResponse<String> get(String path) {
        return Program.ask(port, "GET", path);
    }

    private void awaitVerdict(String verdict) {
        await().atMost(BOUND)
                .ignoreExceptions()
                .untilAsserted(
                        () ->
                                assertThat(
                                                JSON.readTree(get("/status").body())
                                                        .at("/judgement/verdict")
                                                        .asText())
                                        .isEqualTo(verdict));
    }
}
