package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.dms.mapping.InvalidMappingException;
import com.travelbuddy.local.dms.mapping.TableMapping;
import com.travelbuddy.local.dms.registry.Task;
import com.travelbuddy.local.dms.settings.InvalidSettingsException;
import com.travelbuddy.local.dms.settings.TaskSettings;

import java.util.List;

/** The two documents of a task: its table mappings and its settings. */
final class TaskDocuments {

    private static final String LOGGING = "Logging";
    private static final List<String> LOG_PLACES =
            List.of("CloudWatchLogGroup", "CloudWatchLogStream");

    private TaskDocuments() {}

    static String mappings(String text) {
        try {
            TableMapping.parse(text);
            return text;
        } catch (InvalidMappingException e) {
            throw ApiException.invalid(
                    "The parameter TableMappings is not valid: " + e.getMessage());
        }
    }

    /**
     * Settings of a new task.
     *
     * @return the document that the client has set, or an empty one
     */
    static String requested(String text) {
        ObjectNode settings = text == null || text.isBlank() ? Json.object() : parse(text);
        for (String name : LOG_PLACES) {
            if (settings.path(LOGGING).hasNonNull(name)) {
                throw ApiException.invalid(
                        "Task Settings CloudWatchLogGroup or CloudWatchLogStream cannot be set on"
                                + " create.");
            }
        }
        return settings.toString();
    }

    /** New settings over the old ones, member by member. */
    static String merged(String before, String changes) {
        ObjectNode settings = parse(changes);
        if (settings.get(LOGGING) instanceof ObjectNode logging) {
            // A client may send back what it was told.
            logging.remove(LOG_PLACES);
        }
        ObjectNode merged = parse(before);
        merge(merged, settings);
        return merged.toString();
    }

    private static void merge(ObjectNode into, ObjectNode changes) {
        for (var change : changes.properties()) {
            if (into.get(change.getKey()) instanceof ObjectNode inner
                    && change.getValue() instanceof ObjectNode innerChanges) {
                merge(inner, innerChanges);
            } else {
                into.set(change.getKey(), change.getValue());
            }
        }
    }

    /** The whole document that DMS makes of what was requested. */
    static String enriched(String requested) {
        try {
            return TaskSettings.parse(requested).enriched();
        } catch (InvalidSettingsException e) {
            throw ApiException.invalid(
                    "The parameter ReplicationTaskSettings is not valid: " + e.getMessage());
        }
    }

    /** The settings as DMS shows them: with the place of the log, when there is one. */
    static String shown(Task task, String instanceId) {
        ObjectNode settings = Json.parseDocument(task.specification().settings());
        if (settings != null
                && task.status() != Task.Status.CREATING
                && settings.get(LOGGING) instanceof ObjectNode logging
                && logging.path("EnableLogging").asBoolean()) {
            logging.put("CloudWatchLogGroup", "dms-tasks-" + instanceId);
            logging.put("CloudWatchLogStream", "dms-task-" + task.resourceId());
            return settings.toString();
        }
        return task.specification().settings();
    }

    private static ObjectNode parse(String text) {
        JsonNode document = Json.parseDocument(text);
        if (document instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.invalid(
                "The parameter ReplicationTaskSettings is not valid: it is not a JSON object.");
    }
}
