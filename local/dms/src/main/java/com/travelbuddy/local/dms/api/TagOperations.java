package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.dms.registry.Endpoint;
import com.travelbuddy.local.dms.registry.Instance;
import com.travelbuddy.local.dms.registry.Resource;
import com.travelbuddy.local.dms.registry.SubnetGroup;
import com.travelbuddy.local.dms.registry.Task;
import com.travelbuddy.local.dms.registry.Transaction;

import java.util.List;
import java.util.Map;

/** Tags of all kinds of resources. */
final class TagOperations {

    private static final List<Class<? extends Resource>> TAGGED =
            List.of(SubnetGroup.class, Instance.class, Endpoint.class, Task.class);

    Map<String, Operation> operations() {
        return Map.of(
                "AddTagsToResource", this::add,
                "RemoveTagsFromResource", this::remove,
                "ListTagsForResource", this::list);
    }

    private ObjectNode add(Transaction transaction, Request request) {
        String arn = existing(transaction, request.requiredText("ResourceArn"));
        request.requiredStructures("Tags");
        Tags.of(request).put(transaction, arn);
        return Json.object();
    }

    private ObjectNode remove(Transaction transaction, Request request) {
        String arn = existing(transaction, request.requiredText("ResourceArn"));
        request.requiredTexts("TagKeys").forEach(key -> transaction.untag(arn, key));
        return Json.object();
    }

    private ObjectNode list(Transaction transaction, Request request) {
        List<String> arns = request.texts("ResourceArnList");
        boolean several = arns != null && !arns.isEmpty();
        if (several == request.has("ResourceArn")) {
            throw ApiException.combination(
                    "Exactly one of ResourceArn and ResourceArnList must be provided.");
        }
        ObjectNode answer = Json.object();
        ArrayNode tags = answer.putArray("TagList");
        for (String arn : several ? arns : List.of(request.requiredText("ResourceArn"))) {
            transaction
                    .tags(existing(transaction, arn))
                    .forEach(
                            (key, value) -> {
                                ObjectNode tag =
                                        tags.addObject().put("Key", key).put("Value", value);
                                if (several) {
                                    tag.put("ResourceArn", arn);
                                }
                            });
        }
        return answer;
    }

    private static String existing(Transaction transaction, String arn) {
        if (TAGGED.stream().noneMatch(kind -> transaction.find(kind, arn).isPresent())) {
            throw ApiException.notFound("No resource has the ARN %s.".formatted(Texts.quoted(arn)));
        }
        return arn;
    }
}
