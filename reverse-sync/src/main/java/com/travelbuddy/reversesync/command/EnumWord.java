package com.travelbuddy.reversesync.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Arrays;
import java.util.Locale;

/** A constant by its word, such as {@code caught-up} for {@code CAUGHT_UP}. */
abstract class EnumWord<E extends Enum<E>> implements ITypeConverter<E> {

    private final Class<E> type;

    EnumWord(Class<E> type) {
        this.type = type;
    }

    @Override
    public E convert(String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(
                        () ->
                                new TypeConversionException(
                                        "must be one of %s, is '%s'"
                                                .formatted(
                                                        Arrays.stream(type.getEnumConstants())
                                                                .map(EnumWord::word)
                                                                .toList(),
                                                        word)));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
