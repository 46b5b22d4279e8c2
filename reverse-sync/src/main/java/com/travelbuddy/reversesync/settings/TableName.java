package com.travelbuddy.reversesync.settings;

/** A table's name with its schema's, both as the catalogue spells them. */
public record TableName(String schema, String table) {

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
