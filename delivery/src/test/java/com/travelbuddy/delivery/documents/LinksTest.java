package com.travelbuddy.delivery.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.delivery.support.Repository;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** Where the documents lead, and that a reader gets to each from the README. */
class LinksTest {

    private static final Path README = Path.of("README.md");
    private static final int LONGEST_PAGE = 250;

    @ParameterizedTest
    @MethodSource("documents")
    void leadToWhatIsThere(Document document) {
        List<String> broken = new ArrayList<>();
        for (String link : document.links()) {
            if (!(isExternal(link) ? isSecure(link) : resolves(document, link))) {
                broken.add(link);
            }
        }
        assertThat(broken).as("broken links of %s", document).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void belongToPagesOfALengthThatIsRead(Document document) {
        assertThat(document.lines()).hasSizeLessThanOrEqualTo(LONGEST_PAGE);
        assertThat(document.lines().getFirst()).startsWith("# ");
    }

    @Test
    void reachEveryPageFromTheReadme() {
        Set<Path> reached = new HashSet<>();
        Queue<Path> next = new ArrayDeque<>(List.of(README));
        while (!next.isEmpty()) {
            Path path = next.remove();
            if (reached.add(path)) {
                Document.of(path.toString()).links().stream()
                        .filter(link -> !isExternal(link) && !link.startsWith("#"))
                        .map(link -> target(path, link))
                        .filter(to -> to.toString().endsWith(".md"))
                        .filter(to -> Files.exists(Repository.path(to.toString())))
                        .forEach(next::add);
            }
        }

        assertThat(reached)
                .containsAll(documents().stream().map(Document::path).toList())
                .hasSizeGreaterThan(10);
    }

    @Test
    void nameEveryPageInTheReadmeItself() {
        List<Path> named =
                Document.of(README.toString()).links().stream()
                        .filter(link -> !isExternal(link))
                        .map(link -> target(README, link))
                        .toList();

        assertThat(named)
                .containsAll(
                        documents().stream()
                                .map(Document::path)
                                .filter(path -> path.startsWith("docs"))
                                .toList());
    }

    static List<Document> documents() {
        return Document.all();
    }

    private static boolean isExternal(String link) {
        return link.matches("[a-z]+:.*");
    }

    private static boolean isSecure(String link) {
        URI uri = URI.create(link);
        return "https".equals(uri.getScheme()) && uri.getHost() != null;
    }

    private static boolean resolves(Document document, String link) {
        int hash = link.indexOf('#');
        Path to = hash == 0 ? document.path() : target(document.path(), link);
        if (!Files.exists(Repository.path(to.toString()))) {
            return false;
        }
        return hash < 0 || Document.of(to.toString()).anchors().contains(link.substring(hash + 1));
    }

    private static Path target(Path from, String link) {
        return from.resolveSibling(link.replaceFirst("#.*", "")).normalize();
    }
}
