package com.travelbuddy.local.dms.api;

import java.util.regex.Pattern;

/** From where to where a task reads changes. */
final class CdcBounds {

    private static final Pattern LSN = Pattern.compile("[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}");
    private static final Pattern STOP =
            Pattern.compile(
                    "(server_time|commit_time):\\s*\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}");
    private static final int LONGEST = 1000;

    private CdcBounds() {}

    /**
     * An LSN, or a checkpoint.
     *
     * @param otherwise when the request has none
     */
    static String startPosition(Request request, String otherwise) {
        if (request.time("CdcStartTime") != null) {
            throw ApiException.invalid(
                    "The parameter CdcStartTime is not supported for a PostgreSQL source; use"
                            + " CdcStartPosition.");
        }
        String position = request.text("CdcStartPosition");
        if (position == null) {
            return otherwise;
        }
        if (!LSN.matcher(position).matches()
                && !(position.startsWith("checkpoint:") && position.length() <= LONGEST)) {
            throw ApiException.invalid(
                    "The parameter CdcStartPosition must be an LSN like 4AF/B00000D0 or a"
                            + " checkpoint; it is %s.".formatted(Texts.quoted(position)));
        }
        return position;
    }

    /** As {@code server_time:2018-02-09T12:12:12} or the same with commit_time. */
    static String stopPosition(Request request, String otherwise) {
        String position = request.text("CdcStopPosition");
        if (position == null) {
            return otherwise;
        }
        if (!position.isEmpty() && !STOP.matcher(position.strip()).matches()) {
            throw ApiException.invalid(
                    "The parameter CdcStopPosition must be like server_time:2018-02-09T12:12:12 or"
                            + " commit_time:2018-02-09T12:12:12; it is %s."
                                    .formatted(Texts.quoted(position)));
        }
        return position;
    }
}
