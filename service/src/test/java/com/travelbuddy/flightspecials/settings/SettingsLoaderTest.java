package com.travelbuddy.flightspecials.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

final class SettingsLoaderTest {

    private static final Map<String, String> LEAST = Map.of("DB_PASSWORD", "secret");

    @TempDir private Path folder;

    @Test
    void theDefaultsNeedOnlyThePassword() {
        Settings settings = SettingsLoader.load(LEAST);

        assertThat(settings.http().port()).isEqualTo(8080);
        assertThat(settings.management().port()).isEqualTo(8081);
        assertThat(settings.database().host()).isEqualTo("localhost");
        assertThat(settings.database().login())
                .isEqualTo(new DatabaseSettings.Password("postgres", "secret"));
        assertThat(settings.database().zone()).isEqualTo(ZoneOffset.UTC);
        assertThat(settings.database().sampleData()).isFalse();
        assertThat(settings.relay().pollInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(settings.kafka().properties()).isEmpty();
        assertThat(settings.unknownKeys()).isEmpty();
    }

    @Test
    void theLocalEnvironmentHasSampleDataAndStaysOnTheLoopback() {
        Settings settings = SettingsLoader.load(with("ENVIRONMENT", "local"));

        assertThat(settings.database().sampleData()).isTrue();
        assertThat(settings.http().host()).isEqualTo("127.0.0.1");
        assertThat(settings.management().host()).isEqualTo("127.0.0.1");
        assertThat(settings.log().format()).isEqualTo("text");
    }

    @Test
    void anEnvironmentWithoutAProfileIsOnlyALabel() {
        assertThat(SettingsLoader.load(with("ENVIRONMENT", "test-7")).environment())
                .isEqualTo("test-7");
    }

    @Test
    void theOriginalsVariablesAreUnderstood() {
        Map<String, String> variables =
                with(
                        "DATABASE_ENDPOINT", "db.example.com",
                        "DATABASE_PORT", "6543",
                        "DATABASE_USERNAME", "dso_user",
                        "DB_DATABASE_NAME", "specials",
                        "DB_DEFAULT_SCHEMA", "offers",
                        "APP_PORT", "9090");
        Settings settings = SettingsLoader.load(variables);

        assertThat(settings.database().host()).isEqualTo("db.example.com");
        assertThat(settings.database().port()).isEqualTo(6543);
        assertThat(settings.database().login())
                .isEqualTo(new DatabaseSettings.Password("dso_user", "secret"));
        assertThat(settings.database().name()).isEqualTo("specials");
        assertThat(settings.database().schema()).isEqualTo("offers");
        assertThat(settings.http().port()).isEqualTo(9090);
        assertThat(
                        SettingsLoader.load(with("DB_PORT", "7654", "DB_USERNAME", "other"))
                                .database()
                                .port())
                .isEqualTo(7654);
    }

    @Test
    void everyProblemIsListedInOneMessage() {
        Map<String, String> variables =
                Map.of(
                        "APP_PORT", "80a",
                        "DB_ZONE", "Europe/Prague",
                        "DB_TLS", "yes",
                        "DB_STATEMENT_TIMEOUT", "5 weeks",
                        "DB_SAMPLE_DATA", "maybe",
                        "DB_DEFAULT_SCHEMA", "drop table",
                        "KAFKA_BOOTSTRAP_SERVERS", "nowhere",
                        "KAFKA_PARTITIONS", "0",
                        "LOG_LEVEL", "loud");

        assertThatThrownBy(() -> SettingsLoader.load(variables))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContainingAll(
                        "http.port (APP_PORT) must be an integer from 0 to 65535, not '80a'",
                        "database.password (DB_PASSWORD) is missing",
                        "database.zone (DB_ZONE) must be a fixed offset",
                        "database.tls (DB_TLS) must be one of disable, prefer",
                        "database.statement-timeout (DB_STATEMENT_TIMEOUT) must be a duration",
                        "database.sample-data (DB_SAMPLE_DATA) must be one of true, false",
                        "database.schema (DB_DEFAULT_SCHEMA) must be lower-case letters",
                        "kafka.bootstrap-servers (KAFKA_BOOTSTRAP_SERVERS) must be host:port",
                        "kafka.partitions (KAFKA_PARTITIONS) must be an integer from 1 to 10000",
                        "log.level (LOG_LEVEL) must be one of error");
    }

    @Test
    void aSecretNeverShowsInAMessageOrInTheSettingsThemselves() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("service.yaml"),
                        "kafka:\n  properties:\n    sasl.password: hush\n");
        Settings settings = SettingsLoader.load(with("CONFIG_FILE", file.toString()));

