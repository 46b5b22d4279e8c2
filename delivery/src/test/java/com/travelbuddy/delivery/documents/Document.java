package com.travelbuddy.delivery.documents;

import com.travelbuddy.delivery.support.Repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown file of the source tree.
 *
 * @param path from the repository's root, such as {@code docs/http.md}
 * @param lines of its text
 */
record Document(Path path, List<String> lines) {

    private static final String FENCE = "```";
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules");

    /**
     * A fenced block.
     *
     * @param line of the document at which its text begins, from 1
     * @param tag what stands beside the fence; empty for none
     */
    record Block(Document document, int line, String tag, List<String> lines) {

        @Override
        public String toString() {
            return "%s:%d".formatted(document.path(), line);
        }
    }

    /** All of the source tree, by path. */
    static List<Document> all() {
        Path root = Repository.path("");
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(
                    root,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            String name = folder.getFileName().toString();
                            boolean foreign = NOT_OURS.contains(name) || name.startsWith(".");
                            return foreign && !folder.equals(root)
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            if (file.toString().endsWith(".md")) {
                                found.add(root.relativize(file));
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.stream().sorted().map(path -> of(path.toString())).toList();
    }

    /** One by its path from the root. */
    static Document of(String path) {
        return new Document(Path.of(path), Repository.read(path).lines().toList());
    }

    /** Its fenced blocks. */
    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).strip().startsWith(FENCE)) {
                continue;
            }
            if (begin < 0) {
                begin = i;
            } else {
                String tag = lines.get(begin).strip().substring(FENCE.length()).strip();
                blocks.add(new Block(this, begin + 2, tag, lines.subList(begin + 1, i)));
                begin = -1;
            }
        }
        if (begin >= 0) {
            throw new IllegalStateException(
                    "%s:%d begins a block that does not end".formatted(path, begin + 1));
        }
        return blocks;
    }

    /** Where its links lead, as they are written. */
    List<String> links() {
        return prose().stream()
                .map(line -> CODE.matcher(line).replaceAll(""))
                .flatMap(line -> LINK.matcher(line).results())
                .map(link -> link.group(1))
                .toList();
    }

    /** What a link may name behind {@code #}: its headings, as GitHub makes anchors of them. */
    Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String line : prose()) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String slug =
                        heading.group(1)
                                .strip()
                                .replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\p{L}\\p{N}\\p{M} _-]", "")
                                .replace(' ', '-');
                int before = seen.merge(slug, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? slug : slug + "-" + before);
            }
        }
        return anchors;
    }

    /** The lines outside of fenced blocks. */
    List<String> prose() {
        Set<Integer> fenced = new HashSet<>();
        for (Block block : blocks()) {
            for (int i = -1; i <= block.lines().size(); i++) {
                fenced.add(block.line() - 1 + i);
            }
        }
        List<String> prose = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!fenced.contains(i)) {
                prose.add(lines.get(i));
            }
        }
        return prose;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
