package com.travelbuddy.reversesync.settings;

/** How the expression for epoch milliseconds is written. */
public enum Formula {
    /** With {@code *} and {@code +}; exact for the years 0000 to 9999. */
    ARITHMETIC,
    /** With nothing that AWS's guide does not show; exact from 1970 on. */
    CONCATENATION
}
