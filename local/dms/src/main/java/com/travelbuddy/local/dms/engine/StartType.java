package com.travelbuddy.local.dms.engine;

/** StartReplicationTaskType of the API. */
public enum StartType {
    START_REPLICATION,
    RESUME_PROCESSING,
    RELOAD_TARGET
}
