package com.travelbuddy.reversesync.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** A file of the page, read once. */
record StaticFile(String path, String type, byte[] content) implements Handler {

    static List<StaticFile> all() {
        return List.of(
                read("/", "index.html", "text/html; charset=utf-8"),
                read("/style.css", "style.css", "text/css; charset=utf-8"),
                read("/page.js", "page.js", "text/javascript; charset=utf-8"),
                read("/icon.svg", "icon.svg", "image/svg+xml"));
    }

    private static StaticFile read(String path, String name, String type) {
        try (InputStream file = StaticFile.class.getResourceAsStream("page/" + name)) {
            return new StaticFile(path, type, file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, type);
        response.send(content);
    }
}
