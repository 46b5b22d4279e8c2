package com.travelbuddy.reversesync.verify;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.util.List;

/** How far one table has come, as it is kept for a next run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
final class Tally {

    /** Last key of what was compared; null: nothing was. */
    public List<String> position;

    public boolean done;
    public long chunks;
    public long rows;
    public long missingSource;
    public long missingTarget;
    public long recordDiff;
    public long repaired;
    public long unsettled;

    void count(Difference.Kind kind) {
        switch (kind) {
            case MISSING_SOURCE -> missingSource++;
            case MISSING_TARGET -> missingTarget++;
            case RECORD_DIFF -> recordDiff++;
        }
    }

    long differing() {
        return missingSource + missingTarget + recordDiff;
    }
}
