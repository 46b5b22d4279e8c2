package com.travelbuddy.flightspecials.http;

import com.travelbuddy.flightspecials.database.DatabaseUnavailableException;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What every route has in common: request id and trace context in, out and in the log, figures,
 * refusals as problem details, and connections that are really closed when that was said.
 */
final class Endpoint implements Handler {

    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
    private static final Header PROBLEM_JSON =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/problem+json");
    private static final Header NO_SNIFFING =
            HeaderValues.createCached("X-Content-Type-Options", "nosniff");
    private static final Header RETRY_AFTER =
            HeaderValues.createCached(HeaderNames.RETRY_AFTER, "1");

    /**
     * What is read and thrown away of a refused body, so that the client gets to read the refusal
     * before the end.
     */
    private static final long MOST_DISCARDED = 1024L * 1024;

    /** A route's own part. */
    @FunctionalInterface
    interface Action {
        void handle(ServerRequest request, ServerResponse response, RequestContext context)
                throws IOException;
    }

    private final String route;
    private final Action action;
    private final RequestFigures figures;
    private final BooleanSupplier draining;

    /**
     * @param route the path's template, for figures and log
     * @param draining whether clients are to be sent elsewhere
     */
    Endpoint(String route, Action action, RequestFigures figures, BooleanSupplier draining) {
        this.route = route;
        this.action = action;
        this.figures = figures;
        this.draining = draining;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        long start = System.nanoTime();
        RequestContext context = RequestContext.of(request.headers());
        MDC.put("requestId", context.requestId());
        MDC.put("traceId", context.traceId());
        MDC.put("spanId", context.spanId());
        try {
            response.header(NO_SNIFFING);
            response.header(HeaderValues.create(RequestContext.X_REQUEST_ID, context.requestId()));
            response.header(HeaderValues.create(RequestContext.TRACEPARENT, context.traceparent()));
            if (draining.getAsBoolean()) {
                response.header(HeaderValues.CONNECTION_CLOSE);
            }
            answer(request, response, context);
        } finally {
            figures.record(
                    request.prologue().method().text(),
                    route,
                    response.status().code(),
                    System.nanoTime() - start);
            MDC.clear();
        }
        closeIfSaid(request, response);
    }

    private void answer(ServerRequest request, ServerResponse response, RequestContext context)
            throws IOException {
        try {
            requireSoundFraming(request.headers());
            action.handle(request, response, context);
        } catch (Problem problem) {
            refuse(response, problem, context);
        } catch (DatabaseUnavailableException e) {
            LOG.debug("Answered 503", e);
            refuse(response, unavailable(request), context);
        } catch (CloseConnectionException | RequestException | HttpException e) {
            throw e;
        } catch (UncheckedIOException | DataReader.InsufficientDataAvailableException e) {
            throw new CloseConnectionException("The client is gone", e);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.prologue().method(), route, e);
            refuse(
                    response,
                    Problem.of(
                            Status.INTERNAL_SERVER_ERROR_500,
                            "internal",
                            "An unexpected fault, which was logged"),
                    context);
        }
    }

    /**
     * What a proxy in front might read otherwise than this server does is refused (RFC 9112,
     * section 6.3).
     */
    private static void requireSoundFraming(ServerRequestHeaders headers) {
        if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
            List<String> encodings = headers.get(HeaderNames.TRANSFER_ENCODING).allValues();
            if (!encodings.equals(List.of("chunked"))) {
                throw framing(HeaderNames.TRANSFER_ENCODING, "must be chunked or absent");
            }
            if (headers.contains(HeaderNames.CONTENT_LENGTH)) {
                throw framing(
                        HeaderNames.CONTENT_LENGTH, "must be absent beside Transfer-Encoding");
            }
        } else if (headers.contains(HeaderNames.CONTENT_LENGTH)) {
            List<String> lengths = headers.get(HeaderNames.CONTENT_LENGTH).allValues();
            if (lengths.size() != 1 || !lengths.getFirst().matches("\\d{1,18}")) {
                throw framing(HeaderNames.CONTENT_LENGTH, "must be one number of bytes");
            }
        }
    }

    private static Problem framing(HeaderName field, String rule) {
        return Problem.ofField(
                        Status.BAD_REQUEST_400, "malformed-framing", field.defaultCase(), rule)
                .with(HeaderValues.CONNECTION_CLOSE);
    }

    private static Problem unavailable(ServerRequest request) {
        String detail =
                switch (request.prologue().method().text()) {
                    case "POST", "PUT" ->
                            "The database is not available. The update may or may not be stored; repeating it is safe";
                    default -> "The database is not available";
                };
        return Problem.of(Status.SERVICE_UNAVAILABLE_503, "database-unavailable", detail)
                .with(RETRY_AFTER);
    }

    private static void refuse(ServerResponse response, Problem problem, RequestContext context) {
        problem.headers().forEach(response::header);
        response.status(problem.status())
                .header(PROBLEM_JSON)
                .send(problem.json(context.requestId()));
    }

    /**
     * Helidon 4.1 answers {@code Connection: close} and then leaves the socket open until it has
     * idled out.
     */
    private static void closeIfSaid(ServerRequest request, ServerResponse response)
            throws IOException {
        if (request.headers().contains(HeaderValues.CONNECTION_CLOSE)
                || response.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
            discardRest(request);
            throw new CloseConnectionException("Said to be closed");
        }
    }

    private static void discardRest(ServerRequest request) throws IOException {
        if (request.content().consumed()
                || !request.content().hasEntity()
                || request.headers().contains(HeaderValues.EXPECT_100)) {
            return;
        }
        try (InputStream body = request.content().inputStream()) {
            byte[] buffer = new byte[8192];
            long discarded = 0;
            int read = 0;
            while (read >= 0 && discarded < MOST_DISCARDED) {
                read = body.read(buffer);
                discarded += read;
            }
        }
    }
}
