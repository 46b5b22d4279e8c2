package com.travelbuddy.reversesync.dms;

/** What {@code apply} does with a resource. */
public enum Action {
    CREATE("+"),
    CHANGE("~"),
    LEAVE("="),
    /** It would have to be deleted and created anew, which {@code apply} refuses to do. */
    REPLACE("!"),
    /** It differs in what {@code apply} does not change. */
    BY_HAND("?");

    private final String sign;

    Action(String sign) {
        this.sign = sign;
    }

    /** One character, as a diff has it. */
    public String sign() {
        return sign;
    }
}
