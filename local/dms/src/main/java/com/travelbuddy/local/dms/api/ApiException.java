package com.travelbuddy.local.dms.api;

/** A request is refused, in the way that AWS would refuse it. */
final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String code;
    private final int status;
    private final String resourceArn;

    private ApiException(String code, int status, String message, String resourceArn) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
        this.resourceArn = resourceArn;
    }

    static ApiException of(String code, String message) {
        return of(code, 400, message);
    }

    static ApiException of(String code, int status, String message) {
        return new ApiException(code, status, message, null);
    }

    static ApiException invalid(String message) {
        return of("InvalidParameterValueException", message);
    }

    /** A combination of parameters, or of one and the history of a resource. */
    static ApiException combination(String message) {
        return of("InvalidParameterCombinationException", message);
    }

    static ApiException serialization(String message) {
        return of("SerializationException", message);
    }

    static ApiException notFound(String message) {
        return of("ResourceNotFoundFault", message);
    }

    static ApiException state(String message) {
        return of("InvalidResourceStateFault", message);
    }

    static ApiException exists(String kind, String id, String arn) {
        return new ApiException(
                "ResourceAlreadyExistsFault",
                400,
                "%s already exists: %s".formatted(kind, id),
                arn);
    }

    /** What the reply has as its {@code __type}. */
    String code() {
        return code;
    }

    /** Of HTTP. */
    int status() {
        return status;
    }

    /** Null: the fault has none. */
    String resourceArn() {
        return resourceArn;
    }
}
