package com.travelbuddy.delivery.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.travelbuddy.delivery.support.Repository;
import com.travelbuddy.delivery.support.Tool;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Runs {@code deploy/buildspec.yml} as AWS CodeBuild would: its real scripts with a real git and
 * envsubst, but with a docker, an aws and a Maven that only write down what they are asked to do.
 * Skips the test where there is no bash, git or envsubst.
 */
final class CodeBuild {

    static final String REGISTRY = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com";
    static final String REVISION = "0123456789abcdef0123456789abcdef01234567";

    /** What the fakes know and nobody may see. */
    static final List<String> SECRETS = List.of("registry-password", "deployment-password");

    private static final List<String> PHASES =
            List.of("install", "pre_build", "build", "post_build");

    /** Takes the password of a login as Docker does, and fails where the test wants it to. */
    private static final String DOCKER =
            """
            #!/bin/bash
            # After the password, which is what the other end of the pipe gives.
            if [ "$1" = login ]; then [ "$(cat)" = registry-password ] || exit 1; fi
            echo "docker $*" >>"$CALLS"
            case "$*" in "${FAILING:-nothing}"*) echo "docker: denied" >&2; exit 1 ;; esac
            """;

    private static final String AWS =
            """
            #!/bin/bash
            echo "aws $*" >>"$CALLS"
            case "$1 $2" in
                "ecr get-login-password") echo registry-password ;;
                "secretsmanager get-secret-value") printf 'username=robot\\npassword=deployment-password\\n' ;;
                *) exit 1 ;;
            esac
            """;

    private static final String MAVEN =
            """
            #!/bin/bash
            echo "mvnw $*" >>"$CALLS"
            if [ "mvnw" = "$FAILING" ]; then exit 1; fi
            """;

    private final Path folder;
    private final Map<String, String> variables = new HashMap<>();

    /**
     * The end of a build.
     *
     * @param phases those that succeeded, in their order
     * @param calls what the fakes were asked to do
     */
    record Outcome(boolean succeeded, List<String> phases, String output, List<String> calls) {}

    /** A source with a small chart, and an empty deployment repository. */
    CodeBuild(Path folder) {
        for (String tool : List.of("bash", "git", "envsubst")) {
            Assumptions.assumeTrue(Tool.isInstalled(tool), tool + " is not installed");
        }
        this.folder = folder;
        for (String script : List.of("pipeline", "fill", "git-credentials")) {
            program("source/deploy/" + script, Repository.read("deploy/" + script));
        }
        program("source/mvnw", MAVEN);
        program("bin/docker", DOCKER);
        program("bin/aws", AWS);
        source("chart/values-template.yaml", Repository.read("chart/values-template.yaml"));
        source("chart/values.yaml", "replicas: 2\n");
        source("chart/Chart.yaml", "name: flightspecials\n");
        source("chart/templates/service.yaml", "kind: Service\n");
        variables.putAll(
                Map.ofEntries(
                        Map.entry("PATH", folder.resolve("bin") + ":" + System.getenv("PATH")),
                        Map.entry("CALLS", folder.resolve("calls").toString()),
                        Map.entry("FAILING", ""),
                        Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
                        Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
                        Map.entry("AWS_REGION", "ap-northeast-2"),
                        Map.entry("ECR_REPO_URI", REGISTRY + "/flightspecials"),
                        Map.entry("CODEBUILD_BUILD_NUMBER", "41"),
                        Map.entry("CODEBUILD_RESOLVED_SOURCE_VERSION", REVISION),
                        Map.entry("DATABASE_ENDPOINT", "dso.example.com"),
                        Map.entry("DATABASE_PORT", "5432"),
                        Map.entry("DATABASE_USERNAME", "postgres"),
                        Map.entry("DEPLOYMENT_REPOSITORY_URL", deployment())));
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "deployment.git");
        git(folder, "init", "--quiet", "--initial-branch=main", "theirs");
        theirs("installation.yaml", "replicas: 3\n");
    }

    CodeBuild with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    CodeBuild without(String variable) {
        // An empty one is as good as none to the scripts, and a test's own environment may have it.
        return with(variable, "");
    }

    void source(String file, String text) {
        write(folder.resolve("source").resolve(file), text);
    }

    void program(String file, String text) {
        write(folder.resolve(file), text);
        try {
            Files.setPosixFilePermissions(
                    folder.resolve(file), PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Somebody else's commit to the deployment repository. */
    void theirs(String file, String text) {
        Path clone = folder.resolve("theirs");
        write(clone.resolve(file), text);
        git(clone, "add", "--all");
        git(
                clone,
                "-c",
                "user.name=somebody",
                "-c",
                "user.email=somebody@example.com",
                "commit",
                "--quiet",
                "--message",
                "Change " + file);
        git(clone, "push", "--quiet", deployment(), "HEAD:main");
    }

    String deployment() {
        return "file://" + folder.resolve("deployment.git");
    }

    Path folder() {
        return folder;
    }

    /** All phases, in CodeBuild's order: the last one is run even when the build has failed. */
    Outcome run() {
        JsonNode phases = buildspec().required("phases");
        List<String> succeeded = new ArrayList<>();
        StringBuilder output = new StringBuilder();
        boolean succeeding = true;
        for (String name : PHASES) {
            if (!succeeding && !name.equals("post_build")) {
                break;
            }
            for (JsonNode command : phases.required(name).required("commands")) {
                Tool.Result result = run(command.asText(), succeeding);
                output.append(result.output());
                if (result.exitCode() != 0) {
                    succeeding = false;
                    break;
                }
            }
            if (succeeding) {
                succeeded.add(name);
            } else if (!name.equals("build")) {
                break;
            }
        }
        return new Outcome(succeeding, succeeded, output.toString(), calls());
    }

    /** One command. */
    Tool.Result run(String command, boolean succeeding) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("CODEBUILD_BUILD_SUCCEEDING", succeeding ? "1" : "0");
        return Tool.run(folder.resolve("source"), environment, List.of("bash", "-c", command));
    }

    private List<String> calls() {
        try {
            Path calls = folder.resolve("calls");
            return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode buildspec() {
        try {
            return new YAMLMapper().readTree(Repository.read("deploy/buildspec.yml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The deployment repository as Argo CD fetches it. */
    void checkout(Path into) {
        git(folder, "clone", "--quiet", deployment(), into.toString());
    }

    /** A file of the deployment repository. */
    String deployed(String file) {
        return git(folder.resolve("deployment.git"), "show", "main:" + file);
    }

    List<String> deployedFiles() {
        return lines(git(folder.resolve("deployment.git"), "ls-tree", "-r", "--name-only", "main"));
    }

    /** The subjects of its commits, the newest first. */
    List<String> history() {
        return lines(git(folder.resolve("deployment.git"), "log", "--format=%s", "main"));
    }

    private static List<String> lines(String text) {
        return Stream.of(text.split("\n")).filter(line -> !line.isEmpty()).toList();
    }

    private static String git(Path in, String... arguments) {
        return Tool.succeed(
                in, Stream.concat(Stream.of("git"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> names(JsonNode node) {
        return StreamSupport.stream(((Iterable<String>) node::fieldNames).spliterator(), false)
                .toList();
    }
}
