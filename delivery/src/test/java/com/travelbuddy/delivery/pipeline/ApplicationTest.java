package com.travelbuddy.delivery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.travelbuddy.delivery.support.Npm;
import com.travelbuddy.delivery.support.Repository;
import com.travelbuddy.delivery.support.Tool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

final class ApplicationTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path folder;

    @Test
    void isAnApplicationAsArgoCdHasThem() throws IOException {
        assertThat(problems(application())).isEmpty();
    }

    /** The check itself: what Argo CD does not know is a mistake, though it lets it pass. */
    @Test
    void aMistakeWouldBeSeen() throws IOException {
        ObjectNode application = application();
        application.withObject("/spec/source/helm").put("valuesFile", "values.yaml");
        application.withObject("/spec/destination").put("server", 5);
        application.putObject("sync");
        assertThat(problems(application))
                .containsExactlyInAnyOrder(
                        "/spec/destination/server: type",
                        "/spec/source/helm/valuesFile: unknown",
                        "/sync: unknown");
    }

    @Test
    void hasTheNameProjectAndPathThatItsUsersKnow() throws IOException {
        JsonNode application = application();
        assertThat(application.at("/metadata/name").asText()).isEqualTo("flightspecials");
        assertThat(application.at("/spec/project").asText()).isEqualTo("default");
        assertThat(application.at("/spec/source/path").asText()).isEqualTo(".");
        assertThat(application.at("/spec/destination/namespace").asText())
                .isEqualTo("flightspecials");
    }

    @Test
    void isSynchronisedByHand() throws IOException {
        assertThat(application().at("/spec/syncPolicy/automated").isMissingNode()).isTrue();
    }

    @Test
    void readsTheValuesThatThePipelineLaysDown() throws IOException {
        CodeBuild build = new CodeBuild(folder);
        assertThat(build.run().succeeded()).isTrue();
        JsonNode files = application().at("/spec/source/helm/valueFiles");
        List<String> read =
                JSON.convertValue(
                        files,
                        JSON.getTypeFactory().constructCollectionType(List.class, String.class));
        // The last one wins.
        assertThat(read).containsExactly("defaults.yaml", "installation.yaml", "values.yaml");
        assertThat(build.deployedFiles()).containsAll(read);
        assertThat(application().at("/spec/source/targetRevision").asText()).isEqualTo("main");
    }

    @Test
    void needsNoMoreThanTheRepositorysAddress() throws IOException {
        assertThat(Repository.read("deploy/argocd/application.yaml").split("\\$\\{", -1))
                .hasSize(2);
        assertThat(application().at("/spec/source/repoURL").asText())
                .isEqualTo("${DEPLOYMENT_REPOSITORY_URL}");
    }

    private List<String> problems(JsonNode document) throws IOException {
        Path file = folder.resolve("documents.json");
        JSON.writeValue(file.toFile(), List.of(document));
        Tool.Result result = Npm.script("argo-cd.mjs", file.toString());
        assertThat(result.exitCode()).as(result.output()).isZero();
        return List.of(JSON.readValue(result.output(), String[].class));
    }

    private static ObjectNode application() throws IOException {
        return (ObjectNode)
                new YAMLMapper().readTree(Repository.read("deploy/argocd/application.yaml"));
    }
}
