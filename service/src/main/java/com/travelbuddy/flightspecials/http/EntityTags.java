package com.travelbuddy.flightspecials.http;

import com.travelbuddy.flightspecials.specials.Special;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Validators of specials and lists, and the conditions that clients make of them (RFC 9110, section
 * 13).
 */
final class EntityTags {

    private static final Pattern TAG =
            Pattern.compile("\\s*(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"\\s*(,|$)");
    private static final Pattern VERSION = Pattern.compile("[1-9]\\d{0,17}");

    private EntityTags() {}

    static String of(long version) {
        return "\"" + version + "\"";
    }

    /** Changes with each change of a row of the list, of their order, and of there being more. */
    static String of(List<Special> specials, boolean more) {
        long hash = more ? 1 : 2;
        for (Special special : specials) {
            hash = mix(hash ^ special.id());
            hash = mix(hash ^ special.version());
        }
        return "\"list-" + Long.toHexString(hash) + "\"";
    }

    /** The finaliser of SplittableRandom, a bijection that spreads each bit over all. */
    private static long mix(long bits) {
        long z = bits + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Whether the client has this representation already (If-None-Match, weak comparison). */
    static boolean isKnown(ServerRequestHeaders headers, String tag) {
        if (!headers.contains(HeaderNames.IF_NONE_MATCH)) {
            return false;
        }
        String value = joined(headers, HeaderNames.IF_NONE_MATCH);
        return value.strip().equals("*") || tags(value, "If-None-Match", true).contains(tag);
    }

    /**
     * The versions that the client lets be changed (If-Match, strong comparison).
     *
     * @return empty if any will do
     */
    static Optional<Set<Long>> expectedVersions(ServerRequestHeaders headers) {
        if (!headers.contains(HeaderNames.IF_MATCH)) {
            return Optional.empty();
        }
        String value = joined(headers, HeaderNames.IF_MATCH);
        if (value.strip().equals("*")) {
            return Optional.empty();
        }
        Set<Long> versions = new HashSet<>();
        for (String tag : tags(value, "If-Match", false)) {
            String opaque = tag.substring(1, tag.length() - 1);
            if (VERSION.matcher(opaque).matches()) {
                versions.add(Long.parseLong(opaque));
            }
        }
        return Optional.of(versions);
    }

    private static String joined(ServerRequestHeaders headers, HeaderName name) {
        return String.join(",", headers.get(name).allValues());
    }

    private static Set<String> tags(String value, String field, boolean weakToo) {
        Set<String> tags = new HashSet<>();
        Matcher matcher = TAG.matcher(value);
        int end = 0;
        while (end < value.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw Problem.ofField(
                        Status.BAD_REQUEST_400,
                        "malformed-condition",
                        field,
                        "must be * or entity tags in double quotes");
            }
            if (weakToo || matcher.group(1) == null) {
                tags.add("\"" + matcher.group(2) + "\"");
            }
            end = matcher.end();
        }
        return tags;
    }
}
