package com.travelbuddy.reversesync.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * Settings of a task that cannot cost the monolith a table. The requests that create and modify a
 * task take no others, wherever settings come from.
 */
final class SafeSettings {

    /** The only way to prepare a table that somebody else uses. */
    static final String PREPARATION = "DO_NOTHING";

    private static final List<String> DDL =
            List.of(
                    "HandleSourceTableDropped",
                    "HandleSourceTableTruncated",
                    "HandleSourceTableAltered");
    private static final List<String> LOG_PLACES =
            List.of("CloudWatchLogGroup", "CloudWatchLogStream");

    private final ObjectNode document;

    private SafeSettings(ObjectNode document) {
        this.document = document;
    }

    /**
     * @throws RefusedException when a setting could drop, empty or rebuild a table, or is one that
     *     DMS refuses
     */
    static SafeSettings of(ObjectNode document) {
        String preparation =
                document.path("FullLoadSettings").path("TargetTablePrepMode").asText("not given");
        if (!preparation.equals(PREPARATION)) {
            throw new RefusedException(
                    ("TargetTablePrepMode is %s, and only %s is ever sent: the target's tables"
                                    + " belong to the monolith, and DMS would drop or empty them")
                            .formatted(preparation, PREPARATION));
        }
        for (String name : DDL) {
            JsonNode value = document.path("ChangeProcessingDdlHandlingPolicy").path(name);
            if (!value.isBoolean() || value.booleanValue()) {
                throw new RefusedException(
                        "%s is %s, and only false is ever sent: DDL of the source must not reach the monolith's tables"
                                .formatted(name, value.isMissingNode() ? "not given" : value));
            }
        }
        for (String name : LOG_PLACES) {
            if (document.path("Logging").hasNonNull(name)) {
                throw new RefusedException(
                        "Logging.%s is set, which DMS refuses: it chooses the place itself"
                                .formatted(name));
            }
        }
        return new SafeSettings(document.deepCopy());
    }

    ObjectNode document() {
        return document.deepCopy();
    }

    /** As the API takes them. */
    String text() {
        return document.toString();
    }
}
