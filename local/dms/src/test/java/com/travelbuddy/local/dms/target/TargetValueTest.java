package com.travelbuddy.local.dms.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.travelbuddy.local.dms.mapping.DataType;
import com.travelbuddy.local.dms.mapping.DataType.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetValueTest {

    private static final String MIXED = "ab\u00e9\ud83d\udeebc";

    @ParameterizedTest
    @CsvSource({
        "DATETIME, 2025-01-01 00:00:12.5,    2025-01-01 00:00:12.5",
        "DATETIME, 2025-01-01 00:00:12.5+00, 2025-01-01 00:00:12.5",
        "DATETIME, infinity,                 9999-12-31 23:59:59",
        "DATE,     infinity,                 9999-12-31",
        "NUMERIC,  -123.4500,                -123.4500",
        "BOOLEAN,  true,                     1",
        "BOOLEAN,  false,                    0",
        "STRING,   true,                     true",
        "BLOB,     \\x00ff5c,                00ff5c"
    })
    void isWrittenAsMySqlReadsIt(Kind kind, String value, String expected) throws Exception {
        assertThat(TargetValue.of(DataType.of(kind), value, 0)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "DATETIME, -infinity",
        "DATETIME, 0044-03-15 00:00:00 BC",
        "NUMERIC, NaN",
        "REAL8, Infinity",
        "REAL8, -Infinity"
    })
    void isRefusedWithoutACounterpart(Kind kind, String value) {
        assertThatThrownBy(() -> TargetValue.of(DataType.of(kind), value, 0))
                .isInstanceOf(TargetValue.UnfitException.class)
                .hasMessageContaining(value);
    }

    @Test
    void isCutToALimitOfBytesBetweenCodePoints() throws Exception {
        DataType text = DataType.of(Kind.NCLOB);
        assertThat(TargetValue.of(text, MIXED, 8)).isEqualTo("ab\u00e9\ud83d\udeeb");
        assertThat(TargetValue.of(text, MIXED, 7)).isEqualTo("ab\u00e9");
        assertThat(TargetValue.isCut(text, MIXED, 8)).isTrue();
        assertThat(TargetValue.isCut(text, MIXED, 9)).isFalse();
        assertThat(TargetValue.of(DataType.of(Kind.BLOB), "\\x00112233", 3)).isEqualTo("001122");
        assertThat(TargetValue.of(text, null, 3)).isNull();
    }
}
