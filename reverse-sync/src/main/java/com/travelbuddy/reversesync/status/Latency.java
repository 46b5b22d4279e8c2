package com.travelbuddy.reversesync.status;

import java.util.Optional;

/**
 * DMS's own measures as CloudWatch has them, in seconds; absent: no data, as of a task that is
 * stopped.
 *
 * @param source between a commit and DMS reading it
 * @param target between a commit and DMS applying it
 */
public record Latency(Optional<Double> source, Optional<Double> target) {}
