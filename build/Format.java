import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks or fixes the format of every Java source below a folder: {@code Format.java check|fix
 * FOLDER}.
 */
final class Format {

    private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules");

    public static void main(String[] args) throws Exception {
        boolean fix =
                switch (args[0]) {
                    case "check" -> false;
                    case "fix" -> true;
                    default ->
                            throw new IllegalArgumentException(
                                    "-Dformat takes check or fix, not " + args[0]);
                };
        var style = JavaFormatterOptions.Style.AOSP;
        var formatter = new Formatter(JavaFormatterOptions.builder().style(style).build());
        List<Path> wrong = new ArrayList<>();
        for (Path source : sources(Path.of(args[1]))) {
            String text = Files.readString(source);
            String formatted =
                    formatter.formatSource(
                            ImportOrderer.reorderImports(
                                    RemoveUnusedImports.removeUnusedImports(text), style));
            if (!formatted.equals(text)) {
                wrong.add(source);
                if (fix) {
                    Files.writeString(source, formatted);
                }
            }
        }
        wrong.forEach(
                source -> System.err.println((fix ? "formatted " : "not formatted: ") + source));
        if (!fix && !wrong.isEmpty()) {
            System.err.println("Run ./mvnw -N process-sources -Dformat=fix");
            System.exit(1);
        }
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder).sorted()) {
            List<Path> found = new ArrayList<>();
            for (Path entry : entries.toList()) {
                if (Files.isDirectory(entry) && !SKIPPED.contains(entry.getFileName().toString())) {
                    found.addAll(sources(entry));
                } else if (entry.toString().endsWith(".java")) {
                    found.add(entry);
                }
            }
            return found;
        }
    }
}
