package com.travelbuddy.flightspecials.specials;

import java.util.Optional;
import java.util.Set;

/**
 * A new header for a special, as it was asked for.
 *
 * @param expectedVersions the update takes place only if the special's version is among them;
 *     absent: any version
 * @param origin the request that the event will name as its origin
 */
public record HeaderUpdate(
        long id, String header, Optional<Set<Long>> expectedVersions, Origin origin) {

    /**
     * Where an update comes from.
     *
     * @param traceparent W3C trace context of the request
     * @param tracestate may be null
     */
    public record Origin(String requestId, String traceparent, String tracestate) {}

    /** What became of an update. */
    public sealed interface Outcome {}

    /** The header is stored under a new version, and its event is on its way. */
    public record Updated(long version) implements Outcome {}

    /** The special had this header already: no new version, no event. */
    public record Unchanged(long version) implements Outcome {}

    /** The special's version is none of the expected ones. */
    public record Stale(long version) implements Outcome {}

    /** There is no special with this id. */
    public record Unknown() implements Outcome {}
}