        assertThat(settings.kafka().properties()).containsEntry("sasl.password", "hush");
        assertThat(settings.toString())
                .doesNotContain("hush")
                .doesNotContain("secret,")
                .doesNotContain("=secret");
    }

    @Test
    void filesOfTheSecretsFolderAreNamedByKeyOrVariable() throws IOException {
        Files.writeString(folder.resolve("DB_PASSWORD"), "from-file\n");
        Files.writeString(folder.resolve("database.username"), "file-user");
        Files.writeString(folder.resolve("kafka.properties.sasl.jaas.config"), "login;");
        Files.createDirectory(folder.resolve("..data"));
        Settings settings = SettingsLoader.load(Map.of("SECRETS_FOLDER", folder.toString()));

        assertThat(settings.database().login())
                .isEqualTo(new DatabaseSettings.Password("file-user", "from-file"));
        assertThat(settings.kafka().properties())
                .containsExactly(Map.entry("sasl.jaas.config", "login;"));
    }

    @Test
    void variablesWinOverSecretsOverTheFileOverProfilesOverDefaults() throws IOException {
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("database.name"), "from-secret");
        Files.writeString(secrets.resolve("database.schema"), "from_secret");
        Path file =
                Files.writeString(
                        folder.resolve("service.yaml"),
                        "database:\n  name: from-file\n  schema: from_file\n  host: from-file\n  sample-data: false\n");
        Settings settings =
                SettingsLoader.load(
                        with(
                                "ENVIRONMENT",
                                "local",
                                "SECRETS_FOLDER",
                                secrets.toString(),
                                "CONFIG_FILE",
                                file.toString(),
                                "DB_DATABASE_NAME",
                                "from-variable"));

        assertThat(settings.database().name()).isEqualTo("from-variable");
        assertThat(settings.database().schema()).isEqualTo("from_secret");
        assertThat(settings.database().host()).isEqualTo("from-file");
        assertThat(settings.database().sampleData()).isFalse();
        assertThat(settings.http().host()).isEqualTo("127.0.0.1");
        assertThat(settings.database().port()).isEqualTo(5432);
    }

    @Test
    void unknownKeysOfAFileAreReported() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("service.yaml"), "http:\n  prot: 1\ndatabse:\n  host: x\n");

        assertThat(SettingsLoader.load(with("CONFIG_FILE", file.toString())).unknownKeys())
                .containsExactly("databse.host", "http.prot");
    }

    @Test
    void aFileOrProfileThatDoesNotExistIsNamed() {
        assertThatThrownBy(
                        () ->
                                SettingsLoader.load(
                                        with("CONFIG_FILE", folder.resolve("no.yaml").toString())))
                .hasMessageContaining("config-file (CONFIG_FILE)")
                .hasMessageContaining("no.yaml");
        assertThatThrownBy(() -> SettingsLoader.load(with("PROFILES", "msk,mks")))
                .hasMessageContaining("profiles (PROFILES) names 'mks'");
    }

    @Test
    void aFileThatIsNotYamlIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.yaml"), "http: [\n");

        assertThatThrownBy(() -> SettingsLoader.load(with("CONFIG_FILE", file.toString())))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("broken.yaml");
    }

    @Test
    void theMskProfileLoadsTheClassesOfItsLogin() throws ReflectiveOperationException {
        Map<String, String> properties =
                SettingsLoader.load(with("PROFILES", "msk")).kafka().properties();

        assertThat(properties)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "AWS_MSK_IAM");
        String loginModule = properties.get("sasl.jaas.config").split(" ")[0];
        Class.forName(loginModule).getConstructor().newInstance();
        Class.forName(properties.get("sasl.client.callback.handler.class"))
                .getConstructor()
                .newInstance();
    }

    @Test
    void theSecretsManagerProfileNeedsNoPassword() {
        assertThat(SettingsLoader.load(Map.of("PROFILES", "secrets-manager")).database().login())
                .isEqualTo(new DatabaseSettings.Secret("flightspecial_db_credentials_test"));
    }

    @Test
    void everySettingHasADefaultAndEveryDefaultIsASetting() {
        Map<String, String> defaults = SettingsLoader.defaults();

        assertThat(defaults.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Setting.values())
                                .filter(setting -> !setting.isTree())
                                .map(Setting::key)
                                .toList());
    }

    private static Map<String, String> with(String... namesAndValues) {
        Map<String, String> variables = new HashMap<>(LEAST);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            variables.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return variables;
    }
}
