package com.travelbuddy.flightspecials;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

import java.util.concurrent.atomic.LongAdder;

/** Counts the requests that are being answered. */
final class RequestsInFlight implements Filter {

    private final LongAdder count = new LongAdder();

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        count.increment();
        try {
            chain.proceed();
        } finally {
            count.decrement();
        }
    }

    boolean isNone() {
        return count.sum() == 0;
    }
}
