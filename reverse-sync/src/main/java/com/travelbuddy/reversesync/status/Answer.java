package com.travelbuddy.reversesync.status;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a neighbour has told, or why it has not.
 *
 * @param value absent: it did not answer
 * @param error why it did not answer; absent: it did
 */
public record Answer<T>(Optional<T> value, Optional<String> error) {

    public static <T> Answer<T> of(T value) {
        return new Answer<>(Optional.of(value), Optional.empty());
    }

    public static <T> Answer<T> missing(String error) {
        return new Answer<>(Optional.empty(), Optional.of(error));
    }

    <U> Optional<U> flatMap(Function<T, Optional<U>> part) {
        return value.flatMap(part);
    }
}
