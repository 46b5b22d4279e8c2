package com.travelbuddy.reversesync.settings;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the key {@code tables}. */
final class Declarations {

    private static final String EPOCH_MILLIS = "epoch-millis";

    private Declarations() {}

    static List<TableDeclaration> read(SettingsReader reader, String targetDatabase) {
        List<TableDeclaration> tables = new ArrayList<>();
        for (SettingsReader table : reader.elements("tables")) {
            TableName source = name(table, "source", table.text("source"), "public");
            TableName target =
                    name(
                            table,
                            "target",
                            table.optional("target").orElse(source.table()),
                            targetDatabase);
            List<ColumnDeclaration> columns = new ArrayList<>();
            SettingsReader section = table.section("columns");
            for (String column : section.names()) {
                columns.add(column(section.section(column), column));
            }
            List<String> drop = table.list("drop");
            Set<String> seen = new HashSet<>();
            for (String column : drop) {
                if (!seen.add(column)
                        || columns.stream().anyMatch(c -> c.source().equals(column))) {
                    table.problem("drop", "names '%s', which has a rule already".formatted(column));
                }
            }
            tables.add(new TableDeclaration(source, target, columns, drop));
        }
        if (tables.isEmpty()) {
            reader.problem("tables", "must list at least one table");
        }
        if (tables.stream().map(TableDeclaration::target).distinct().count() < tables.size()) {
            reader.problem("tables", "names a target twice, which DMS does not support");
        }
        if (tables.stream().map(TableDeclaration::source).distinct().count() < tables.size()) {
            reader.problem("tables", "names a source twice");
        }
        return tables;
    }

    private static TableName name(
            SettingsReader table, String key, String text, String standardSchema) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > 2 || List.of(parts).contains("") && !text.isEmpty()) {
            table.problem(key, "must be a table or schema.table, is '%s'".formatted(text));
        }
        return parts.length == 2
                ? new TableName(parts[0], parts[1])
                : new TableName(standardSchema, text);
    }

    private static ColumnDeclaration column(SettingsReader reader, String name) {
        Optional<String> to = reader.optional("to");
        Optional<String> as = reader.optional("as");
        Optional<String> zone = reader.optional("zone");
        Optional<NullDate> nullDate = reader.optionalChoice("null", NullDate.class);
        if (as.isEmpty()) {
            if (zone.isPresent() || nullDate.isPresent()) {
                reader.problem("as", "is missing: zone and null belong to as: " + EPOCH_MILLIS);
            }
            if (to.isEmpty()) {
                reader.problem("to", "is missing: a column that is named needs to, or as");
            }
            return new ColumnDeclaration(name, to, Optional.empty());
        }
        if (!as.get().equals(EPOCH_MILLIS)) {
            reader.problem("as", "must be %s, is '%s'".formatted(EPOCH_MILLIS, as.get()));
        }
        if (to.isEmpty()) {
            reader.problem("to", "is missing: a converted column gets another name");
        }
        if (to.isPresent() && to.get().equals(name)) {
            reader.problem("to", "must differ from the source's name: DMS adds a column beside it");
        }
        return new ColumnDeclaration(
                name,
                to,
                Optional.of(
                        new Conversion(
                                zone.map(text -> offset(reader, text)).orElse(ZoneOffset.UTC),
                                nullDate.orElse(NullDate.FAIL))));
    }

    private static ZoneOffset offset(SettingsReader reader, String text) {
        try {
            ZoneId zone = ZoneId.of(text);
            if (zone.getRules().isFixedOffset()) {
                return zone.getRules().getOffset(Instant.EPOCH);
            }
            reader.problem(
                    "zone",
                    ("must be a fixed offset such as +09:00, is '%s', whose offset has changed over"
                                    + " time: an expression of DMS cannot follow that")
                            .formatted(text));
        } catch (DateTimeException _) {
            reader.problem(
                    "zone", "must be UTC or an offset such as +09:00, is '%s'".formatted(text));
        }
        return ZoneOffset.UTC;
    }
}
