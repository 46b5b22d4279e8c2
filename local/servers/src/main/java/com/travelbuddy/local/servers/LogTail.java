package com.travelbuddy.local.servers;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The end of a log file, for a message. */
final class LogTail {

    private static final int LINES = 25;
    private static final int BYTES = 16 * 1024;

    private LogTail() {}

    /**
     * ", the end of its log:" and the last lines, each on a line of its own; empty when there are
     * none.
     */
    static String of(Path log) {
        List<String> lines = lines(log);
        if (lines.isEmpty()) {
            return "";
        }
        return lines.stream()
                .skip(Math.max(0, lines.size() - LINES))
                .collect(Collectors.joining("\n    ", "; the end of its log:\n    ", ""));
    }

    private static List<String> lines(Path log) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(BYTES, file.length())];
            file.seek(file.length() - end.length);
            file.readFully(end);
            return new String(end, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            return List.of("(%s cannot be read: %s)".formatted(log, e.getMessage()));
        }
    }
}
