package com.travelbuddy.reversesync.status;

import com.travelbuddy.reversesync.aws.AwsRefusedException;
import com.travelbuddy.reversesync.catalog.UnreachableException;
import com.travelbuddy.reversesync.settings.InvalidSettingsException;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Something that is being asked of a neighbour, who has a limited time to answer. */
final class Question<T> implements AutoCloseable {

    private final Duration limit;
    private final long asked = System.nanoTime();
    private final FutureTask<T> task;

    Question(Callable<T> question, Duration limit) {
        this.limit = limit;
        this.task = new FutureTask<>(question);
        // Only virtual threads leave a socket's read when they are interrupted.
        Thread.ofVirtual().name("status-look").start(task);
    }

    Answer<T> answer() throws InterruptedException {
        try {
            long left = limit.toNanos() - (System.nanoTime() - asked);
            return Answer.of(task.get(Math.max(0, left), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            return Answer.missing("no answer within %d s".formatted(limit.toSeconds()));
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case UnreachableException cause -> Answer.missing(cause.getMessage());
                case AwsRefusedException cause -> Answer.missing(cause.getMessage());
                case InvalidSettingsException cause -> Answer.missing(cause.getMessage());
                case SQLException cause -> Answer.missing(cause.getMessage());
                default -> throw new IllegalStateException(e.getCause());
            };
        }
    }

    @Override
    public void close() {
        task.cancel(true);
    }
}
