package com.travelbuddy.delivery.policies;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.travelbuddy.delivery.support.Repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A policy of {@code deploy/iam}, its placeholders filled.
 *
 * @param name of the file, without its ending
 */
record Policy(String name, JsonNode document) {

    static final String REGION = "ap-northeast-2";
    static final String ACCOUNT = "123456789012";
    static final String CLUSTER = "events/0f1e2d3c-0000-1111-2222-333344445555-2";
    static final String ISSUER = "oidc.eks.ap-northeast-2.amazonaws.com/id/EXAMPLE";

    /** What an installation would say. */
    static final Map<String, String> VALUES =
            Map.ofEntries(
                    Map.entry("AWS_REGION", REGION),
                    Map.entry("AWS_ACCOUNT_ID", ACCOUNT),
                    Map.entry("OIDC_PROVIDER", ISSUER),
                    Map.entry("MSK_CLUSTER", CLUSTER),
                    Map.entry("DATABASE_SECRET", "flightspecial_db_credentials_test"),
                    Map.entry("PARAMETER_STORE_PATH", "/flightspecials"),
                    Map.entry("KMS_KEY_ID", "11112222-3333-4444-5555-666677778888"),
                    Map.entry("DMS_TASK", "reverse-sync"),
                    Map.entry("DMS_INSTANCE", "m2m-flightspecials-sync-dms"),
                    Map.entry("DMS_CERTIFICATE", "rds"),
                    Map.entry("DMS_SECRETS_ROLE", "dms-secrets"),
                    Map.entry("SOURCE_SECRET", "flightspecials-postgres"),
                    Map.entry("TARGET_SECRET", "monolith-mysql"),
                    Map.entry(
                            "REVERSE_SYNC_SERVICE_ACCOUNT",
                            "flightspecials-reverse-sync-service-account"),
                    Map.entry("DEPLOYMENT_CREDENTIALS_SECRET", "deployment-repository"),
                    Map.entry("CODEBUILD_PROJECT", "flightspecials"),
                    Map.entry("CONNECTION_ID", "99998888-7777-6666-5555-444433332222"),
                    Map.entry("ECR_REPOSITORY", "flightspecials"));

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z_]+)}");
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** One of a policy's statements. */
    record Statement(
            String policy,
            String sid,
            List<String> actions,
            List<String> resources,
            JsonNode rest) {

        @Override
        public String toString() {
            return policy + "/" + sid;
        }
    }

    static List<Policy> all() {
        try (Stream<Path> files = Files.list(Repository.path("deploy/iam"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .map(Policy::named)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Policy named(String name) {
        String filled =
                PLACEHOLDER
                        .matcher(template(name))
                        .replaceAll(
                                match -> {
                                    String value = VALUES.get(match.group(1));
                                    if (value == null) {
                                        throw new IllegalStateException(
                                                name + ": unknown " + match.group());
                                    }
                                    return value;
                                });
        try {
            return new Policy(name, JSON.readTree(filled));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** The file as it stands. */
    static String template(String name) {
        return Repository.read("deploy/iam/%s.json".formatted(name));
    }

    /** The names of what is to be filled in. */
    static Set<String> placeholders(String name) {
        return PLACEHOLDER
                .matcher(template(name))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether it says who may take a role, rather than what may be done. */
    boolean isTrust() {
        return name.startsWith("trust-");
    }

    List<Statement> statements() {
        return StreamSupport.stream(document.required("Statement").spliterator(), false)
                .map(
                        one ->
                                new Statement(
                                        name,
                                        one.required("Sid").asText(),
                                        texts(one.required("Action")),
                                        isTrust() ? List.of() : texts(one.required("Resource")),
                                        one))
                .toList();
    }

    private static List<String> texts(JsonNode node) {
        return node.isTextual()
                ? List.of(node.asText())
                : StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText).toList();
    }
}
