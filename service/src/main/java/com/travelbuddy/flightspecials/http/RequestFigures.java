package com.travelbuddy.flightspecials.http;

/** Takes down each request that was answered. */
@FunctionalInterface
public interface RequestFigures {

    /**
     * @param route the path's template
     * @param nanos from the request's headers to the end of the answer
     */
    void record(String method, String route, int status, long nanos);
}
