package com.travelbuddy.flightspecials.support;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

import java.util.Random;

/**
 * Gives a test its source of chance, and a test that fails the seed to repeat it with: {@code
 * -Dfaults.seed}. {@code -Dfaults.count} is how often each fault is made to happen.
 */
public final class Chance implements ParameterResolver, TestExecutionExceptionHandler {

    private static final long SEED = Long.getLong("faults.seed", System.nanoTime());

    /** How often a test repeats its fault. */
    public static int count() {
        return Integer.getInteger("faults.count", 3);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Random.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return new Random(SEED);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        failure.addSuppressed(new IllegalStateException("Chance was -Dfaults.seed=" + SEED));
        throw failure;
    }
}
