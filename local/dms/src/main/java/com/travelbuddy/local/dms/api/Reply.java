package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is sent back.
 *
 * @param status of HTTP
 */
record Reply(int status, ObjectNode body) {

    static Reply of(ApiException refusal) {
        ObjectNode body =
                Json.object().put("__type", refusal.code()).put("message", refusal.getMessage());
        if (refusal.resourceArn() != null) {
            body.put("resourceArn", refusal.resourceArn());
        }
        return new Reply(refusal.status(), body);
    }

    static Reply failure() {
        return of(
                ApiException.of("InternalFailure", 500, "An unexpected fault, which was logged."));
    }
}
