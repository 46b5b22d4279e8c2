package com.travelbuddy.flightspecials.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Ends connections in good order. Helidon 4.1 answers {@code Connection: close} and then leaves the
 * socket open until it has idled out; and it waits for the rest of a body for as long as that
 * takes.
 */
final class Closing implements Filter {

    /** How long what no route has read of a body is read, and thrown away. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        // A client that has not waited for "100 Continue" may send its body after a refusal, when
        // it must not pass for a request.
        if (isAskedToClose(request.headers())
                || request.headers().contains(HeaderValues.EXPECT_100)) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        if (request.headers().contains(HeaderNames.CONTENT_LENGTH)
                || request.headers().contains(HeaderNames.TRANSFER_ENCODING)) {
            Body body = new Body(request);
            request.streamFilter(body::opened);
            chain.proceed();
            body.discardRest();
        } else {
            chain.proceed();
        }
        if (response.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
            throw new CloseConnectionException("Said to be closed");
        }
    }

    private static boolean isAskedToClose(ServerRequestHeaders headers) {
        if (!headers.contains(HeaderNames.CONNECTION)) {
            return false;
        }
        Header connection = headers.get(HeaderNames.CONNECTION);
        if (connection == HeaderValues.CONNECTION_KEEP_ALIVE) {
            return false;
        }
        for (String option : connection.allValues(true)) {
            if (option.strip().toLowerCase(Locale.ROOT).equals("close")) {
                return true;
            }
        }
        return false;
    }

    private static final class Body {

        private final RoutingRequest request;
        private InputStream stream;
        private boolean broken;

        Body(RoutingRequest request) {
            this.request = request;
        }

        InputStream opened(InputStream opened) {
            stream =
                    new FilterInputStream(opened) {
                        @Override
                        public int read(byte[] bytes, int offset, int length) throws IOException {
                            broken = true;
                            int count = super.read(bytes, offset, length);
                            broken = false;
                            return count;
                        }
                    };
            return stream;
        }

        /**
         * A socket that is closed with input unread resets the connection, and the client may lose
         * the answer.
         */
        void discardRest() {
            ServerRequestHeaders headers = request.headers();
            if (!request.content().hasEntity()
                    || request.content().consumed()
                    || (headers.contains(HeaderValues.EXPECT_100) && !request.continueSent())) {
                return;
            }
            boolean framedTwice =
                    headers.contains(HeaderNames.CONTENT_LENGTH)
                            && headers.contains(HeaderNames.TRANSFER_ENCODING);
            if (framedTwice || broken || !isReadInTime()) {
                throw new CloseConnectionException("The rest of the body does not come");
            }
        }

        private boolean isReadInTime() {
            long deadline = System.nanoTime() + LINGER.toNanos();
            InputStream rest = stream == null ? request.content().inputStream() : stream;
            byte[] buffer = new byte[16 * 1024];
            try {
                while (rest.read(buffer) >= 0) {
                    if (System.nanoTime() > deadline) {
                        return false;
                    }
                }
                return true;
            } catch (IOException | RuntimeException _) {
                return false;
            }
        }
    }
}
