package com.travelbuddy.flightspecials.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.travelbuddy.flightspecials.database.DatabaseUnavailableException;
import com.travelbuddy.flightspecials.specials.HeaderRule;
import com.travelbuddy.flightspecials.specials.HeaderUpdate;
import com.travelbuddy.flightspecials.specials.Listing;
import com.travelbuddy.flightspecials.specials.Special;
import com.travelbuddy.flightspecials.specials.SpecialStore;
import com.travelbuddy.flightspecials.specials.UnknownSpecialException;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** The answers to requests for specials and for updates of their headers. */
final class SpecialsRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(SpecialsRoutes.class);

    /** Specials that are read at a time; a longer list is streamed, and then has no validator. */
    private static final int CHUNK = 1_000;

    private static final Header JSON =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    private static final Header REVALIDATE =
            HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");
    private static final byte[] UPDATED =
            "{\"resultCode\":\"Y\",\"data\":\"The flight special header successfully updated\"}"
                    .getBytes(StandardCharsets.UTF_8);

    private final SpecialStore store;
    private final HeaderRule headerRule;
    private final Runnable committed;
    private final Clock clock;

    /**
     * @param committed told after each update that queued an event
     */
    SpecialsRoutes(SpecialStore store, HeaderRule headerRule, Runnable committed, Clock clock) {
        this.store = store;
        this.headerRule = headerRule;
        this.committed = committed;
        this.clock = clock;
    }

    void list(ServerRequest request, ServerResponse response, RequestContext context)
            throws IOException {
        Negotiation.requireJsonAccepted(request.headers());
        ListQuery query = ListQuery.parse(request.query());
        Listing listing = query.active() ? new Listing.Active(clock.instant()) : new Listing.All();
        int size = query.limit().orElse(CHUNK);
        List<Special> specials = firstPage(listing, query, size + 1);
        boolean more = specials.size() > size;
        response.header(REVALIDATE);
        if (more && query.limit().isEmpty()) {
            stream(request, response, listing, specials);
            return;
        }
        List<Special> page = more ? specials.subList(0, size) : specials;
        if (more) {
            String next =
                    "</flightspecials%s>; rel=\"next\"".formatted(query.next(page.getLast().id()));
            response.header(HeaderNames.LINK, next);
        }
        String tag = EntityTags.of(page, more);
        if (!isNotModified(request, response, tag)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 * (page.size() + 1));
            Json.write(page, bytes);
            send(request, response, bytes.toByteArray());
        }
    }

    private List<Special> firstPage(Listing listing, ListQuery query, int size) {
        try {
            return store.page(listing, query.after(), size);
        } catch (UnknownSpecialException _) {
            throw ListQuery.wrong("after", "must be the id of a special that exists");
        }
    }

    void one(ServerRequest request, ServerResponse response, RequestContext context)
            throws IOException {
        Negotiation.requireJsonAccepted(request.headers());
        long id = id(request);
        Special special = store.find(id).orElseThrow(() -> unknown(id));
        response.header(REVALIDATE);
        if (!isNotModified(request, response, EntityTags.of(special.version()))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
            Json.write(special, bytes);
            send(request, response, bytes.toByteArray());
        }
    }

    void updateHeader(ServerRequest request, ServerResponse response, RequestContext context)
            throws IOException {
        Negotiation.requireJsonAccepted(request.headers());
        long id = id(request);
        byte[] body = RequestBody.read(request);
        String header = HeaderChange.parse(body, id).header();
        headerRule
                .brokenBy(header)
                .ifPresent(
                        rule -> {
                            throw Problem.ofField(
                                    Problem.UNPROCESSABLE_CONTENT_422,
                                    "invalid-header",
                                    "flightSpecialHeader",
                                    rule);
                        });
        HeaderUpdate update =
                new HeaderUpdate(
                        id,
                        header,
                        EntityTags.expectedVersions(request.headers()),
                        context.origin());
        switch (store.update(update)) {
            case HeaderUpdate.Updated(long version) -> {
                committed.run();
                acknowledge(response, version);
            }
            case HeaderUpdate.Unchanged(long version) -> acknowledge(response, version);
            case HeaderUpdate.Stale(long version) ->
                    throw Problem.ofField(
                                    Status.PRECONDITION_FAILED_412,
                                    "stale-version",
                                    "If-Match",
                                    "must hold the special's current version")
                            .with(HeaderValues.create(HeaderNames.ETAG, EntityTags.of(version)));
            case HeaderUpdate.Unknown() -> throw unknown(id);
        }
    }

    private static void acknowledge(ServerResponse response, long version) {
        response.header(JSON).header(HeaderNames.ETAG, EntityTags.of(version)).send(UPDATED);
    }

    private static long id(ServerRequest request) {
        return ListQuery.parseId(request.path().pathParameters().get("id"))
                .orElseThrow(
                        () ->
                                Problem.ofField(
                                        Status.BAD_REQUEST_400,
                                        "invalid-id",
                                        "id",
                                        "must be a positive integer"));
    }

    private static Problem unknown(long id) {
        return Problem.ofField(
                Status.NOT_FOUND_404,
                "unknown-special",
                "id",
                "must be that of a special, " + id + " is not");
    }

    private static boolean isNotModified(
            ServerRequest request, ServerResponse response, String tag) {
        response.header(HeaderNames.ETAG, tag);
        if (!EntityTags.isKnown(request.headers(), tag)) {
            return false;
        }
        response.status(Status.NOT_MODIFIED_304).send();
        return true;
    }

    private static void send(ServerRequest request, ServerResponse response, byte[] json) {
        response.header(JSON);
        Endpoint.send(request, response, json);
    }

    /**
     * Reads chunk by chunk and holds neither a connection nor a snapshot meanwhile, so that a slow
     * reader costs the database nothing. Each special appears once, as it was when its chunk was
     * read.
     */
    private void stream(
            ServerRequest request, ServerResponse response, Listing listing, List<Special> first)
            throws IOException {
        response.header(JSON);
        if (Endpoint.isHead(request)) {
            CountingOutputStream counter = new CountingOutputStream();
            writeAll(counter, listing, first);
            Endpoint.sendLength(response, counter.count());
            return;
        }
        OutputStream out = response.outputStream();
        try {
            writeAll(out, listing, first);
        } catch (DatabaseUnavailableException | UnknownSpecialException e) {
            // The end that is missing is how the client learns that the list is not whole.
            LOG.warn("A list was cut short: {}", e.getMessage());
            throw new CloseConnectionException("The list cannot be continued", e);
        }
        out.close();
    }

    private void writeAll(OutputStream out, Listing listing, List<Special> first)
            throws IOException {
        JsonGenerator json = Json.FACTORY.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartArray();
        List<Special> chunk = first;
        while (true) {
            for (Special special : chunk) {
                Json.write(special, json);
            }
            if (chunk.size() < CHUNK) {
                break;
            }
            chunk = store.page(listing, chunk.getLast().id(), CHUNK);
        }
        json.writeEndArray();
        json.close();
    }

    private static final class CountingOutputStream extends OutputStream {

        private long count;

        @Override
        public void write(int oneByte) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            count += length;
        }

        long count() {
            return count;
        }
    }
}
