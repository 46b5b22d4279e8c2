package com.travelbuddy.reversesync.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.travelbuddy.reversesync.mapping.Preview;
import com.travelbuddy.reversesync.mapping.TableMappings;
import com.travelbuddy.reversesync.mapping.TableSync;
import com.travelbuddy.reversesync.settings.InvalidSettingsException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Shows which column goes where and as what. */
@Command(
        name = "mapping",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Shows the table mapping that is generated for DMS, and what it does to each"
                        + " column, with a value of a row that is there.",
        footerHeading = "%nExample:%n",
        footer = "  reverse-sync mapping --save table-mappings.json")
final class MappingCommand extends SyncCommand {

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Write the mapping there, as the AWS CLI and the console take it.")
    private Path file;

    /**
     * The result.
     *
     * @param tableMappings DMS's document
     * @param saved the file that it was written to, if any
     */
    record Result(List<Preview> tables, JsonNode tableMappings, String saved) {}

    @Override
    Report run(Context context) throws SQLException {
        List<TableSync> tables = context.derivation().orThrow();
        JsonNode document = TableMappings.document(tables, context.settings().formula());
        List<Preview> previews = new ArrayList<>();
        try (Connection source = context.source().connect()) {
            for (TableSync table : tables) {
                previews.add(Preview.of(table, context.settings().formula(), source));
            }
        }
        List<String> lines = new ArrayList<>();
        previews.forEach(preview -> lines.addAll(lines(preview)));
        if (file == null) {
            lines.addAll(document.toPrettyString().lines().toList());
        } else {
            save(document);
            lines.add("The mapping is in " + file);
        }
        return new Report(
                ExitCode.OK,
                new Result(previews, document, file == null ? null : file.toString()),
                lines);
    }

    private void save(JsonNode document) {
        try {
            Files.writeString(file, document.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new InvalidSettingsException(
                    List.of("--save names '%s', which cannot be written: %s".formatted(file, e)));
        }
    }

    private static List<String> lines(Preview preview) {
        List<String> lines = new ArrayList<>();
        lines.add("%s -> %s".formatted(preview.source(), preview.target()));
        TextTable table =
                new TextTable(
                        "SOURCE COLUMN",
                        "TYPE",
                        "TARGET COLUMN",
                        "TYPE",
                        "CONVERSION",
                        "BEFORE",
                        "AFTER");
        for (Preview.Line line : preview.columns()) {
            table.row(
                    line.sourceColumn(),
                    line.sourceType(),
                    line.targetColumn().orElse("-"),
                    line.targetType().orElse("-"),
                    line.conversion().contains("$") ? "epoch-millis" : line.conversion(),
                    line.before().orElse("NULL"),
                    line.targetColumn().isPresent() ? line.after().orElse("NULL") : "-");
        }
        lines.addAll(table.lines());
        for (Preview.Line line : preview.columns()) {
            if (line.conversion().contains("$")) {
                lines.add("  %s = %s".formatted(line.targetColumn().orElse(""), line.conversion()));
            }
        }
        lines.add("");
        return lines;
    }
}
