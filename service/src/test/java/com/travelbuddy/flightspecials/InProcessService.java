package com.travelbuddy.flightspecials;

import com.travelbuddy.flightspecials.settings.SettingsLoader;
import com.travelbuddy.flightspecials.support.Answer;
import com.travelbuddy.flightspecials.support.RawConnection;
import com.travelbuddy.flightspecials.support.Servers;
import com.travelbuddy.flightspecials.support.ServiceEnvironment;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The service in this process, on random ports and with a database of its own. It has no broker, so
 * events stay in the outbox, where tests can count them.
 */
public final class InProcessService implements AutoCloseable {

    private static final String NO_BROKER = "127.0.0.1:1";

    private final String database = Servers.newDatabase();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<RuntimeException> fatal = new AtomicReference<>();
    private final FlightSpecials service;

    private InProcessService(Map<String, String> settings) {
        Map<String, String> environment =
                new HashMap<>(ServiceEnvironment.of(Servers.postgres(), database, NO_BROKER));
        environment.put("DB_SAMPLE_DATA", "false");
        // The relay is not waited for: it has nobody to finish its batch with.
        environment.put("HTTP_DRAIN_TIMEOUT", "0s");
        environment.putAll(settings);
        this.service = new FlightSpecials(SettingsLoader.load(environment), fatal::set);
        service.start();
    }

    /** Starts a service without specials, and waits until it is ready. */
    public static InProcessService start() {
        return start(Map.of());
    }

    /**
     * @param settings environment variables
     */
    public static InProcessService start(Map<String, String> settings) {
        InProcessService started = new InProcessService(settings);
        started.await(200);
        return started;
    }

    /** Starts a service whose database is not there. */
    public static InProcessService startWithoutDatabase() {
        InProcessService started = new InProcessService(Map.of("DATABASE_PORT", "1"));
        started.await(503);
        return started;
    }

    private void await(int status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .failFast("the service cannot start", () -> fatal.get() != null)
                .until(() -> get("/flightspecials?limit=1").status() == status);
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + service.port() + path);
    }

    public URI managementUri(String path) {
        return URI.create("http://127.0.0.1:" + service.managementPort() + path);
    }

    /**
     * @param headers names and values in turn
     */
    public Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    public Answer head(String path, String... headers) {
        return send("HEAD", path, BodyPublishers.noBody(), headers);
    }

    /** Updates a header with a JSON body. */
    public Answer update(long id, String json, String... headers) {
        return update(id, BodyPublishers.ofString(json), headers);
    }

    public Answer update(long id, byte[] json, String... headers) {
        return update(id, BodyPublishers.ofByteArray(json), headers);
    }

    private Answer update(long id, BodyPublisher json, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "application/json";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return send("POST", "/flightspecials/" + id + "/header", json, all);
    }

    public Answer send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .timeout(Duration.ofSeconds(20))
                        .method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return new Answer(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " was not answered", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens a connection for what a client library would not send. */
    public RawConnection connect() throws IOException {
        return new RawConnection(service.port());
    }

    /** Adds a special that does not expire; returns its id. */
    public long newSpecial(String header) {
        return number(
                "INSERT INTO travelbuddy.flightspecial (header, cost, expiry_date) VALUES ('"
                        + header.replace("'", "''")
                        + "', 1, '2999-01-01') RETURNING id");
    }

    /** Runs a statement that returns one number. */
    public long number(String sql) {
        return Long.parseLong(text(sql));
    }

    /** Runs a statement that returns one value. */
    public String text(String sql) {
        try (Connection connection = Servers.postgres().connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public void execute(String sql) {
        try (Connection connection = Servers.postgres().connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        client.close();
        service.close();
    }
}
