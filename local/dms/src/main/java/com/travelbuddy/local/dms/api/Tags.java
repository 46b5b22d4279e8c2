package com.travelbuddy.local.dms.api;

import com.travelbuddy.local.dms.registry.Transaction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tags that a request brings. */
record Tags(Map<String, String> values) {

    private static final int MOST = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    static Tags of(Request request) {
        List<Request> tags = request.structures("Tags");
        Map<String, String> values = new LinkedHashMap<>();
        for (Request tag : tags == null ? List.<Request>of() : tags) {
            String key = Texts.bounded("Tags.Key", tag.requiredText("Key"), LONGEST_KEY);
            if (key.startsWith("aws:") || key.startsWith("dms:")) {
                throw ApiException.invalid(
                        "The parameter Tags.Key must not begin with aws: or dms:; it is %s."
                                .formatted(key));
            }
            values.put(key, Texts.bounded("Tags.Value", tag.text("Value", ""), LONGEST_VALUE));
        }
        return new Tags(values);
    }

    void put(Transaction transaction, String arn) {
        values.forEach((key, value) -> transaction.tag(arn, key, value));
        if (transaction.tags(arn).size() > MOST) {
            throw ApiException.invalid(
                    "The parameter Tags must leave the resource with at most %d tags."
                            .formatted(MOST));
        }
    }
}
