package com.travelbuddy.reversesync.preflight;

/**
 * Something that was found.
 *
 * @param id a word of its kind that stays the same, such as {@code wal-level}
 * @param what is the matter, in one sentence
 * @param evidence what was seen
 * @param remedy what to do about it
 */
public record Finding(
        String id, Severity severity, Area area, String what, String evidence, String remedy) {}
