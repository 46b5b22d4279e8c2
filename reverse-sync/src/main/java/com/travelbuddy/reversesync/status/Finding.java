package com.travelbuddy.reversesync.status;

import java.util.List;

/** One thing that is not as it should be. */
record Finding(Verdict verdict, String sentence, List<String> advice) {

    Finding(Verdict verdict, String sentence, String... advice) {
        this(verdict, sentence, List.of(advice));
    }
}
