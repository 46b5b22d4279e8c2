package com.travelbuddy.reversesync.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SettingsTest {

    private static final String LEAST =
            """
            source: {host: pg, database: dso, username: sync}
            target: {secret: monolith, database: travelbuddy}
            dms: {target-endpoint: {tls: none}}
            tables:
              - source: travelbuddy.flightspecial
            """;

    private static final Map<String, String> PASSWORD =
            Map.of("REVERSE_SYNC_SOURCE_PASSWORD", "swordfish");

    @TempDir private Path folder;

    @Test
    void hasADefaultForAllThatIsNotAboutTheDatabases() throws IOException {
        Settings settings = load(LEAST, PASSWORD);

        assertThat(settings.source().login())
                .isEqualTo(new Login.Password("sync", new Secret("swordfish")));
        assertThat(settings.source().tls()).isEqualTo(TlsMode.REQUIRE);
        assertThat(settings.target().login()).isEqualTo(new Login.SecretsManager("monolith"));
        assertThat(settings.slot()).isEqualTo("reverse_sync");
        assertThat(settings.tables())
                .containsExactly(
                        new TableDeclaration(
                                new TableName("travelbuddy", "flightspecial"),
                                new TableName("travelbuddy", "flightspecial"),
                                List.of(),
                                List.of()));
        assertThat(settings.formula()).isEqualTo(Formula.ARITHMETIC);
        DmsSettings dms = settings.dms();
        assertThat(dms.endpoint()).isEmpty();
        assertThat(dms.task()).isEqualTo("reverse-sync");
        assertThat(dms.migrationType()).isEqualTo(MigrationType.AUTO);
        assertThat(dms.controlSchema()).isEqualTo("awsdms_control");
        assertThat(dms.instance().id()).isEqualTo("reverse-sync");
        assertThat(dms.sourceEndpoint().id()).isEqualTo("reverse-sync-source");
        assertThat(dms.timeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(settings.status().maxLag()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.serve().port()).isEqualTo(8090);
    }

    @Test
    void readsWhatIsDeclaredOfColumns() throws IOException {
        Settings settings =
                load(
                        LEAST
                                + """
                                    target: specials.offer
                                    columns:
                                      expiry_date: {to: expiryDate, as: epoch-millis, zone: '+09:00', null: never}
                                      origin_code:
                                        to: originCode
                                    drop: [version, updated_at]
                                """,
                        PASSWORD);
        TableDeclaration table = settings.tables().getFirst();
        assertThat(table.target()).isEqualTo(new TableName("specials", "offer"));
        assertThat(table.columns())
                .containsExactlyInAnyOrder(
                        new ColumnDeclaration(
                                "expiry_date",
                                Optional.of("expiryDate"),
                                Optional.of(new Conversion(ZoneOffset.ofHours(9), NullDate.NEVER))),
                        new ColumnDeclaration(
                                "origin_code", Optional.of("originCode"), Optional.empty()));
        assertThat(table.drop()).containsExactly("version", "updated_at");
    }

    @Test
    void namesEveryProblemAtOnceByKeyAndRule() {
        assertThatThrownBy(
                        () ->
                                load(
                                        """
                                        source: {host: pg, username: sync, password: swordfish, tls: maybe}
                                        target: {secret: monolith, database: travelbuddy, port: 70000}
                                        tables:
                                          - source: a.b.c
                                            columns:
                                              at: {to: at, as: epoch-millis, zone: Asia/Seoul}
                                              day: {as: epoch-days}
                                            drop: [at]
                                        dms: {task: 9 lives, timeout: soon, edpoint: http://x}
                                        verify: {chunk-rows: many}
                                        """,
                                        Map.of()))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContainingAll(
                        "source.database is missing",
                        "source.password does not belong in the file",
                        "source.tls must be one of none, require, verify-ca, verify-full, is 'maybe'",
                        "target.port must be an integer from 1 to 65535, is '70000'",
                        "tables.0.source must be a table or schema.table, is 'a.b.c'",
                        "tables.0.columns.at.zone must be a fixed offset such as +09:00",
                        "tables.0.columns.at.to must differ from the source's name",
                        "tables.0.columns.day.as must be epoch-millis, is 'epoch-days'",
                        "tables.0.drop names 'at', which has a rule already",
                        "dms.task must be lower-case letters",
                        "dms.target-endpoint.tls must be none, verify-ca or verify-full",
                        "dms.timeout must be a number with ms, s, m, h or d",
                        "dms.edpoint is not a key",
                        "verify.chunk-rows must be an integer")
                .hasMessageNotContaining("swordfish");
    }

    @Test
    void putsVariablesBeforeTheFile() throws IOException {
        Settings settings =
                load(
                        LEAST,
                        Map.of(
                                "REVERSE_SYNC_SOURCE_PASSWORD", "swordfish",
                                "REVERSE_SYNC_SOURCE_HOST", "elsewhere",
                                "REVERSE_SYNC_DMS_ENDPOINT", "http://127.0.0.1:15566",
                                "REVERSE_SYNC_STATUS_MAX_LAG", "5m",
                                "REVERSE_SYNC_DMS_SUBNET_GROUP_SUBNETS", "subnet-a, subnet-b"));
        assertThat(settings.source().host()).contains("elsewhere");
        assertThat(settings.dms().endpoint().orElseThrow()).hasPort(15566);
        assertThat(settings.status().maxLag()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.dms().subnetGroup().subnets()).containsExactly("subnet-a", "subnet-b");
    }

    @Test
    void knowsWhatDmsAsksOfTls() {
        assertThatThrownBy(
                        () ->
                                load(
                                        LEAST.replace("tls: none", "tls: verify-full")
                                                .replace("dms: {", "dms: {endpoint: ftp://x, "),
                                        PASSWORD))
                .hasMessageContaining("dms.target-endpoint.certificate-arn is missing")
                .hasMessageContaining("dms.endpoint must be like");
    }

    @Test
    void asksCloudWatchOnlyBesideAws() throws IOException {
        assertThat(load(LEAST, PASSWORD).dms().cloudWatch()).isTrue();
        assertThat(
                        load(LEAST.replace("dms: {", "dms: {endpoint: 'http://x', "), PASSWORD)
                                .dms()
                                .cloudWatch())
                .isFalse();
    }

    @Test
    void showsNoPassword() throws IOException {
        assertThat(load(LEAST, PASSWORD).toString()).contains("sync").doesNotContain("swordfish");
    }

    @Test
    void saysThatThereIsNoFileAndWhereItIsBroken() throws IOException {
        assertThatThrownBy(() -> Settings.load(folder.resolve("none.yaml"), Map.of()))
                .hasMessageContainingAll("none.yaml cannot be read", "--config");
        assertThatThrownBy(() -> load("source: [", Map.of()))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("cannot be parsed");
    }

    private Settings load(String yaml, Map<String, String> environment) throws IOException {
        Path file = folder.resolve("reverse-sync.yaml");
        Files.writeString(file, yaml);
        return Settings.load(file, environment);
    }
}
