package com.travelbuddy.local.dms.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The whole document of a task's settings, as JSON. */
final class SettingsDocument {

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> NOT_SUPPORTED =
            List.of("BeforeImageSettings", "CharacterSetSettings", "PostProcessingRules");
    private static final String CLEANING_FLAG = "FailTaskWhenCleanTaskResourceFailed";

    private static final List<String> LOG_COMPONENTS =
            List.of(
                    "TRANSFORMATION",
                    "SOURCE_UNLOAD",
                    "IO",
                    "TARGET_LOAD",
                    "PERFORMANCE",
                    "SOURCE_CAPTURE",
                    "SORTER",
                    "REST_SERVER",
                    "VALIDATOR_EXT",
                    "TARGET_APPLY",
                    "TASK_MANAGER",
                    "TABLES_MANAGER",
                    "METADATA_MANAGER",
                    "FILE_FACTORY",
                    "COMMON",
                    "ADDONS",
                    "DATA_STRUCTURE",
                    "COMMUNICATION",
                    "FILE_TRANSFER",
                    "VALIDATOR");
    private static final String DEFAULT_SEVERITY = "LOGGER_SEVERITY_DEFAULT";
    private static final Set<String> SEVERITIES =
            Set.of(
                    "LOGGER_SEVERITY_ERROR",
                    "LOGGER_SEVERITY_WARNING",
                    "LOGGER_SEVERITY_INFO",
                    DEFAULT_SEVERITY,
                    "LOGGER_SEVERITY_DEBUG",
                    "LOGGER_SEVERITY_DETAILED_DEBUG");

    private static final AtomicInteger ROTATION = new AtomicInteger();

    private SettingsDocument() {}

