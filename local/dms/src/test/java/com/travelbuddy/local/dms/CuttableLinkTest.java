package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** The link fails in the way it is told to, and no other. */
final class CuttableLinkTest {

    private static final int BOUND_MILLIS = 10_000;

    private ServerSocket echo;
    private CuttableLink link;

    @BeforeEach
    void open() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
        link = new CuttableLink(echo.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        echo.close();
    }

    @Test
    void passesBytesBothWaysAndTheEndOfAConnection() throws IOException {
        try (Socket socket = connect()) {
            assertThat(echoed(socket, 100_000)).isEqualTo(100_000);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        await().until(() -> link.connections() == 0);
    }

    @Test
    void aCutResetsWhatIsOpenAndLetsNewConnectionsThrough() throws IOException {
        try (Socket socket = connect()) {
            assertThat(echoed(socket, 1)).isEqualTo(1);
            link.cut();
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        try (Socket socket = connect()) {
            assertThat(echoed(socket, 1)).isEqualTo(1);
        }
    }

    @Test
    void cutsOnceInTheMiddleOfWhatGoesOneWay() throws IOException {
        link.cutAfter(CuttableLink.Direction.TO_CLIENT, 1_000);
        try (Socket socket = connect()) {
            assertThat(echoed(socket, 999)).isEqualTo(999);
            assertThat(link.cuts()).isZero();
            assertThatThrownBy(() -> echoed(socket, 500)).isInstanceOf(IOException.class);
        }
        assertThat(link.cuts()).isEqualTo(1);
        try (Socket socket = connect()) {
            assertThat(echoed(socket, 5_000)).isEqualTo(5_000);
        }
    }

    @Test
    void refusesUntilRestored() throws IOException {
        link.refuse();
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        link.restore();
        try (Socket socket = connect()) {
            assertThat(echoed(socket, 1)).isEqualTo(1);
        }
    }

    @Test
    void aStalledConnectionGoesOnWhenRestored() throws IOException {
        try (Socket socket = connect()) {
            assertThat(echoed(socket, 1)).isEqualTo(1);
            link.stall();
            socket.setSoTimeout(100);
            assertThatThrownBy(() -> echoed(socket, 1)).isInstanceOf(SocketTimeoutException.class);
            socket.setSoTimeout(BOUND_MILLIS);
            link.restore();
            assertThat(socket.getInputStream().read()).isEqualTo('x');
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", link.port());
        socket.setSoTimeout(BOUND_MILLIS);
        return socket;
    }

    /** Sends bytes and returns how many come back. */
    private static int echoed(Socket socket, int bytes) throws IOException {
        socket.getOutputStream().write("x".repeat(bytes).getBytes());
        return socket.getInputStream().readNBytes(bytes).length;
    }

    private void accept() {
        while (!echo.isClosed()) {
            try {
                Socket socket = echo.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // The link was cut.
        }
    }
}
