package com.travelbuddy.flightspecials.http;

import com.travelbuddy.flightspecials.database.DatabaseUnavailableException;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What every route has in common: request id and trace context in, out and in the log, figures, and
 * refusals as problem details.
 */
final class Endpoint implements Handler {

    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
    private static final Header PROBLEM_JSON =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/problem+json");
    private static final Header NO_SNIFFING =
            HeaderValues.createCached("X-Content-Type-Options", "nosniff");
    private static final Header RETRY_AFTER =
            HeaderValues.createCached(HeaderNames.RETRY_AFTER, "1");
    private static final byte[] NO_BYTES = new byte[0];

    /** Clients make up methods; the figures have a row for each of these, and one for the rest. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    /** A route's own part. */
    @FunctionalInterface
    interface Action {
        void handle(ServerRequest request, ServerResponse response, RequestContext context)
                throws IOException;
    }

    private final String route;
    private final Action action;
    private final CrossOrigin crossOrigin;
    private final RequestFigures figures;
    private final BooleanSupplier draining;

    /**
     * @param route the path's template, for figures and log
     * @param draining whether clients are to be sent elsewhere
     */
    Endpoint(
            String route,
            Action action,
            CrossOrigin crossOrigin,
            RequestFigures figures,
            BooleanSupplier draining) {
        this.route = route;
        this.action = action;
        this.crossOrigin = crossOrigin;
        this.figures = figures;
        this.draining = draining;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        long start = System.nanoTime();
        RequestContext context = RequestContext.of(request.headers());
        MDC.put("requestId", context.requestId());
        MDC.put("traceId", context.traceId());
        MDC.put("spanId", context.spanId());
        try {
            response.header(NO_SNIFFING);
            response.header(HeaderValues.create(RequestContext.X_REQUEST_ID, context.requestId()));
            response.header(HeaderValues.create(RequestContext.TRACEPARENT, context.traceparent()));
            crossOrigin.mark(request.headers(), response);
            if (draining.getAsBoolean()) {
                response.header(HeaderValues.CONNECTION_CLOSE);
            }
            answer(request, response, context);
        } finally {
            String method = request.prologue().method().text();
            figures.record(
                    METHODS.contains(method) ? method : "other",
                    route,
                    response.status().code(),
                    System.nanoTime() - start);
            MDC.clear();
        }
    }

    private void answer(ServerRequest request, ServerResponse response, RequestContext context) {
        try {
            Framing.requireSound(request);
            action.handle(request, response, context);
        } catch (Problem problem) {
            refuse(request, response, problem, context);
        } catch (DatabaseUnavailableException e) {
            LOG.debug("Answered 503", e);
            refuse(request, response, unavailable(request), context);
        } catch (RequestException e) {
            refuse(request, response, unreadable(e.status()), context);
        } catch (DataReader.IncorrectNewLineException
                | DataReader.InsufficientDataAvailableException _) {
            refuse(request, response, unreadable(Status.BAD_REQUEST_400), context);
        } catch (CloseConnectionException | HttpException e) {
            throw e;
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("The client is gone", e);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.prologue().method(), route, e);
            refuse(
                    request,
                    response,
                    Problem.of(
                            Status.INTERNAL_SERVER_ERROR_500,
                            "internal",
                            "An unexpected fault, which was logged"),
                    context);
        }
    }

    /** What follows a body that cannot be read cannot be the start of another request. */
    private static Problem unreadable(Status status) {
        return ProtocolErrors.problem(status).with(HeaderValues.CONNECTION_CLOSE);
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

    private static void refuse(
            ServerRequest request,
            ServerResponse response,
            Problem problem,
            RequestContext context) {
        problem.headers().forEach(response::header);
        response.status(problem.status()).header(PROBLEM_JSON);
        try {
            send(request, response, problem.json(context.requestId()));
        } catch (UncheckedIOException e) {
            throw new CloseConnectionException("The client is gone", e);
        }
    }

    /** Sends a body, or only its length to HEAD. */
    static void send(ServerRequest request, ServerResponse response, byte[] body) {
        if (isHead(request)) {
            sendLength(response, body.length);
        } else {
            response.send(body);
        }
    }

    static boolean isHead(ServerRequest request) {
        return request.prologue().method().equals(Method.HEAD);
    }

    /** Answers HEAD with the length in bytes that GET's body has. */
    static void sendLength(ServerResponse response, long length) {
        response.headers().contentLength(length);
        response.send(NO_BYTES);
    }
}
