package com.travelbuddy.reversesync.command;

import com.travelbuddy.reversesync.aws.AwsRefusedException;
import com.travelbuddy.reversesync.catalog.Side;
import com.travelbuddy.reversesync.catalog.UnreachableException;
import com.travelbuddy.reversesync.dms.FailedResourceException;
import com.travelbuddy.reversesync.dms.NotProvisionedException;
import com.travelbuddy.reversesync.dms.RefusedException;
import com.travelbuddy.reversesync.dms.TimedOutException;
import com.travelbuddy.reversesync.job.BusyException;
import com.travelbuddy.reversesync.mapping.MappingException;
import com.travelbuddy.reversesync.settings.InvalidSettingsException;
import com.travelbuddy.reversesync.verify.KeyTypeException;
import com.travelbuddy.reversesync.verify.UnderWayException;

import picocli.CommandLine.ParameterException;

import java.util.Optional;

/**
 * What an exception means to who has called the command.
 *
 * @param unexpected the exception, when its stack is needed to find out why
 */
record Failure(ExitCode exitCode, String message, Optional<Exception> unexpected) {

    static Failure of(Exception exception) {
        return switch (exception) {
            case InvalidSettingsException _ -> expected(ExitCode.CONFIGURATION, exception);
            case RefusedException _ -> expected(ExitCode.REFUSED, exception);
            case TimedOutException _ -> expected(ExitCode.TIMED_OUT, exception);
            case NotProvisionedException _ -> expected(ExitCode.NOT_PROVISIONED, exception);
            case FailedResourceException failed ->
                    expected(
                            switch (failed.kind()) {
                                case RESOURCE -> ExitCode.UNHEALTHY;
                                case TABLE -> ExitCode.TABLE_SUSPENDED;
                                case TASK -> ExitCode.TASK_FAILED;
                            },
                            exception);
            case MappingException _ -> expected(ExitCode.REFUSED, exception);
            case ParameterException _ -> expected(ExitCode.CONFIGURATION, exception);
            case KeyTypeException _ -> expected(ExitCode.REFUSED, exception);
            case BusyException _ -> expected(ExitCode.BUSY, exception);
            case UnderWayException _ -> expected(ExitCode.BUSY, exception);
            case AwsRefusedException _ -> expected(ExitCode.AWS_REFUSED, exception);
            case UnreachableException gone ->
                    expected(
                            gone.side() == Side.SOURCE
                                    ? ExitCode.SOURCE_UNREACHABLE
                                    : ExitCode.TARGET_UNREACHABLE,
                            exception);
            default -> new Failure(ExitCode.FAILED, "Failed: " + exception, Optional.of(exception));
        };
    }

    private static Failure expected(ExitCode exitCode, Exception exception) {
        return new Failure(exitCode, exception.getMessage(), Optional.empty());
    }
}
