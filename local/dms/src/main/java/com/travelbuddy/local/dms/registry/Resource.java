package com.travelbuddy.local.dms.registry;

/** Something that the API makes and describes. */
public sealed interface Resource permits SubnetGroup, Instance, Endpoint, Connection, Task {

    /** What it is found by: its ARN; for a connection the ARNs of both of its ends. */
    String key();

    /** Its kind and identifier, for the log. */
    String label();

    /** As the API spells it. */
    String state();

    /** Why it is in this state, for the log; empty: there is nothing to say. */
    default String detail() {
        return "";
    }
}
