package com.travelbuddy.reversesync.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.reversesync.settings.Conversion;
import com.travelbuddy.reversesync.settings.Formula;
import com.travelbuddy.reversesync.settings.NullDate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Random;

class EpochMillisTest {

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

    @ParameterizedTest
    @CsvSource({
        "2025-01-01 00:00:12.999600, 1735689612999",
        "2025-01-01 00:00:59.999900, 1735689659999",
        "2025-01-01 00:00:12, 1735689612000",
        "2025-01-01 00:00:12.5, 1735689612500",
        "2025-01-01 00:00:12.123456789, 1735689612123",
        "1969-12-31 23:59:59.999, -1",
        "9999-12-31 23:59:59, 253402300799000"
    })
    void roundsDownToTheMillisecond(String text, String millis) throws SQLException {
        assertThat(value(text, ZoneOffset.UTC, NullDate.FAIL, Formula.ARITHMETIC)).contains(millis);
    }

    @ParameterizedTest
    @EnumSource(Formula.class)
    void agreesWithJavaOnRandomTimesInEveryOffset(Formula formula) throws SQLException {
        long seed = Long.getLong("times.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            LocalDateTime time =
                    LocalDateTime.ofEpochSecond(
                            random.nextLong(100_000_000L, 200_000_000_000L),
                            random.nextInt(1_000_000) * 1000,
                            ZoneOffset.UTC);
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-60, 60) * 900);
            assertThat(value(MICROS.format(time), offset, NullDate.FAIL, formula))
                    .as("%s at %s, times.seed %d", time, offset, seed)
                    .contains(Long.toString(time.toInstant(offset).toEpochMilli()));
        }
    }

    @Test
    void makesOfNullWhatIsDeclared() throws SQLException {
        for (Formula formula : Formula.values()) {
            assertThat(value(null, ZoneOffset.UTC, NullDate.FAIL, formula)).isEmpty();
            assertThat(value(null, ZoneOffset.UTC, NullDate.EXPIRED, formula)).contains("0");
            assertThat(value(null, ZoneOffset.UTC, NullDate.NEVER, formula))
                    .contains("253402300799000");
        }
    }

    private static Optional<String> value(
            String text, ZoneOffset offset, NullDate nullDate, Formula formula)
            throws SQLException {
        return Preview.evaluate(
                EpochMillis.expression("expiry_date", new Conversion(offset, nullDate), formula),
                Optional.ofNullable(text));
    }
}
