package com.travelbuddy.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntFunction;

/**
 * A closed loop of clients on kept connections, each with one request under way; so light that most
 * of the machine is left to the server.
 */
final class HttpLoad {

    private HttpLoad() {}

    /**
     * @param request the bytes of a client's next request, by a running number
     */
    static Figures run(URI server, int clients, Duration duration, IntFunction<byte[]> request)
            throws InterruptedException {
        return Figures.measure(
                clients, duration, client -> new Connection(server, client, clients, request));
    }

    static byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: bench\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] post(String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return ("POST %s HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(path, body.length, json))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static final class Connection implements Figures.Client {

        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final IntFunction<byte[]> request;
        private final int step;
        private int number;

        Connection(URI server, int client, int clients, IntFunction<byte[]> request)
                throws IOException {
            this.socket = new Socket(server.getHost(), server.getPort());
            this.socket.setTcpNoDelay(true);
            this.in = new BufferedInputStream(socket.getInputStream(), 16_384);
            this.out = socket.getOutputStream();
            this.request = request;
            this.number = client;
            this.step = clients;
        }

        @Override
        public void call() throws IOException {
            out.write(request.apply(number));
            number += step;
            String status = line();
            if (!status.startsWith("HTTP/1.1 200")) {
                throw new IOException("Answered " + status);
            }
            int length = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            in.skipNBytes(length);
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder(64);
            int next = in.read();
            while (next != '\n') {
                if (next < 0) {
                    throw new IOException("The connection was closed");
                }
                if (next != '\r') {
                    line.append((char) next);
                }
                next = in.read();
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
