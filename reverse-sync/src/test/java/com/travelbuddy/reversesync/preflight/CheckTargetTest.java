package com.travelbuddy.reversesync.preflight;

import static com.travelbuddy.reversesync.preflight.Severity.ERROR;
import static com.travelbuddy.reversesync.preflight.Severity.INFO;
import static com.travelbuddy.reversesync.preflight.Severity.WARNING;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.reversesync.support.Flights;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;

class CheckTargetTest {

    @Test
    void tellsRightsThatAreMissingAndThoseThatAreTooWide() {
        try (Flights flights = new Flights();
                Accounts accounts = new Accounts(flights)) {
            accounts.grantAll();
            flights.atTarget(
                    "REVOKE ALL ON `%s`.* FROM %s"
                            .formatted(
                                    flights.controlSchema().replace("_", "\\_"), accounts.target()),
                    "REVOKE DELETE ON flightspecial FROM " + accounts.target());
            accounts.grantAtTarget("CREATE, DROP ON `%s`.*".formatted(flights.name()));
            Checked checked = Checked.of(flights);
            assertThat(checked.ids(ERROR)).containsExactly("control-rights", "target-rights");
            assertThat(checked.evidence("target-rights"))
                    .isEqualTo("it lacks DELETE on %s.flightspecial".formatted(flights.name()));
            assertThat(checked.evidence("target-rights-wide"))
                    .isEqualTo("CREATE, DROP ON %s.*".formatted(flights.name()));
            assertThat(checked.remedy("target-rights-wide"))
                    .contains(
                            "GRANT SELECT, INSERT, UPDATE, DELETE ON `%s`.`flightspecial` TO %s"
                                    .formatted(flights.name(), accounts.target()));
        }
    }

    @Test
    void countsRightsOfRolesThatAreActive() {
        String role = "r_reverse_sync";
        try (Flights flights = new Flights();
                Accounts accounts = new Accounts(flights)) {
            accounts.grantAll();
            flights.atTarget(
                    "REVOKE SELECT, INSERT, UPDATE, DELETE ON flightspecial FROM "
                            + accounts.target(),
                    "GRANT SELECT ON flightspecial TO " + accounts.target(),
                    "CREATE ROLE " + role,
                    "GRANT INSERT, UPDATE, DELETE ON flightspecial TO " + role,
                    "GRANT %s TO %s".formatted(role, accounts.target()));
            try {
                Checked inactive = Checked.of(flights);
                assertThat(inactive.ids(ERROR)).containsExactly("target-rights");
                assertThat(inactive.evidence("role-inactive")).isEqualTo(role);

                flights.atTarget("SET DEFAULT ROLE %s FOR %s".formatted(role, accounts.target()));
                Checked active = Checked.of(flights);
                assertThat(active.ids(ERROR)).isEmpty();
                assertThat(active.ids(WARNING)).doesNotContain("target-rights-wide");
            } finally {
                flights.atTarget("DROP ROLE " + role);
            }
        }
    }

    @Test
    void tellsWhatElseKeepsTheTable() {
        try (Flights flights = new Flights()) {
            flights.atTarget(
                    "CREATE TABLE offer (id INT PRIMARY KEY, special INT UNSIGNED,"
                            + " CONSTRAINT of_special FOREIGN KEY (special)"
                            + " REFERENCES flightspecial (id))",
                    "ALTER TABLE flightspecial ADD UNIQUE one_header (header)",
                    "CREATE TRIGGER stamp BEFORE INSERT ON flightspecial FOR EACH ROW"
                            + " SET NEW.cost = NEW.cost + 1");
            Checked checked = Checked.of(flights);
            assertThat(checked.ids(WARNING)).contains("foreign-keys", "unique-keys", "triggers");
            assertThat(checked.evidence("foreign-keys")).contains("of_special of ");
            assertThat(checked.evidence("triggers")).isEqualTo("stamp BEFORE INSERT");

            flights.atTarget("DROP TABLE offer", "ALTER TABLE flightspecial ENGINE = MyISAM");
            assertThat(Checked.of(flights).ids(ERROR)).containsExactly("engine");

            flights.atTarget(
                    "RENAME TABLE flightspecial TO kept",
                    "CREATE VIEW flightspecial AS SELECT * FROM kept");
            assertThat(Checked.of(flights).ids(ERROR)).contains("target-kind");

            flights.atTarget("DROP VIEW flightspecial");
            assertThat(Checked.of(flights).ids(ERROR)).contains("target-table", "mapping");
        }
    }

    @Test
    void tellsAServerThatIsNotSetUpForIt() {
        try (Flights flights = new Flights()) {
            String mode = flights.fromTarget("SELECT @@GLOBAL.sql_mode").getFirst();
            try {
                flights.atTarget(
                        "SET GLOBAL local_infile = OFF",
                        "SET GLOBAL sql_mode = ''",
                        "SET GLOBAL read_only = ON");
                Checked checked = Checked.of(flights);
                assertThat(checked.ids(ERROR)).containsExactly("local-infile", "read-only");
                assertThat(checked.ids(WARNING)).contains("sql-mode");

                flights.set("dms.migration-type", "cdc");
                assertThat(Checked.of(flights).ids(ERROR)).containsExactly("read-only");
            } finally {
                flights.atTarget(
                        "SET GLOBAL local_infile = ON",
                        "SET GLOBAL sql_mode = '%s'".formatted(mode),
                        "SET GLOBAL read_only = OFF");
            }
        }
    }

    @Test
    void refusesAFullLoadOverRows() {
        try (Flights flights = new Flights()) {
            flights.addSpecials(1, 3).levelTarget();
            assertThat(Checked.of(flights).ids(ERROR)).isEmpty();
            flights.set("dms.migration-type", "full-load-and-cdc");
            Checked checked = Checked.of(flights);
            assertThat(checked.ids(ERROR)).containsExactly("full-load-target");
            assertThat(checked.remedy("full-load-target")).contains("verify --repair");
        }
    }

    @Test
    void saysThatAnotherAccountOfDmsWasNotChecked() {
        try (Flights flights = new Flights()) {
            for (String side : new String[] {"source", "target"}) {
                flights.set("dms.%s-endpoint.secret".formatted(side), "dms/" + side);
                flights.set(
                        "dms.%s-endpoint.access-role".formatted(side),
                        "arn:aws:iam::000000000000:role/dms");
            }
            Checked checked = Checked.of(flights);
            assertThat(checked.ids(INFO)).contains("dms-account");
            assertThat(checked.evidence("dms-account")).contains("dms/source", "dms/target");
        }
    }

    @Test
    void knowsVersions() {
        Notes notes = new Notes(Area.TARGET, new ArrayList<>(), new AtomicInteger());
        for (String fine : new String[] {"5.7.44-log", "8.0.36", "8.4.2", "10.11.6-MariaDB-log"}) {
            TargetServer.version(fine, notes);
        }
        assertThat(notes.findings()).isEmpty();
        for (String wrong : new String[] {"5.1.73", "9.1.0", "10.0.17-MariaDB", "odd"}) {
            TargetServer.version(wrong, notes);
        }
        assertThat(notes.findings().stream().map(Finding::severity))
                .containsExactly(ERROR, WARNING, ERROR, WARNING);
    }
}
