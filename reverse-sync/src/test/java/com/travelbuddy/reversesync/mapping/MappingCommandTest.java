package com.travelbuddy.reversesync.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Flights;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;

/** The command {@code mapping}. */
class MappingCommandTest {

    @TempDir private Path folder;

    @Test
    void showsEachColumnWithAValueBeforeAndAfter() {
        try (Flights flights = new Flights().addSpecials(7, 3)) {
            Cli.Result mapping = flights.run("mapping");

            assertThat(mapping.exitCode()).as(mapping.err()).isZero();
            assertThat(mapping.out().lines())
                    .anySatisfy(
                            line ->
                                    assertThat(line)
                                            .matches(
                                                    "origin_code +character varying\\(6\\) +originCode"
                                                            + " +varchar\\(6\\) +renamed +LHR +LHR"))
                    .anySatisfy(
                            line ->
                                    assertThat(line)
                                            .matches(
                                                    "expiry_date +timestamp without time zone"
                                                            + " +expiryDate +bigint\\(20\\)"
                                                            + " +epoch-millis +2030-01-01"
                                                            + " 00:00:07.130449 +1893456007130"))
                    .anySatisfy(line -> assertThat(line).matches("version +bigint .*dropped +1 +-"))
                    .anySatisfy(line -> assertThat(line).matches("destination .* NULL +NULL"))
                    .anySatisfy(line -> assertThat(line).contains("\"rule-action\" : \"include\""));
        }
    }

    @Test
    void hasTheSameShapeForProgramsAndSavesTheDocument() throws IOException {
        try (Flights flights = new Flights()) {
            Path file = folder.resolve("table-mappings.json");
            Cli.Result mapping = flights.run("mapping", "-o", "json", "--save", file.toString());

            assertThat(mapping.exitCode()).as(mapping.err()).isZero();
            assertThat(mapping.document().path("outcome").asText()).isEqualTo("ok");
            JsonNode document = mapping.result().path("tableMappings");
            assertThat(new JsonMapper().readTree(Files.readString(file))).isEqualTo(document);
            assertThat(
                            StreamSupport.stream(
                                            mapping.result().at("/tables/0/columns").spliterator(),
                                            false)
                                    .map(column -> column.path("targetColumn").asText("-")))
                    .containsExactly(
                            "id",
                            "header",
                            "body",
                            "origin",
                            "originCode",
                            "destination",
                            "destinationCode",
                            "cost",
                            "expiryDate",
                            "-",
                            "-");
        }
    }

    @Test
    void refusesAColumnWithoutACounterpartAndNamesAllOfThem() {
        try (Flights flights = new Flights()) {
            flights.atSource("ALTER TABLE travelbuddy.flightspecial ADD COLUMN seats int");
            flights.atTarget(
                    "ALTER TABLE flightspecial ADD COLUMN airline VARCHAR(9) NOT NULL,"
                            + " ADD COLUMN note TEXT");
            flights.declare(
                    """
                    tables:
                      - source: travelbuddy.flightspecial
                        columns:
                          expiry_date: {to: expiryDate, as: epoch-millis}
                          detination_code: {to: destinationCode}
                          cost: {to: price}
                        drop: [version, updatedat]
                    """);
            Cli.Result mapping = flights.run("mapping", "-o", "json");

            assertThat(mapping.exitCode()).isEqualTo(7);
            assertThat(mapping.document().path("error").asText())
                    .contains("detination_code, which the source's table does not have")
                    .contains("drop names updatedat, which")
                    .contains("no column price, which cost is declared to go to")
                    .contains("the target has no column for updated_at")
                    .contains("the target has no column for seats")
                    .contains("nothing feeds the target's column airline")
                    .contains("nothing feeds the target's column cost")
                    .doesNotContain("column note");
        }
    }

    @Test
    void refusesATableWithoutAKeyAndTwoColumnsForOne() {
        try (Flights flights = new Flights()) {
            flights.atSource(
                    "ALTER TABLE travelbuddy.flightspecial DROP CONSTRAINT flightspecial_pkey");
            flights.declare(
                    """
                    tables:
                      - source: travelbuddy.flightspecial
                        columns:
                          expiry_date: {to: expiryDate, as: epoch-millis}
                          body: {to: header}
                        drop: [version, updated_at]
                      - source: travelbuddy.nothing
                    """);
            Cli.Result mapping = flights.run("mapping");

            assertThat(mapping.exitCode()).isEqualTo(7);
            assertThat(mapping.err())
                    .contains("columns header and body both go to header")
                    .contains("no primary key")
                    .contains("travelbuddy.nothing: the source has no such table")
                    .contains(flights.name() + ".nothing: the target has no such table");
        }
    }
}
