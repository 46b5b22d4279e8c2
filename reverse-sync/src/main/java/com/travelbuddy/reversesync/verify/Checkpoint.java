package com.travelbuddy.reversesync.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Optional;

/**
 * Where a comparison has come to, for a next run to go on from.
 *
 * @param subject what is compared and how; another mapping or sample has another one
 * @param seed decides which chunks a sample has
 * @param tables in the order that they are compared in
 * @param suspects rows that seemed to differ and have not been looked at again
 */
record Checkpoint(String subject, long seed, List<Tally> tables, List<Pending> suspects) {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * A row that seemed to differ.
     *
     * @param table its place in {@code tables}
     */
    record Pending(int table, List<String> key) {}

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** That of this subject; one of another release or subject is none. */
    static Optional<Checkpoint> of(String json, String subject) {
        try {
            return Optional.of(JSON.readValue(json, Checkpoint.class))
                    .filter(checkpoint -> subject.equals(checkpoint.subject));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }
}
