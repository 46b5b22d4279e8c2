package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** DMS Local ends soon when it is asked to, whatever it is doing. */
final class ShutdownTest {

    @RegisterExtension static final DmsProcess DMS = new DmsProcess();

    @BeforeEach
    void start() {
        DMS.start();
    }

    @Test
    void anIdleConnectionDoesNotHoldIt() throws IOException {
        try (var idle = new Socket("127.0.0.1", DMS.uri().getPort())) {
            idle.getOutputStream()
                    .write(
                            "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(idle.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200 OK");

            assertThat(DMS.terminate()).isZero();
        }
    }

    @Test
    void halfARequestDoesNotHoldIt() throws IOException {
        try (var slow = new Socket("127.0.0.1", DMS.uri().getPort())) {
            slow.getOutputStream()
                    .write(
                            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"
                                    .getBytes(StandardCharsets.US_ASCII));

            assertThat(DMS.terminate()).isZero();
        }
    }

    @Test
    void aRunThatWaitsForALockIsGivenUpAndGoesOnWithTheNextStart() throws SQLException {
        try (Flights flights = new Flights();
                Task task = Task.create(DMS, flights, Task.Plan.of(flights)).load()) {
            try (Connection locking = flights.target();
                    Statement lock = locking.createStatement()) {
                lock.execute("LOCK TABLES leg WRITE");
                flights.atSource("INSERT INTO travelbuddy.leg VALUES (1, 1, 'one', 1)");
                Waiting.awaitOnTable(flights, "leg");

                assertThat(DMS.terminate()).isZero();
            }
            DMS.start();
            task.awaitStatus("running");
            task.awaitApplied();
            assertThat(new Comparison(flights).differences()).isEmpty();
        }
    }

    @Test
    void aRunWhoseDatabasesDoNotAnswerIsLeftBehind() {
        try (Flights flights = new Flights();
                CuttableLink source = new CuttableLink(flights.postgres().port());
                CuttableLink target = new CuttableLink(flights.mariaDb().port());
                Task task =
                        Task.create(DMS, flights, Task.Plan.of(flights).over(source, target))
                                .load()) {
            source.stall();
            target.stall();

            assertThat(DMS.terminate()).isZero();

            source.restore();
            target.restore();
            DMS.start();
            task.awaitStatus("running");
            task.awaitApplied();
        }
    }
}
