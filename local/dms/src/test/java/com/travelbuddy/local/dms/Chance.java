package com.travelbuddy.local.dms;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

import java.util.Random;

/**
 * Gives a test its source of chance, and a test that fails the seed to repeat it with: {@code
 * -Dfaults.seed} or {@code -Dhistories.seed}.
 */
final class Chance implements ParameterResolver, TestExecutionExceptionHandler {

    private final String topic;
    private final int rounds;
    private final long seed;

    private Chance(String topic, int rounds) {
        this.topic = topic;
        this.rounds = Integer.getInteger(topic + ".count", rounds);
        this.seed = Long.getLong(topic + ".seed", System.nanoTime());
    }

    /** Of tests that make something fail: {@code -Dfaults.count} is how often it does. */
    static Chance ofFaults() {
        return new Chance("faults", 1);
    }

    /** Of tests that make up histories: {@code -Dhistories.count} is how many. */
    static Chance ofHistories() {
        return new Chance("histories", 2);
    }

    int rounds() {
        return rounds;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Random.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return new Random(seed);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        failure.addSuppressed(
                new IllegalStateException("Chance was -D%s.seed=%d".formatted(topic, seed)));
        throw failure;
    }
}
