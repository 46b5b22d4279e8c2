package com.travelbuddy.delivery.documents;

import com.travelbuddy.delivery.support.Repository;
import com.travelbuddy.delivery.support.Tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a reader may paste into a shell: a line of a block, or several that are one to the shell.
 *
 * @param line of the document at which it begins, from 1
 * @param text as it is written
 */
record Command(Document document, int line, String text) {

    /** Blocks with these tags are for a shell. */
    static final Set<String> TAGS = Set.of("", "sh", "bash", "console");

    /** All of a document's, in its order. */
    static List<Command> of(Document document) {
        return document.blocks().stream()
                .filter(block -> TAGS.contains(block.tag()))
                .flatMap(block -> of(block).stream())
                .toList();
    }

    private static List<Command> of(Document.Block block) {
        List<Command> commands = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int begin = block.line();
        for (int i = 0; i < block.lines().size(); i++) {
            String line = block.lines().get(i);
            if (text.isEmpty()) {
                if (line.isBlank() || line.strip().startsWith("#")) {
                    continue;
                }
                begin = block.line() + i;
            } else {
                text.append('\n');
            }
            text.append(line);
            if (isWhole(text.toString())) {
                commands.add(new Command(block.document(), begin, text.toString()));
                text.setLength(0);
            }
        }
        if (!text.isEmpty()) {
            throw new IllegalStateException(
                    "%s:%d is no command of bash: %s".formatted(block.document(), begin, text));
        }
        return commands;
    }

    private static boolean isWhole(String text) {
        if (text.endsWith("\\")) {
            return false;
        }
        Tool.Result check =
                Tool.run(Repository.path(""), Map.of(), List.of("bash", "-n", "-c", text));
        // A here-document without its end is a mere warning.
        return check.exitCode() == 0 && check.output().isBlank();
    }

    /** Without comments and line breaks, for comparing. */
    String bare() {
        return text.replaceAll("(?m)\\s+#.*$", "")
                .replaceAll("\\\\?\\n", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }

    @Override
    public String toString() {
        return "%s:%d %s".formatted(document, line, bare());
    }
}
