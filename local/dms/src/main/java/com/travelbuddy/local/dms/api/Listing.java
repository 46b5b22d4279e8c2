package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How one operation lists: which filters it knows, and a page at a time.
 *
 * @param operation its name, which is part of its markers
 * @param member of the reply that has the list
 * @param key by which the list is sorted
 * @param filters what of an element each filter looks at
 * @param mostRecords highest MaxRecords
 */
record Listing<T>(
        String operation,
        String member,
        Function<T, String> key,
        Map<String, Function<T, Collection<String>>> filters,
        int mostRecords) {

    private static final int LEAST_RECORDS = 20;
    private static final int USUAL_MOST = 100;

    Listing(
            String operation,
            String member,
            Function<T, String> key,
            Map<String, Function<T, Collection<String>>> filters) {
        this(operation, member, key, filters, USUAL_MOST);
    }

    /**
     * The page of resources that is asked for.
     *
     * @throws ApiException ResourceNotFoundFault when no resource passes the filters
     */
    ObjectNode resources(Request request, List<T> all, Function<T, JsonNode> description) {
        List<T> selected = selected(request, all);
        if (selected.isEmpty()
                && request.has("Filters")
                && !request.structures("Filters").isEmpty()) {
            throw ApiException.notFound("No %s match the filters.".formatted(member));
        }
        return page(request, selected, description);
    }

    /** The page that is asked for, which may be empty. */
    ObjectNode answer(Request request, List<T> all, Function<T, JsonNode> description) {
        return page(request, selected(request, all), description);
    }

    private List<T> selected(Request request, List<T> all) {
        List<T> selected = all;
        List<Request> asked = request.structures("Filters");
        for (Request filter : asked == null ? List.<Request>of() : asked) {
            String name = filter.requiredText("Name");
            List<String> values = filter.requiredTexts("Values");
            Function<T, Collection<String>> property = filters.get(name);
            if (property == null) {
                throw ApiException.invalid(
                        "The filter %s is not valid for %s; it must be one of %s."
                                .formatted(
                                        Texts.quoted(name),
                                        operation,
                                        String.join(", ", new TreeMap<>(filters).keySet())));
            }
            selected =
                    selected.stream()
                            .filter(
                                    item ->
                                            property.apply(item).stream()
                                                    .anyMatch(values::contains))
                            .toList();
        }
        return selected;
    }

    private ObjectNode page(Request request, List<T> selected, Function<T, JsonNode> description) {
        int size =
                request.number(
                        "MaxRecords",
                        Math.min(mostRecords, USUAL_MOST),
                        LEAST_RECORDS,
                        mostRecords);
        String after = position(request.text("Marker"));
        List<T> rest =
                selected.stream()
                        .sorted(Comparator.comparing(key))
                        .filter(item -> key.apply(item).compareTo(after) > 0)
                        .toList();
        List<T> page = rest.subList(0, Math.min(size, rest.size()));
        ObjectNode answer = Json.object();
        if (page.size() < rest.size()) {
            answer.put("Marker", marker(key.apply(page.getLast())));
        }
        answer.set(member, page.stream().map(description).collect(Json.toArray()));
        return answer;
    }

    private String marker(String position) {
        return Base64.getUrlEncoder()
                .encodeToString((operation + "\n" + position).getBytes(StandardCharsets.UTF_8));
    }

    private String position(String marker) {
        if (marker == null || marker.isEmpty()) {
            return "";
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
            if (text.startsWith(operation + "\n")) {
                return text.substring(operation.length() + 1);
            }
        } catch (IllegalArgumentException _) {
            // No marker of ours.
        }
        throw ApiException.invalid(
                "The parameter Marker is not one that %s gave.".formatted(operation));
    }
}
