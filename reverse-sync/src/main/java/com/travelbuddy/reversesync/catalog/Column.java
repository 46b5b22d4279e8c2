package com.travelbuddy.reversesync.catalog;

import java.util.Optional;

/**
 * A column as its catalogue describes it.
 *
 * @param type without lengths, such as {@code bigint}, {@code character varying}, {@code int
 *     unsigned}
 * @param declared with lengths, such as {@code varchar(255)}
 * @param length of a text: characters
 * @param precision of a number, or the fraction digits of a time
 * @param scale of a number
 * @param defaulted whether a row may leave it out: default, identity or generated
 * @param characterSet of a text, at MySQL
 */
public record Column(
        String name,
        String type,
        String declared,
        Optional<Long> length,
        Optional<Integer> precision,
        Optional<Integer> scale,
        boolean nullable,
        boolean defaulted,
        Optional<String> characterSet) {}
