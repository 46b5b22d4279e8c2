package com.travelbuddy.reversesync.status;

import java.util.List;

/**
 * What an observation means.
 *
 * @param sentence the verdict in words
 * @param reasons all that is wrong, worst first; empty: nothing
 * @param advice what to do next
 */
public record Judgement(
        Verdict verdict, String title, String sentence, List<String> reasons, List<String> advice) {

    public Judgement {
        reasons = List.copyOf(reasons);
        advice = List.copyOf(advice);
    }
}
