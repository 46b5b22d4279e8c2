package com.travelbuddy.reversesync.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.reversesync.settings.TableName;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class GrantsTest {

    private static final TableName SPECIALS = new TableName("travelbuddy", "flightspecial");
    private static final Set<String> ROWS = Set.of("SELECT", "INSERT", "UPDATE", "DELETE");

    @Test
    void readsWhatMySqlWrites() {
        Grants grants =
                Grants.parse(
                        List.of(
                                "GRANT USAGE ON *.* TO `dms`@`%`",
                                "GRANT SELECT, INSERT (`id`, `header`), UPDATE ON"
                                        + " `travelbuddy`.`flightspecial` TO `dms`@`%`",
                                "GRANT ALL PRIVILEGES ON `awsdms\\_control`.* TO `dms`@`%`",
                                "GRANT `writer`@`%`,`reader`@`%` TO `dms`@`%`"));
        assertThat(grants.missing(List.of("SELECT", "INSERT", "UPDATE", "DELETE"), SPECIALS))
                .containsExactly("INSERT", "DELETE");
        assertThat(grants.has("CREATE", new TableName("awsdms_control", "*"))).isTrue();
        assertThat(grants.has("CREATE", new TableName("awsdms-control", "*"))).isFalse();
        assertThat(grants.roles()).containsExactly("`writer`@`%`", "`reader`@`%`");
        assertThat(grants.beyond(ROWS, List.of(SPECIALS), "awsdms_control")).isEmpty();
    }

    @Test
    void readsWhatMariaDbWrites() {
        Grants grants =
                Grants.parse(
                        List.of(
                                "GRANT `writer` TO `dms`@`%`",
                                "GRANT ALL PRIVILEGES ON *.* TO `dms`@`%` IDENTIFIED BY PASSWORD"
                                        + " '*0123456789' WITH GRANT OPTION",
                                "GRANT EXECUTE ON PROCEDURE `travelbuddy`.`purge` TO `dms`@`%`",
                                "GRANT PROXY ON ''@'%' TO 'dms'@'%' WITH GRANT OPTION",
                                "SET DEFAULT ROLE `writer` FOR `dms`@`%`"));
        assertThat(grants.roles()).containsExactly("`writer`");
        assertThat(grants.has("DELETE", SPECIALS)).isTrue();
        assertThat(grants.beyond(ROWS, List.of(SPECIALS), "awsdms_control"))
                .containsExactly(
                        "ALL PRIVILEGES, GRANT OPTION ON *.*", "EXECUTE ON travelbuddy.purge");
    }

    @Test
    void takesAPartialRevokeOut() {
        Grants grants =
                Grants.parse(
                        List.of(
                                "GRANT SELECT, INSERT, SHUTDOWN, XA_RECOVER_ADMIN ON *.* TO `a`@`b`",
                                "REVOKE INSERT ON `travelbuddy`.* FROM `a`@`b`"));
        assertThat(grants.has("SELECT", SPECIALS)).isTrue();
        assertThat(grants.has("INSERT", SPECIALS)).isFalse();
        assertThat(grants.has("INSERT", new TableName("other", "flightspecial"))).isTrue();
    }

    @Test
    void takesASchemasNameAsAPattern() {
        Grants grants =
                Grants.parse(
                        List.of(
                                "GRANT INSERT ON `travel%`.* TO `a`@`b`",
                                "GRANT UPDATE ON `travelbudd_`.* TO `a`@`b`",
                                "GRANT DELETE ON `travel%`.`flightspecial` TO `a`@`b`"));
        assertThat(grants.missing(List.of("INSERT", "UPDATE", "DELETE"), SPECIALS))
                .containsExactly("DELETE");
        assertThat(grants.beyond(ROWS, List.of(SPECIALS), "awsdms_control")).hasSize(3);
    }
}
