package com.travelbuddy.reversesync.job;

/**
 * What a run is asked for.
 *
 * @param verify whether rows are compared once the goal is reached
 */
public record JobOptions(Goal goal, boolean verify, Repair repair) {}
