package com.travelbuddy.reversesync.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;

import java.util.List;

/** Requests and answers of the SDK as trees, by the names of the API. */
final class SdkTrees {

    private SdkTrees() {}

    /** Without what is not set. */
    static ObjectNode of(SdkPojo pojo) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        pojo.sdkFields()
                .forEach(
                        field -> {
                            Object value = field.getValueOrDefault(pojo);
                            if (value != null && !(value instanceof SdkAutoConstructList)) {
                                tree.set(field.memberName(), node(value));
                            }
                        });
        return tree;
    }

    private static JsonNode node(Object value) {
        return switch (value) {
            case SdkPojo pojo -> of(pojo);
            case List<?> list -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                list.forEach(element -> array.add(node(element)));
                yield array;
            }
            case Boolean flag -> JsonNodeFactory.instance.booleanNode(flag);
            case Integer number -> JsonNodeFactory.instance.numberNode(number);
            default -> JsonNodeFactory.instance.textNode(value.toString());
        };
    }
}
