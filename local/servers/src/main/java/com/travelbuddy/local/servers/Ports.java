package com.travelbuddy.local.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback interface. */
public final class Ports {

    // Below the range that outgoing connections draw from: a port stays free while its server is
    // stopped.
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;

    private Ports() {}

    /**
     * A port that nothing listens on now.
     *
     * @throws LocalServerException when none was found
     */
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new LocalServerException(
                "no free port found between %d and %d".formatted(LOWEST, HIGHEST));
    }

    /** Whether a server could listen on this port of 127.0.0.1 now. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException busy) {
            return false;
        }
    }

    static void requireFree(int port, String server) {
        if (!isFree(port)) {
            throw new LocalServerException(
                    "%s cannot listen on port %d: it is in use".formatted(server, port));
        }
    }
}
