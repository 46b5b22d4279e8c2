package com.travelbuddy.reversesync.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.travelbuddy.reversesync.aws.AwsRefusedException;
import com.travelbuddy.reversesync.dms.DmsApi;
import com.travelbuddy.reversesync.settings.Settings;
import com.travelbuddy.reversesync.settings.TableDeclaration;
import com.travelbuddy.reversesync.settings.TableName;

import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tasks of DMS that carry the same rows back, or write the same table. */
record OtherTasks(DmsApi dms, Settings settings, Notes notes) {

    private static final JsonMapper JSON = new JsonMapper();

    void check() {
        notes.check(
                "Other tasks of DMS",
                "allow dms:DescribeReplicationTasks and dms:DescribeEndpoints",
                this::look);
    }

    private void look() {
        List<ReplicationTask> others =
                dms.tasks().stream()
                        .filter(
                                task ->
                                        !task.replicationTaskIdentifier()
                                                .equalsIgnoreCase(settings.dms().task()))
                        .toList();
        if (others.isEmpty()) {
            return;
        }
        Map<String, Endpoint> endpoints = endpoints();
        Address source = Address.of(settings.source(), settings.dms().sourceEndpoint(), 5432);
        Address target = Address.of(settings.target(), settings.dms().targetEndpoint(), 3306);
        for (ReplicationTask task : others) {
            Optional<Endpoint> from = Optional.ofNullable(endpoints.get(task.sourceEndpointArn()));
            Optional<Endpoint> to = Optional.ofNullable(endpoints.get(task.targetEndpointArn()));
            if (from.map(Address::of).filter(target::isSameAs).isPresent()) {
                carriesOn(task, to, source);
            }
            if (to.map(Address::of).filter(target::isSameAs).isPresent()) {
                writes(task);
            }
        }
    }

    private void carriesOn(ReplicationTask task, Optional<Endpoint> to, Address source) {
        List<JsonNode> rules = rules(task);
        List<TableName> read =
                settings.tables().stream()
                        .map(TableDeclaration::target)
                        .filter(
                                table ->
                                        selections(rules).stream()
                                                .anyMatch(one -> one.matches(table)))
                        .toList();
        if (read.isEmpty()) {
            return;
        }
        boolean back =
                to.map(
                                endpoint ->
                                        Address.of(endpoint).isSameAs(source)
                                                || endpoint.engineName().contains("postgres"))
                        .orElse(true);
        String evidence =
                "task %s (%s) reads %s"
                        .formatted(task.replicationTaskIdentifier(), task.status(), read);
        if (back) {
            notes.error(
                    "loop",
                    "Another task carries the target's rows back to where they come from",
                    evidence,
                    "stop and delete one of both tasks, or take the table out of one");
        } else {
            notes.warning(
                    "task-chain",
                    "Another task carries on what this one writes at the target",
                    evidence,
                    "make sure that it does not come back to the source");
        }
    }

    private void writes(ReplicationTask task) {
        List<JsonNode> rules = rules(task);
        List<TableName> written =
                settings.tables().stream()
                        .map(TableDeclaration::target)
                        .filter(
                                table ->
                                        selections(rules).stream()
                                                .anyMatch(one -> leadsTo(one, rules, table)))
                        .toList();
        if (!written.isEmpty()) {
            notes.warning(
                    "second-task",
                    "Another task writes the same table",
                    "task %s (%s) writes %s"
                            .formatted(task.replicationTaskIdentifier(), task.status(), written),
                    "stop and delete one of both tasks");
        }
    }

    /** Whether the rules take what is selected, as far as it is named exactly, to a table. */
    private static boolean leadsTo(Locator selected, List<JsonNode> rules, TableName table) {
        TableName exact = new TableName(bare(selected.schema()), bare(selected.table()));
        TableName end = new Routes(rules).destination(exact);
        return Locator.matches(pattern(end.schema()), table.schema())
                && Locator.matches(pattern(end.table()), table.table());
    }

    private static String bare(String pattern) {
        return pattern.replace("[_]", "_");
    }

    private static String pattern(String name) {
        return name.replace("_", "[_]");
    }

    private static List<Locator> selections(List<JsonNode> rules) {
        return rules.stream()
                .filter(rule -> rule.path("rule-type").asText().equals("selection"))
                .filter(rule -> !rule.path("rule-action").asText().equals("exclude"))
                .map(Locator::of)
                .toList();
    }

    private List<JsonNode> rules(ReplicationTask task) {
        try {
            String mapping =
                    dms.task(task.replicationTaskIdentifier())
                            .map(ReplicationTask::tableMappings)
                            .orElse("{}");
            List<JsonNode> rules = new ArrayList<>();
            JSON.readTree(mapping).path("rules").forEach(rules::add);
            rules.sort(Comparator.comparingInt(rule -> rule.path("rule-id").asInt()));
            return rules;
        } catch (JsonProcessingException e) {
            notes.warning(
                    "not-checked",
                    "What another task reads and writes could not be checked",
                    "%s: %s".formatted(task.replicationTaskIdentifier(), e.getOriginalMessage()),
                    "look at its table mapping");
            return List.of();
        }
    }

    private Map<String, Endpoint> endpoints() {
        try {
            return dms
                    .call(
                            "dms:DescribeEndpoints",
                            client ->
                                    client.describeEndpointsPaginator(_ -> {}).stream()
                                            .flatMap(page -> page.endpoints().stream())
                                            .toList())
                    .stream()
                    .collect(Collectors.toMap(Endpoint::endpointArn, Function.identity()));
        } catch (AwsRefusedException e) {
            if (e.getCause() instanceof ResourceNotFoundException) {
                return Map.of();
            }
            throw e;
        }
    }
}
