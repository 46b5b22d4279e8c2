package com.travelbuddy.delivery.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.travelbuddy.delivery.support.Npm;
import com.travelbuddy.delivery.support.Tool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The documents' pictures, as Mermaid itself reads them; it wants a browser. */
class DiagramsTest {

    private static final Pattern RESULT = Pattern.compile("<pre id=\"result\">([^<]*)</pre>");

    @TempDir private Path folder;

    @Test
    void areUnderstoodByMermaid() throws IOException {
        List<Document.Block> diagrams =
                Document.all().stream()
                        .flatMap(document -> document.blocks().stream())
                        .filter(block -> block.tag().equals("mermaid"))
                        .toList();
        assertThat(diagrams).hasSizeGreaterThan(5);

        assertThat(parsed(diagrams))
                .containsExactlyElementsOf(
                        diagrams.stream().map(block -> block + " is understood").toList());
    }

    private List<String> parsed(List<Document.Block> diagrams) throws IOException {
        assumeTrue(Tool.isInstalled("chromium"), "chromium is not installed");
        Path mermaid = Npm.packages().resolve("@mermaid-js/tiny/dist/mermaid.tiny.js");
        ObjectMapper json = new ObjectMapper();
        String texts =
                json.writeValueAsString(
                        diagrams.stream().map(block -> String.join("\n", block.lines())).toList());
        String names = json.writeValueAsString(diagrams.stream().map(Object::toString).toList());
        Path page =
                Files.writeString(
                        folder.resolve("diagrams.html"),
                        """
                        <!doctype html><meta charset="utf-8">
                        <script src="%s"></script><pre id="result">nothing was parsed</pre>
                        <script>
                        const texts = %s, names = %s;
                        (async () => {
                            const results = [];
                            for (let i = 0; i < texts.length; i++) {
                                try {
                                    await mermaid.parse(texts[i]);
                                    results.push(names[i] + " is understood");
                                } catch (e) {
                                    results.push(names[i] + ": " + e.message);
                                }
                            }
                            const bytes = new TextEncoder().encode(results.join("\\u0000"));
                            document.getElementById("result").textContent =
                                btoa(String.fromCharCode(...bytes));
                        })();
                        </script>
                        """
                                .formatted(mermaid.toUri(), texts, names));
        Tool.Result shown =
                Tool.run(
                        folder,
                        Map.of(),
                        List.of(
                                "chromium",
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--user-data-dir=" + folder.resolve("profile"),
                                // Scripts end before the page is shown.
                                "--virtual-time-budget=60000",
                                "--dump-dom",
                                page.toUri().toString()));
        Matcher result = RESULT.matcher(shown.output());
        assertThat(result.find()).as(shown.output()).isTrue();
        return List.of(
                new String(
                                Base64.getDecoder().decode(result.group(1)),
                                java.nio.charset.StandardCharsets.UTF_8)
                        .split("\u0000"));
    }
}
