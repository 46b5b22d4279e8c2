package com.travelbuddy.reversesync.aws;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** AWS has not done what it was asked to, or could not be asked. */
public final class AwsRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean unanswered;

    /**
     * @param request what was asked, such as {@code dms:CreateEndpoint}
     */
    public AwsRefusedException(String request, SdkException cause) {
        super("%s: %s".formatted(request, text(cause)), cause);
        this.code = code(cause);
        this.unanswered = !(cause instanceof AwsServiceException);
    }

    /**
     * AWS's error code; {@code HTTP 503} and the like for an answer without one; {@code NoAnswer}
     * when none came.
     */
    public String code() {
        return code;
    }

    /** Whether it is unknown what has become of the request. */
    public boolean isUnanswered() {
        return unanswered;
    }

    /** A load balancer's refusal has no code of AWS. */
    private static String code(SdkException cause) {
        if (!(cause instanceof AwsServiceException refusal)) {
            return "NoAnswer";
        }
        return refusal.awsErrorDetails() == null || refusal.awsErrorDetails().errorCode() == null
                ? "HTTP " + refusal.statusCode()
                : refusal.awsErrorDetails().errorCode();
    }

    /** Without the SDK's request ids and stack of causes. */
    private static String text(SdkException cause) {
        return cause instanceof AwsServiceException refusal
                        && refusal.awsErrorDetails() != null
                        && refusal.awsErrorDetails().errorMessage() != null
                ? "%s: %s".formatted(code(cause), refusal.awsErrorDetails().errorMessage())
                : "%s: %s".formatted(code(cause), cause.getMessage());
    }
}
