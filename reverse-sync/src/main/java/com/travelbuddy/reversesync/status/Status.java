package com.travelbuddy.reversesync.status;

import com.travelbuddy.reversesync.settings.Settings;

/** A look around with what it means. */
public record Status(Judgement judgement, Lag lag, Observation observation) {

    public static Status of(Observation observation, Settings settings) {
        Lag lag = Lag.of(observation, settings.slot());
        return new Status(new Judge(settings, observation, lag).judgement(), lag, observation);
    }
}
