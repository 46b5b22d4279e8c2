package com.travelbuddy.reversesync.status;

import com.travelbuddy.reversesync.catalog.Slot;

import java.time.Instant;
import java.util.List;

/** What was seen in one look around. */
public record Observation(
        Instant at,
        Answer<Replication> dms,
        Answer<List<Slot>> slots,
        Answer<TargetState> target,
        Answer<Latency> cloudWatch) {}
