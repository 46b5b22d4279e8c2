package com.travelbuddy.local.dms.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

final class CopyTextTest {

    @Test
    void readsWhatItHasWritten() {
        String[] row = {
            "",
            null,
            "\\N",
            "N",
            "a\tb",
            "line\nline\r",
            "back\\slash\\",
            "\b\f",
            "\ud83d\udeeb",
            "'\""
        };
        var line = new ByteArrayOutputStream();
        for (int i = 0; i < row.length; i++) {
            if (i > 0) {
                line.write('\t');
            }
            CopyText.write(row[i], line);
        }
        line.write('\n');
        assertThat(CopyText.row(line.toByteArray(), 0, line.size(), row.length))
                .containsExactly(row);
    }

    @Test
    void readsTheEscapesOfPostgres() {
        byte[] line = "\\b\\f\\n\\r\\t\\v\\\\\t\\N\n".getBytes(StandardCharsets.UTF_8);
        assertThat(CopyText.row(line, 0, line.length, 2))
                .containsExactly("\b\f\n\r\t\u000b\\", null);
    }
}
