package com.travelbuddy.local.dms.mapping;

import java.util.Locale;

/** What a transformation rule does. */
sealed interface Transformation {

    /** The name as the guide has it. */
    String action();

    /** Gives an object another name. */
    sealed interface Naming extends Transformation {

        String apply(String name);
    }

    record Rename(String value) implements Naming {

        @Override
        public String action() {
            return "rename";
        }

        @Override
        public String apply(String name) {
            return value;
        }
    }

    record ConvertCase(boolean upper) implements Naming {

        @Override
        public String action() {
            return upper ? "convert-uppercase" : "convert-lowercase";
        }

        @Override
        public String apply(String name) {
            return upper ? name.toUpperCase(Locale.ROOT) : name.toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param old empty: added to every name
     * @param value empty: removed
     */
    record Prefix(String action, String old, String value) implements Naming {

        @Override
        public String apply(String name) {
            return name.startsWith(old) ? value + name.substring(old.length()) : name;
        }
    }

    /**
     * @param old empty: added to every name
     * @param value empty: removed
     */
    record Suffix(String action, String old, String value) implements Naming {

        @Override
        public String apply(String name) {
            return name.endsWith(old)
                    ? name.substring(0, name.length() - old.length()) + value
                    : name;
        }
    }

    record RemoveColumn() implements Transformation {

        @Override
        public String action() {
            return "remove-column";
        }
    }

    /** Removes all columns that no such rule names. */
    record IncludeColumn() implements Transformation {

        @Override
        public String action() {
            return "include-column";
        }
    }

    record ChangeDataType(DataType type) implements Transformation {

        @Override
        public String action() {
            return "change-data-type";
        }
    }

    record AddColumn(String name, DataType type, String expression) implements Transformation {

        @Override
        public String action() {
            return "add-column";
        }
    }
}
