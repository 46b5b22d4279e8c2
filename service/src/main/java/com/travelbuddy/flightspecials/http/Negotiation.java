package com.travelbuddy.flightspecials.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which representation a client takes (RFC 9110, section 12.5.1). What is malformed in {@code
 * Accept} is as if it were not there.
 */
final class Negotiation {

    private static final List<String> JSON = List.of("application/json");
    private static final Pattern QUALITY = Pattern.compile("[01]?(\\.\\d{0,3})?");

    private record Range(String type, double quality) {

        /** How exactly this range names a type; negative if it does not cover it. */
        int specificity(String offered) {
            if (type.equals(offered)) {
                return 2;
            }
            if (type.equals("*/*") || type.equals("*")) {
                return 0;
            }
            return type.endsWith("/*") && offered.startsWith(type.substring(0, type.length() - 1))
                    ? 1
                    : -1;
        }
    }

    private Negotiation() {}

    /**
     * @throws Problem 406 if the client takes no JSON
     */
    static void requireJsonAccepted(ServerRequestHeaders headers) {
        best(headers, JSON);
    }

    /**
     * The type that the client likes best; among equals the one that it names most exactly, then
     * the first.
     *
     * @param offered media types without parameters, in lower case
     * @throws Problem 406 if the client takes none of them
     */
    static String best(ServerRequestHeaders headers, List<String> offered) {
        if (!headers.contains(HeaderNames.ACCEPT)) {
            return offered.getFirst();
        }
        List<String> values = headers.get(HeaderNames.ACCEPT).allValues();
        if (values.size() == 1
                && (values.getFirst().equals("*/*") || values.getFirst().isEmpty())) {
            return offered.getFirst();
        }
        List<Range> ranges = ranges(values);
        String best = null;
        double bestQuality = 0;
        int bestSpecificity = -1;
        for (String type : offered) {
            Range range = mostSpecific(ranges, type);
            if (range == null || range.quality() <= 0) {
                continue;
            }
            int specificity = range.specificity(type);
            if (range.quality() > bestQuality
                    || (range.quality() == bestQuality && specificity > bestSpecificity)) {
                best = type;
                bestQuality = range.quality();
                bestSpecificity = specificity;
            }
        }
        return Optional.ofNullable(best)
                .orElseThrow(
                        () ->
                                Problem.ofField(
                                        Status.NOT_ACCEPTABLE_406,
                                        "not-acceptable",
                                        "Accept",
                                        "must admit " + String.join(" or ", offered)));
    }

    private static Range mostSpecific(List<Range> ranges, String type) {
        Range found = null;
        for (Range range : ranges) {
            int specificity = range.specificity(type);
            if (specificity >= 0 && (found == null || specificity > found.specificity(type))) {
                found = range;
            }
        }
        return found;
    }

    private static List<Range> ranges(List<String> values) {
        List<Range> ranges = new ArrayList<>();
        for (String value : values) {
            for (String range : value.split(",")) {
                String[] parts = range.split(";");
                double quality = 1;
                for (int i = 1; i < parts.length; i++) {
                    String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
                    if (parameter.startsWith("q=")) {
                        quality = quality(parameter.substring(2));
                    }
                }
                if (parts.length > 0 && quality >= 0) {
                    ranges.add(new Range(parts[0].strip().toLowerCase(Locale.ROOT), quality));
                }
            }
        }
        return ranges;
    }

    private static double quality(String text) {
        boolean sound = !text.isEmpty() && !text.equals(".") && QUALITY.matcher(text).matches();
        return sound ? Math.min(1, Double.parseDouble(text)) : -1;
    }
}
