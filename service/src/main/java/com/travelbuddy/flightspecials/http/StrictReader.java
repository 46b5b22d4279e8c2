package com.travelbuddy.flightspecials.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;

import java.util.function.Supplier;

/**
 * Reads chunked bodies as RFC 9112, section 7.1, has them. Helidon 4.1 fails on chunk extensions
 * and on sizes that are none, holds a chunk of any size in memory, and a size's line of any length,
 * and does not look at what ends a chunk.
 */
final class StrictReader extends DataReader {

    private static final int LONGEST_LINE = 1024;
    private static final int MOST_TRAILERS = 16;
    private static final int MOST_DIGITS = 8;

    /** Not even thrown away: who announces that much is not waited for. */
    private static final long LARGEST_CHUNK = 16L * 1024 * 1024;

    /** A longer chunk is handed on as several. */
    private static final int PIECE = 16 * 1024;

    private long unread;
    private int piece;
    private boolean withinChunk;
    private boolean ended;

    StrictReader(Supplier<byte[]> source) {
        super(source);
    }

    /** What Helidon takes for the line of a chunk's size, or for the last line of a body. */
    @Override
    public String readLine() {
        if (ended) {
            ended = false;
            skipTrailers();
            return "";
        }
        if (unread == 0) {
            unread = size(line());
        }
        ended = unread == 0;
        piece = (int) Math.min(unread, PIECE);
        return Integer.toHexString(piece);
    }

    @Override
    public BufferData readBuffer(int length) {
        BufferData data = super.readBuffer(length);
        if (piece > 0) {
            unread -= piece;
            piece = 0;
            withinChunk = unread > 0;
            if (!withinChunk && !startsWithNewLine()) {
                throw malformed("A chunk must end where its size says");
            }
        }
        return data;
    }

    /** Helidon skips the end of each chunk, which a piece of one does not have. */
    @Override
    public void skip(int length) {
        if (withinChunk) {
            withinChunk = false;
        } else {
            super.skip(length);
        }
    }

    private void skipTrailers() {
        for (int i = 0; i <= MOST_TRAILERS; i++) {
            if (line().isEmpty()) {
                return;
            }
        }
        throw malformed("Too many trailers");
    }

    private String line() {
        int length = findNewLine(LONGEST_LINE);
        if (length == LONGEST_LINE) {
            throw malformed("A line of a chunked body is too long");
        }
        String line = readAsciiString(length);
        super.skip(2);
        return line;
    }

    private static long size(String line) {
        int extension = line.indexOf(';');
        String digits = (extension < 0 ? line : line.substring(0, extension)).stripTrailing();
        boolean sound =
                !digits.isEmpty()
                        && digits.length() <= MOST_DIGITS
                        && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0);
        if (!sound) {
            throw malformed("A chunk's size must be a hexadecimal number");
        }
        long size = Long.parseLong(digits, 16);
        if (size > LARGEST_CHUNK) {
            throw failure("A chunk is too large")
                    .status(Status.REQUEST_ENTITY_TOO_LARGE_413)
                    .build();
        }
        return size;
    }

    private static RequestException malformed(String message) {
        return failure(message).build();
    }

    private static RequestException.Builder failure(String message) {
        return RequestException.builder()
                .type(DirectHandler.EventType.BAD_REQUEST)
                .message(message)
                .setKeepAlive(false);
    }
}
