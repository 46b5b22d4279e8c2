package com.travelbuddy.local.dms.api;

/**
 * Lets calls of an operation fail, for tests of clients.
 *
 * @param operation its name; {@code *}: any
 * @param after whether the operation takes effect before it fails
 * @param status of HTTP
 * @param times how many calls are left that fail
 */
record Fault(String operation, boolean after, String code, int status, String message, int times) {

    boolean concerns(String called) {
        return operation.equals("*") || operation.equals(called);
    }

    Fault spent() {
        return new Fault(operation, after, code, status, message, times - 1);
    }

    ApiException exception() {
        return ApiException.of(code, status, message);
    }
}
