package com.travelbuddy.flightspecials.outbox;

/** What a relay is doing, or what keeps it from publishing. */
public enum RelayState {
    STARTING("starts"),
    STANDBY("stands by, another replica publishes"),
    PUBLISHING("publishes"),
    DATABASE_AWAY("waits for the database"),
    BROKER_AWAY("waits for the broker"),
    BROKER_REFUSES("is refused by the broker"),
    TOPIC_MISSING(
            "waits for its topic, which does not exist and may not be created (kafka.create-topic)"),
    FAULTY("fails by a fault of its own"),
    STOPPED("has stopped");

    private final String words;

    RelayState(String words) {
        this.words = words;
    }

    /** The state as the end of a sentence that starts with "The relay". */
    String words() {
        return words;
    }

    /** Whether events that wait are kept from the topic by a fault. */
    boolean isTrouble() {
        return switch (this) {
            case STARTING, STANDBY, PUBLISHING, STOPPED -> false;
            case DATABASE_AWAY, BROKER_AWAY, BROKER_REFUSES, TOPIC_MISSING, FAULTY -> true;
        };
    }
}
