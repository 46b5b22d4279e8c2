package com.travelbuddy.reversesync.job;

import com.travelbuddy.reversesync.dms.Applied;
import com.travelbuddy.reversesync.dms.Outcome;
import com.travelbuddy.reversesync.preflight.Findings;
import com.travelbuddy.reversesync.status.Status;
import com.travelbuddy.reversesync.verify.Verified;

import java.util.Optional;

/**
 * How far a run has come.
 *
 * @param applied absent: preflight has refused, and so is all that follows
 * @param verified absent: that was not asked for
 */
public record JobResult(
        Findings preflight,
        Optional<Applied> applied,
        Optional<Outcome> started,
        Optional<Verified> verified,
        Optional<Status> status) {

    static JobResult refused(Findings preflight) {
        return new JobResult(
                preflight, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
