package com.travelbuddy.local.dms.settings;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Set;
import java.util.TreeSet;

/** Which values a setting may have. */
sealed interface SettingRule {

    boolean allows(JsonNode value);

    /** What is allowed, to end a sentence that begins with "must be". */
    String text();

    record Flag() implements SettingRule {

        @Override
        public boolean allows(JsonNode value) {
            return value.isBoolean();
        }

        @Override
        public String text() {
            return "true or false";
        }
    }

    /** A flag whose other value asks for what is not supported. */
    record Off() implements SettingRule {

        @Override
        public boolean allows(JsonNode value) {
            return value.isBoolean() && !value.booleanValue();
        }

        @Override
        public String text() {
            return "false: it is not supported";
        }
    }

    record Whole(int least, int most) implements SettingRule {

        @Override
        public boolean allows(JsonNode value) {
            return value.isIntegralNumber()
                    && value.canConvertToInt()
                    && value.intValue() >= least
                    && value.intValue() <= most;
        }

        @Override
        public String text() {
            return "a whole number from %d to %d".formatted(least, most);
        }
    }

    record Choice(Set<String> values) implements SettingRule {

        @Override
        public boolean allows(JsonNode value) {
            return value.isTextual() && values.contains(value.textValue());
        }

        @Override
        public String text() {
            return "one of " + String.join(", ", new TreeSet<>(values));
        }
    }

    record Text() implements SettingRule {

        @Override
        public boolean allows(JsonNode value) {
            return value.isTextual();
        }

        @Override
        public String text() {
            return "a string";
        }
    }

    /** Known to DMS, not supported here; only its absence can be written down. */
    record Absent() implements SettingRule {

        @Override
        public boolean allows(JsonNode value) {
            return false;
        }

        @Override
        public String text() {
            return "null: it is not supported";
        }
    }
}
