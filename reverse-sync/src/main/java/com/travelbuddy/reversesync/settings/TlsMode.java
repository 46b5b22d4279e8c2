package com.travelbuddy.reversesync.settings;

/** How much a connection to a database asks of TLS; the names are those that DMS uses. */
public enum TlsMode {
    NONE,
    REQUIRE,
    VERIFY_CA,
    VERIFY_FULL
}
