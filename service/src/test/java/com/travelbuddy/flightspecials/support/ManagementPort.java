package com.travelbuddy.flightspecials.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;

/** What operators see of a service: its health and its meters. */
public final class ManagementPort implements AutoCloseable {

    private final Client client = new Client();
    private final URI base;

    public ManagementPort(ServiceProcess service) {
        this.base = service.managementUri();
    }

    public boolean isLive() {
        return isUp("/health/live");
    }

    public boolean isReady() {
        return isUp("/health/ready");
    }

    public boolean isStarted() {
        return isUp("/health/started");
    }

    private boolean isUp(String path) {
        try {
            int status = client.get(base, path).statusCode();
            return switch (status) {
                case 200, 204 -> true;
                case 503 -> false;
                default -> throw new AssertionError(path + " answered " + status);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All meters, in Prometheus' text format. */
    public String metrics() {
        try {
            return client.get(base, "/metrics").body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The value of a meter.
     *
     * @param meter the name as Prometheus knows it
     * @param label part of its labels that tells it from others of that name
     */
    public double meter(String meter, String label) {
        return Arrays.stream(metrics().split("\\n"))
                .filter(line -> line.startsWith(meter + "{") && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no meter " + meter + " " + label));
    }

    public double meter(String meter) {
        return meter(meter, "");
    }

    /** Whether the relay is in a state, by its name in the metrics. */
    public boolean relayIs(String state) {
        return meter("relay_state", "state=\"" + state + "\"") == 1;
    }

    public boolean isLeader() {
        return meter("relay_leader") == 1;
    }

    @Override
    public void close() {
        client.close();
    }
}