    /**
     * The document with every section and default.
     *
     * @throws InvalidSettingsException naming all that is wrong with it
     */
    static ObjectNode complete(String json) throws InvalidSettingsException {
        ObjectNode given = json.isBlank() ? NODES.objectNode() : read(json);
        refuseLogStream(given.path("Logging"));
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : given.properties()) {
            String name = member.getKey();
            if (NOT_SUPPORTED.contains(name)) {
                if (!member.getValue().isNull()) {
                    problems.add(name + " must be null: it is not supported");
                }
            } else if (!SettingsSection.ALL.containsKey(name)
                    && !name.equals("Logging")
                    && !name.equals(CLEANING_FLAG)) {
                problems.add("There is no section " + name);
            }
        }
        ObjectNode complete = NODES.objectNode();
        SettingsSection.ALL.forEach(
                (name, section) ->
                        complete.set(name, section.complete(name, given.get(name), problems)));
        complete.set("Logging", logging(given.get("Logging"), problems));
        complete.set(CLEANING_FLAG, cleaning(given.path(CLEANING_FLAG), problems));
        NOT_SUPPORTED.forEach(complete::putNull);
        link(given, complete, problems);
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(
                    "The task settings cannot be used: " + String.join("; ", problems));
        }
        return complete;
    }

    /** Settings that depend on one another. */
    private static void link(ObjectNode given, ObjectNode complete, List<String> problems) {
        JsonNode controls = given.path("ControlTablesSettings");
        ObjectNode completeControls = (ObjectNode) complete.get("ControlTablesSettings");
        if (controls.hasNonNull("HistoryTimeslotInMinutes")) {
            completeControls.set(
                    "historyTimeslotInMinutes", controls.get("HistoryTimeslotInMinutes"));
        } else {
            completeControls.set(
                    "HistoryTimeslotInMinutes", completeControls.get("historyTimeslotInMinutes"));
        }

        ObjectNode target = (ObjectNode) complete.get("TargetMetadata");
        if (!given.path("TargetMetadata").hasNonNull("LimitedSizeLobMode")) {
            target.put("LimitedSizeLobMode", !target.path("FullLobMode").asBoolean());
        }
        boolean full = target.path("FullLobMode").asBoolean();
        boolean limited = target.path("LimitedSizeLobMode").asBoolean();
        if (target.path("SupportLobs").asBoolean() && full == limited) {
            problems.add(
                    "TargetMetadata must have exactly one of FullLobMode and LimitedSizeLobMode"
                            + " true when SupportLobs is true");
        }
    }

    private static void refuseLogStream(JsonNode logging) throws InvalidSettingsException {
        if (logging.hasNonNull("CloudWatchLogGroup") || logging.hasNonNull("CloudWatchLogStream")) {
            throw new InvalidSettingsException(
                    "Task Settings CloudWatchLogGroup or CloudWatchLogStream cannot be set on"
                            + " create.");
        }
    }

    private static JsonNode cleaning(JsonNode given, List<String> problems) {
        if (given.isMissingNode() || given.isNull()) {
            return NODES.booleanNode(false);
        }
        if (!given.isBoolean()) {
            problems.add(CLEANING_FLAG + " must be true or false");
        }
        return given;
    }

    private static ObjectNode logging(JsonNode given, List<String> problems) {
        boolean enabled = false;
        boolean context = false;
        Map<String, String> severities = new LinkedHashMap<>();
        LOG_COMPONENTS.forEach(component -> severities.put(component, DEFAULT_SEVERITY));
        if (given != null && !given.isNull()) {
            if (!given.isObject()) {
                problems.add("Logging must be an object");
            }
            for (Map.Entry<String, JsonNode> member : given.properties()) {
                JsonNode value = member.getValue();
                switch (member.getKey()) {
                    case "EnableLogging" -> enabled = flag("EnableLogging", value, problems);
                    case "EnableLogContext" -> context = flag("EnableLogContext", value, problems);
                    case "LogComponents" -> components(value, severities, problems);
                    case "CloudWatchLogGroup", "CloudWatchLogStream" -> {}
                    default -> problems.add("Logging has no setting " + member.getKey());
                }
            }
        }
        ObjectNode logging = NODES.objectNode();
        logging.put("EnableLogging", enabled);
        logging.put("EnableLogContext", context);
        ArrayNode components = logging.putArray("LogComponents");
        severities.forEach(
                (id, severity) -> components.addObject().put("Id", id).put("Severity", severity));
        logging.putNull("CloudWatchLogGroup");
        logging.putNull("CloudWatchLogStream");
        return logging;
    }

    private static boolean flag(String name, JsonNode value, List<String> problems) {
        if (!value.isBoolean() && !value.isNull()) {
            problems.add("Logging.%s is %s and must be true or false".formatted(name, value));
        }
        return value.asBoolean();
    }

    private static void components(
            JsonNode given, Map<String, String> severities, List<String> problems) {
        if (given.isNull()) {
            return;
        }
        if (!given.isArray()) {
            problems.add("Logging.LogComponents must be an array");
            return;
        }
        for (JsonNode component : given) {
            String id = component.path("Id").asText();
            String severity = component.path("Severity").asText();
            if (component.size() != 2 || !LOG_COMPONENTS.contains(id)) {
                problems.add("Logging.LogComponents has no component " + component);
            } else if (!SEVERITIES.contains(severity)) {
                problems.add("Logging.LogComponents has no severity " + component);
            } else {
                severities.put(id, severity);
            }
        }
    }

    /**
     * One document over another, member by member.
     *
     * @throws InvalidSettingsException when one of them is no JSON object
     */
    static String merge(String older, String newer) throws InvalidSettingsException {
        ObjectNode merged = read(older);
        if (newer.isBlank()) {
            return merged.toString();
        }
        for (Map.Entry<String, JsonNode> section : read(newer).properties()) {
            JsonNode before = merged.get(section.getKey());
            if (before instanceof ObjectNode object && section.getValue() instanceof ObjectNode) {
                forgetLinked(section.getKey(), object, section.getValue());
                for (Map.Entry<String, JsonNode> member : section.getValue().properties()) {
                    object.set(member.getKey(), override(object, member));
                }
            } else if (!section.getValue().isNull() || before == null) {
                merged.set(section.getKey(), section.getValue());
            }
        }
        return merged.toString();
    }

    /** What DMS derived from the old value of a setting must not contradict its new one. */
    private static void forgetLinked(String section, ObjectNode older, JsonNode newer) {
        switch (section) {
            case "ControlTablesSettings" -> {
                if (newer.hasNonNull("HistoryTimeslotInMinutes")
                        || newer.hasNonNull("historyTimeslotInMinutes")) {
                    older.remove(List.of("HistoryTimeslotInMinutes", "historyTimeslotInMinutes"));
                }
            }
            case "TargetMetadata" -> {
                if (newer.hasNonNull("FullLobMode") || newer.hasNonNull("LimitedSizeLobMode")) {
                    older.remove(List.of("FullLobMode", "LimitedSizeLobMode"));
                    boolean full =
                            newer.hasNonNull("FullLobMode")
                                    ? newer.get("FullLobMode").asBoolean()
                                    : !newer.get("LimitedSizeLobMode").asBoolean();
                    older.put("FullLobMode", full);
                }
            }
            default -> {}
        }
    }

    private static JsonNode override(ObjectNode older, Map.Entry<String, JsonNode> member) {
        if (!member.getKey().equals("LogComponents")
                || !(member.getValue() instanceof ArrayNode newer)
                || !(older.get("LogComponents") instanceof ArrayNode before)) {
            return member.getValue();
        }
        return before.deepCopy().addAll(newer);
    }

    /** The document with its log components in another order than the last time. */
    static String shuffled(String json) {
        try {
            ObjectNode document = read(json);
            if (document.path("Logging").path("LogComponents") instanceof ArrayNode components
                    && !components.isEmpty()) {
                List<JsonNode> rotated = new ArrayList<>();
                components.forEach(rotated::add);
                Collections.rotate(rotated, ROTATION.incrementAndGet());
                components.removeAll();
                components.addAll(rotated);
            }
            return document.toString();
        } catch (InvalidSettingsException e) {
            throw new IllegalStateException("The document is written by this class", e);
        }
    }

    private static ObjectNode read(String json) throws InvalidSettingsException {
        try {
            if (JSON.readTree(json) instanceof ObjectNode document) {
                return document;
            }
        } catch (JsonProcessingException e) {
            throw new InvalidSettingsException(
                    "The task settings are no JSON: " + e.getOriginalMessage());
        }
        throw new InvalidSettingsException("The task settings must be a JSON object");
    }
}
