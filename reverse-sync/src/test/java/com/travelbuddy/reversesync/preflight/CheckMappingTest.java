package com.travelbuddy.reversesync.preflight;

import static com.travelbuddy.reversesync.preflight.Severity.ERROR;
import static com.travelbuddy.reversesync.preflight.Severity.INFO;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.travelbuddy.reversesync.catalog.Column;
import com.travelbuddy.reversesync.catalog.Table;
import com.travelbuddy.reversesync.settings.TableName;
import com.travelbuddy.reversesync.support.Flights;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

class CheckMappingTest {

    @Test
    void tellsColumnsThatAppearOnEitherSide() {
        try (Flights flights = new Flights()) {
            flights.atSource("ALTER TABLE travelbuddy.flightspecial ADD class text");
            flights.atTarget(
                    "ALTER TABLE flightspecial ADD seats INT DEFAULT 1, ADD gate INT NOT NULL");
            Checked checked = Checked.of(flights);
            assertThat(checked.ids(ERROR)).containsExactly("mapping");
            assertThat(checked.evidence("mapping"))
                    .contains("the target has no column for class")
                    .contains("nothing feeds the target's column gate");
            assertThat(checked.evidence("column-defaulted")).endsWith("flightspecial: seats");
            assertThat(checked.ids(INFO)).contains("column-defaulted");
        }
    }

    @Test
    void findsATypoInTheMappingThatATaskHas() {
        try (Flights flights = new Flights();
                DmsResources dms = new DmsResources(flights)) {
            String source =
                    dms.postgres(flights.task() + "-source", ReplicationEndpointTypeValue.SOURCE);
            String target = dms.mariaDb(flights.task() + "-target");
            String derived = mapping(flights);
            dms.task(flights.task(), source, target, derived);
            assertThat(Checked.of(flights).ids(ERROR)).isEmpty();
        }
        try (Flights flights = new Flights();
                DmsResources dms = new DmsResources(flights)) {
            String source =
                    dms.postgres(flights.task() + "-source", ReplicationEndpointTypeValue.SOURCE);
            String target = dms.mariaDb(flights.task() + "-target");
            dms.task(
                    flights.task(),
                    source,
                    target,
                    mapping(flights).replace("destination_code", "detination_code"));
            Checked checked = Checked.of(flights);
            assertThat(checked.ids(ERROR)).containsExactly("task-column-unknown", "task-locator");
            assertThat(checked.evidence("task-locator"))
                    .contains("travelbuddy.flightspecial.detination_code matches 0 columns");
            assertThat(checked.evidence("task-column-unknown")).endsWith("destination_code");
        }
    }

