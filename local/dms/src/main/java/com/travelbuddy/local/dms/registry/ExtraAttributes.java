package com.travelbuddy.local.dms.registry;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * ExtraConnectionAttributes of an endpoint.
 *
 * @param values by their names in lower case
 */
public record ExtraAttributes(Map<String, String> values) {

    /**
     * Reads {@code key=value;key=value}.
     *
     * @throws IllegalArgumentException when a part is no such pair
     */
    public static ExtraAttributes parse(String text) {
        Map<String, String> values = new TreeMap<>();
        for (String pair : text == null ? new String[0] : text.split(";")) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("must be key=value pairs separated by ;");
            }
            values.put(
                    pair.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                    pair.substring(equals + 1).strip());
        }
        return new ExtraAttributes(values);
    }

    String of(String name) {
        return values.getOrDefault(name, "");
    }
}
