package com.travelbuddy.local.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port of 127.0.0.1 that something listens on. */
record BusyPort(ServerSocket socket) implements AutoCloseable {

    static BusyPort open() throws IOException {
        return new BusyPort(new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1")));
    }

    int number() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