    @Test
    void findsWhatDmsPassesOver() throws JsonProcessingException {
        List<Finding> findings = new ArrayList<>();
        TableName special = new TableName("travelbuddy", "flightspecial");
        List<Locator.Place> all =
                List.of(
                        new Locator.Place(special, "id"),
                        new Locator.Place(special, "origin"),
                        new Locator.Place(special, "origin_code"),
                        new Locator.Place(new TableName("travelbuddy", "flightXspecial"), "id"));
        Table target =
                new Table(
                        new TableName("m", "flightspecial"),
                        List.of(column("id"), column("origin"), column("cost")),
                        List.of("id"));
        new MappingLint(
                        "mapping",
                        "",
                        all,
                        List.of(target),
                        new Notes(Area.MAPPING, findings, new AtomicInteger()))
                .check(
                        new JsonMapper()
                                .readTree(
                                        """
                        {"rules": [
                          {"rule-type": "selection", "rule-id": "1", "rule-name": "s",
                           "rule-action": "include", "object-locator":
                           {"schema-name": "travelbuddy", "table-name": "flight%"}},
                          {"rule-type": "transformation", "rule-id": "2", "rule-name": "schema",
                           "rule-target": "schema", "rule-action": "rename", "value": "m",
                           "object-locator": {"schema-name": "travelbuddy"}},
                          {"rule-type": "transformation", "rule-id": "3", "rule-name": "twice",
                           "rule-target": "column", "rule-action": "change-data-type",
                           "object-locator": {"schema-name": "travelbuddy",
                            "table-name": "flightspecial", "column-name": "origin%"}},
                          {"rule-type": "transformation", "rule-id": "4", "rule-name": "drop",
                           "rule-target": "column", "rule-action": "remove-column",
                           "object-locator": {"schema-name": "travelbuddy",
                            "table-name": "flightspecial", "column-name": "origin_code"}},
                          {"rule-type": "transformation", "rule-id": "5", "rule-name": "add",
                           "rule-target": "column", "rule-action": "add-column", "value": "fare",
                           "expression": "$price*2 || ' a*b '", "object-locator":
                           {"schema-name": "travelbuddy", "table-name": "flightspecial"}}
                        ]}
                        """));
        assertThat(findings.stream().map(one -> one.id() + ": " + one.evidence()))
                .containsExactlyInAnyOrder(
                        "locator: mapping, rule s: travelbuddy.flight% matches 2 tables",
                        "locator: mapping, rule twice: travelbuddy.flightspecial.origin% matches 2"
                                + " columns",
                        "expression-spaces: mapping, rule add: $price*2 || ' a*b '",
                        "expression-column: mapping, rule add: $price",
                        "rule-overlap: mapping, column travelbuddy.flightspecial.origin_code: drop,"
                                + " twice",
                        "column-unknown: mapping, m.flightspecial: fare",
                        "column-unfed: mapping, m.flightspecial: cost");
    }

    @Test
    void readsPatternsAsDmsDoes() {
        assertThat(Locator.matches("flight_special", "flightXspecial")).isTrue();
        assertThat(Locator.matches("flight[_]special", "flightXspecial")).isFalse();
        assertThat(Locator.matches("flight[_]special", "flight_special")).isTrue();
        assertThat(Locator.matches("part[a-c]%", "partb2030")).isTrue();
        assertThat(Locator.matches("part[a-c]%", "partd")).isFalse();
        assertThat(Locator.matches("a.c", "abc")).isFalse();
    }

    private static String mapping(Flights flights) {
        String table =
                """
                "object-locator": {"schema-name": "travelbuddy", "table-name": "flightspecial"%s}
                """;
        StringBuilder rules =
                new StringBuilder(
                        """
                        {"rules": [
                        {"rule-type": "selection", "rule-id": "1", "rule-name": "s",
                         "rule-action": "include", %s},
                        {"rule-type": "transformation", "rule-id": "2", "rule-name": "schema",
                         "rule-target": "schema", "rule-action": "rename", "value": "%s",
                         "object-locator": {"schema-name": "travelbuddy"}},
                        {"rule-type": "transformation", "rule-id": "3", "rule-name": "millis",
                         "rule-target": "column", "rule-action": "add-column",
                         "value": "expiryDate", "expression": "$id * 1000",
                         "data-type": {"type": "int8"}, %s}
                        """
                                .formatted(
                                        table.formatted(""), flights.name(), table.formatted("")));
        int id = 4;
        for (String renamed : new String[] {"origin_code", "destination_code"}) {
            rules.append(
                    """
                    , {"rule-type": "transformation", "rule-id": "%d", "rule-name": "r%d",
                     "rule-target": "column", "rule-action": "rename", "value": "%s", %s}
                    """
                            .formatted(
                                    id,
                                    id++,
                                    renamed.replace("_c", "C"),
                                    table.formatted(", \"column-name\": \"" + renamed + '"')));
        }
        for (String dropped : new String[] {"expiry_date", "version", "updated_at"}) {
            rules.append(
                    """
                    , {"rule-type": "transformation", "rule-id": "%d", "rule-name": "r%d",
                     "rule-target": "column", "rule-action": "remove-column", %s}
                    """
                            .formatted(
                                    id,
                                    id++,
                                    table.formatted(", \"column-name\": \"" + dropped + '"')));
        }
        return rules.append("]}").toString();
    }

    private static Column column(String name) {
        return new Column(
                name,
                "int",
                "int",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Optional.empty());
    }
}
