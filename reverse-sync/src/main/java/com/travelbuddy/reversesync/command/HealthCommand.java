package com.travelbuddy.reversesync.command;

import com.travelbuddy.reversesync.settings.ServeSettings;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Asks the running {@code serve}, for health checks of containers that bring no tool for it. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        description =
                "Asks the serve of this machine whether it is ready. How the sync is, status tells.",
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  reverse-sync health")
final class HealthCommand extends SyncCommand {

    private static final int TIMEOUT_MILLIS = 3_000;

    @Override
    Report run(Context context) {
        ServeSettings settings = context.settings().serve();
        URI uri =
                URI.create("http://%s:%d/health/ready".formatted(host(settings), settings.port()));
        String answer = ask(uri);
        boolean ready = answer.equals("ready");
        return new Report(
                ready ? ExitCode.OK : ExitCode.UNHEALTHY,
                Map.of("url", uri.toString(), "answer", answer),
                List.of(answer));
    }

    private static String ask(URI uri) {
        try {
            var connection = (HttpURLConnection) uri.toURL().openConnection();
            try {
                connection.setConnectTimeout(TIMEOUT_MILLIS);
                connection.setReadTimeout(TIMEOUT_MILLIS);
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK
                        ? "ready"
                        : "not ready";
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return "no answer: " + e.getMessage();
        }
    }

    /** One that listens on all addresses is asked on the loopback one. */
    private static String host(ServeSettings settings) {
        try {
            InetAddress listening = InetAddress.getByName(settings.address());
            InetAddress asked =
                    listening.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listening;
            String text = asked.getHostAddress();
            return text.contains(":") ? "[" + text + "]" : text;
        } catch (IOException _) {
            return settings.address();
        }
    }
}
