package com.travelbuddy.flightspecials.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A connection whose every byte is the test's own; what is read is waited for, but not for long.
 */
public final class RawConnection implements AutoCloseable {

    private static final int READ_TIMEOUT_MILLIS = 15_000;

    private final Socket socket;
    private final InputStream in;

    public RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public RawConnection send(String latin1) throws IOException {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Says that nothing more will be sent; answers can still be read. */
    public RawConnection endOfRequests() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Reads one answer. */
    public Answer read() throws IOException {
        return read("GET");
    }

    /**
     * @param method the request's, for HEAD is answered without a body
     */
    public Answer read(String method) throws IOException {
        String[] statusLine = line().split(" ", 3);
        Map<String, List<String>> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] header = line.split(": ?", 2);
            headers.put(header[0], List.of(header[1]));
        }
        Answer head = new Answer(Integer.parseInt(statusLine[1]), headers, "");
        boolean bodiless = method.equals("HEAD") || head.status() < 200 || head.status() == 304;
        byte[] body = bodiless ? new byte[0] : body(head);
        return new Answer(head.status(), headers, new String(body, StandardCharsets.UTF_8));
    }

    private byte[] body(Answer head) throws IOException {
        if (head.header("Content-Length") != null) {
            int length = Integer.parseInt(head.header("Content-Length"));
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new AssertionError("The body was cut after " + body.length + " bytes");
            }
            return body;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (head.header("Transfer-Encoding") != null) {
            for (int size = -1; size != 0; line()) {
                size = Integer.parseInt(line(), 16);
                body.write(in.readNBytes(size));
            }
        }
        return body.toByteArray();
    }

    /** Reads a few bytes, and leaves the rest to the service's end of the connection. */
    public String read(int bytes) throws IOException {
        byte[] read = socket.getInputStream().readNBytes(bytes);
        return new String(read, StandardCharsets.ISO_8859_1);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new AssertionError("The connection was closed after: " + line);
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** Whether the service closes the connection, with nothing more said, within the timeout. */
    public boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (SocketException _) {
            return true;
        }
    }

    /** Reads until the service closes the connection; fails if it does not. */
    public String readToEnd() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            in.transferTo(read);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The connection hangs after: " + read, e);
        } catch (SocketException _) {
            // Reset, which is an end too.
        }
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
