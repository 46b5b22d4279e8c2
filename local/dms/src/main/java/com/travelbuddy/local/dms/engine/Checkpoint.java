package com.travelbuddy.local.dms.engine;

import org.postgresql.replication.LogSequenceNumber;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A position of a source as the API writes it: RecoveryCheckpoint and CdcStartPosition. */
final class Checkpoint {

    private static final Pattern LSN = Pattern.compile("[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}");

    private Checkpoint() {}

    static String of(LogSequenceNumber position) {
        return "checkpoint:V1#1#%s#0#0#*#0#0".formatted(position.asString());
    }

    /** The position of a log sequence number or of a checkpoint that holds one. */
    static Optional<LogSequenceNumber> position(String text) {
        Matcher matcher = LSN.matcher(text);
        boolean found = text.startsWith("checkpoint:") ? matcher.find() : matcher.matches();
        return found ? Optional.of(LogSequenceNumber.valueOf(matcher.group())) : Optional.empty();
    }
}
