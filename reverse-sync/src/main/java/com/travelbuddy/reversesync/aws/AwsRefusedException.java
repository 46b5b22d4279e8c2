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

    /** AWS's error code; {@code NoAnswer} when none came. */
    public String code() {
        return code;
    }

    /** Whether it is unknown what has become of the request. */
    public boolean isUnanswered() {
        return unanswered;
    }

    private static String code(SdkException cause) {
        return cause instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null
                ? refusal.awsErrorDetails().errorCode()
                : "NoAnswer";
    }

    /** Without the SDK's request ids and stack of causes. */
    private static String text(SdkException cause) {
        return cause instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null
                ? "%s: %s"
                        .formatted(
                                refusal.awsErrorDetails().errorCode(),
                                refusal.awsErrorDetails().errorMessage())
                : cause.getMessage();
    }
}
