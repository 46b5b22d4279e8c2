package com.travelbuddy.delivery.documents;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Commands of the documents that no test can run where tests run.
 *
 * @param command the whole command without its comment
 * @param why it is not run, and what is tested in its place
 */
record NotRun(Pattern command, String why) {

    static final List<NotRun> ALL =
            List.of(
                    of(
                            "\\./mvnw -q -Pstack( .*)?",
                            "starts what runs here already, by the same main class: StackTest"),
                    of("\\./mvnw verify", "is what this test is a part of"),
                    of(
                            "\\./mvnw -q package -pl local/dms -am -DskipTests",
                            "builds what is built before this test"),
                    of("\\./mvnw .* -pl bench .*", "measures for minutes"),
                    of(
                            "java -jar local/dms/target/dms-local\\.jar",
                            "runs until SIGTERM; the stack runs it, and ShutdownTest ends it"),
                    of(
                            "reverse-sync serve",
                            "runs until SIGTERM; the stack runs it, and ServeTest ends it"),
                    of(
                            "reverse-sync status --watch=10",
                            "runs until Ctrl-C; StatusTest watches and interrupts"),
                    of(
                            "\\./mvnw -q -Pimages -pl local/stack -am package",
                            "trains for minutes what ImagesTest takes up"),
                    of(
                            "docker .*",
                            "needs a container engine; ImagesTest runs what the images start"),
                    of("git .*", "acts on the deployment repository"),
                    of("argocd .*", "needs a cluster with Argo CD"),
                    of("kubectl .*", "needs a cluster"),
                    of("helm .*", "needs a cluster; DocumentsTest lints and renders the chart"),
                    of("aws kafka .*", "needs an account with MSK"),
                    of(
                            "(kcat|kafka-console-consumer\\.sh) .*",
                            "KafkaRecipesTest runs the local ones; the others need MSK"),
                    of("kafka-proxy .*", "needs MSK"),
                    of(
                            "deploy/fill .*",
                            "wants an account's values and leaves a file; PipelineTest runs it"));

    static Optional<NotRun> of(Command command) {
        return ALL.stream()
                .filter(entry -> entry.command().matcher(command.bare()).matches())
                .findFirst();
    }

    private static NotRun of(String command, String why) {
        return new NotRun(Pattern.compile(command), why);
    }
}
