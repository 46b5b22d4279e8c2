package com.travelbuddy.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class InvocationTest {

    @Test
    void usesTheStandardPortsAndTemporaryData() throws UsageException {
        var run =
                run(
                        List.of(
                                "--service",
                                "service.jar",
                                "--dms",
                                "dms.jar",
                                "--sync",
                                "sync.jar"),
                        Map.of("APP_PORT", " "));

        assertThat(run.ports().numbers())
                .containsOnly(
                        Map.entry(Port.SERVICE, 8080),
                        Map.entry(Port.MANAGEMENT, 8081),
                        Map.entry(Port.POSTGRES, 15432),
                        Map.entry(Port.MYSQL, 13306),
                        Map.entry(Port.KAFKA, 19092),
                        Map.entry(Port.DMS, 15566),
                        Map.entry(Port.REVERSE_SYNC, 8090));
        assertThat(run.state()).isEmpty();
        assertThat(run.service()).isEqualTo(Path.of("service.jar"));
        assertThat(run.dms()).isEqualTo(Path.of("dms.jar"));
        assertThat(run.sync()).isEqualTo(Path.of("sync.jar"));
        assertThat(run.withParent()).isFalse();
    }

    @Test
    void takesEveryPortFromItsVariable() throws UsageException {
        var run =
                run(
                        List.of(
                                "--service=service.jar",
                                "--dms=dms.jar",
                                "--sync=sync.jar",
                                "--with-parent",
                                ""),
                        Map.of(
                                "APP_PORT", "1",
                                "MANAGEMENT_PORT", "2",
                                "POSTGRES_PORT", " 3 ",
                                "MYSQL_PORT", "4",
                                "KAFKA_PORT", "65535",
                                "DMS_PORT", "6",
                                "REVERSE_SYNC_PORT", "7"));

        assertThat(run.ports().numbers())
                .containsOnly(
                        Map.entry(Port.SERVICE, 1),
                        Map.entry(Port.MANAGEMENT, 2),
                        Map.entry(Port.POSTGRES, 3),
                        Map.entry(Port.MYSQL, 4),
                        Map.entry(Port.KAFKA, 65535),
                        Map.entry(Port.DMS, 6),
                        Map.entry(Port.REVERSE_SYNC, 7));
        assertThat(run.withParent()).isTrue();
    }

    @Test
    void keepsTheDataInTheFolderOfTheArgumentRatherThanOfTheVariable() throws UsageException {
        Map<String, String> environment = Map.of("STACK_HOME", "variable");

        assertThat(run(List.of("--service=a", "--dms=b", "--sync=c"), environment).state())
                .contains(Path.of("variable"));
        assertThat(
                        run(
                                        List.of(
                                                "--service=a",
                                                "--dms=b",
                                                "--sync=c",
                                                "--state",
                                                "argument"),
                                        environment)
                                .state())
                .contains(Path.of("argument"));
        assertThat(
                        run(
                                        List.of(
                                                "--service=a",
                                                "--dms=b",
                                                "--sync=c",
                                                "--state=argument=x"),
                                        environment)
                                .state())
                .contains(Path.of("argument=x"));
    }

    @Test
    void namesAllProblemsAtOnce() {
        assertThat(
                        problems(
                                List.of("--verbose", "start", "--state"),
                                Map.of(
                                        "APP_PORT", "http",
                                        "MANAGEMENT_PORT", "0",
                                        "POSTGRES_PORT", "65536",
                                        "MYSQL_PORT", "19092")))
                .containsExactly(
                        "unknown argument: --verbose",
                        "unknown argument: start",
                        "--state needs a value",
                        "--service is missing: the path of the service's jar",
                        "--dms is missing: the path of DMS Local's jar",
                        "--sync is missing: the path of the jar of reverse-sync",
                        "APP_PORT=http is not a port: it must be a number from 1 to 65535",
                        "MANAGEMENT_PORT=0 is not a port: it must be a number from 1 to 65535",
                        "POSTGRES_PORT=65536 is not a port: it must be a number from 1 to 65535",
                        "MYSQL_PORT and KAFKA_PORT are the same port, 19092");
    }

    @Test
    void helpNamesEveryVariableAndItsDefault() throws UsageException {
        assertThat(Invocation.of(List.of("--help"), Map.of("APP_PORT", "wrong")))
                .isEqualTo(new Invocation.Help());
        for (Port port : Port.values()) {
            assertThat(Invocation.USAGE)
                    .containsPattern(port.variable() + " +" + port.standard() + " ");
        }
    }

    private static Invocation.Run run(List<String> arguments, Map<String, String> environment)
            throws UsageException {
        return (Invocation.Run) Invocation.of(arguments, environment);
    }

    private static List<String> problems(List<String> arguments, Map<String, String> environment) {
        return catchThrowableOfType(
                        UsageException.class, () -> Invocation.of(arguments, environment))
                .problems();
    }
}
