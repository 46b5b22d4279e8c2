package com.travelbuddy.flightspecials.management;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;

/**
 * Asks the service of this machine, from another process, whether it is ready: for health checks of
 * containers that bring no tool for it.
 */
public final class ReadinessProbe {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private ReadinessProbe() {}

    /**
     * Whether {@code /health/ready} answers with 200 within 3 s.
     *
     * @param host address that the management port listens on; a wildcard is asked on the loopback
     *     one
     * @throws IOException when it does not answer at all
     */
    public static boolean isReady(String host, int port) throws IOException {
        InetAddress listening = InetAddress.getByName(host);
        InetAddress asked =
                listening.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listening;
        URI health = URI.create("http://%s:%d/health/ready".formatted(literal(asked), port));
        var connection = (HttpURLConnection) health.toURL().openConnection();
        try {
            connection.setConnectTimeout(Math.toIntExact(TIMEOUT.toMillis()));
            connection.setReadTimeout(Math.toIntExact(TIMEOUT.toMillis()));
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } finally {
            connection.disconnect();
        }
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }
}
