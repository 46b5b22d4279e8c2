package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.dms.registry.Endpoint;
import com.travelbuddy.local.dms.registry.ExtraAttributes;
import com.travelbuddy.local.dms.registry.Registry;
import com.travelbuddy.local.dms.registry.Task;
import com.travelbuddy.local.dms.registry.Transaction;
import com.travelbuddy.local.dms.registry.UnusableEndpointException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Endpoints: PostgreSQL as a source, MySQL as a target. */
final class EndpointOperations {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointOperations.class);

    private static final Map<String, String> SOURCE_ENGINES =
            Map.of("postgres", "PostgreSQL", "aurora-postgresql", "Amazon Aurora PostgreSQL");
    private static final Map<String, String> TARGET_ENGINES =
            Map.of("mysql", "MySQL", "mariadb", "MariaDB", "aurora", "Amazon Aurora MySQL");
    private static final List<String> SSL_MODES =
            List.of("none", "require", "verify-ca", "verify-full");
    private static final Set<String> UNDERSTOOD =
            Set.of("slotname", "mapbooleanasboolean", "initstmt");

    private static final Listing<Endpoint> LISTING =
            new Listing<>(
                    "DescribeEndpoints",
                    "Endpoints",
                    Endpoint::arn,
                    Map.of(
                            "endpoint-arn", endpoint -> List.of(endpoint.arn()),
                            "endpoint-type", endpoint -> List.of(endpoint.type()),
                            "endpoint-id", endpoint -> List.of(endpoint.id()),
                            "engine-name", endpoint -> List.of(endpoint.engine())));

    private final Registry registry;

    EndpointOperations(Registry registry) {
        this.registry = registry;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "CreateEndpoint", this::create,
                "DescribeEndpoints", this::describe,
                "ModifyEndpoint", this::modify,
                "DeleteEndpoint", this::delete);
    }

    private ObjectNode create(Transaction transaction, Request request) {
        String id = Texts.identifier(request, "EndpointIdentifier", 255);
        String type =
                request.requiredChoice("EndpointType", List.of(Endpoint.SOURCE, Endpoint.TARGET));
        requireNoCertificate(request);
        boolean source = type.equals(Endpoint.SOURCE);
        var endpoint =
                new Endpoint(
                        registry.arns().arn("endpoint", Texts.resourceIdentifier(request)),
                        id,
                        Endpoint.ACTIVE,
                        type,
                        engine(type, request.requiredText("EngineName")),
                        request.has("SslMode") ? request.choice("SslMode", SSL_MODES) : "none",
                        extraAttributes(request),
                        request.text("KmsKeyId"),
                        EndpointSettings.of(source).read(request));
        requireUnused(transaction, endpoint);
        if (transaction.find(Endpoint.class, endpoint.arn()).isPresent()) {
            throw ApiException.exists("Endpoint", endpoint.id(), endpoint.arn());
        }
        requireAccess(endpoint);
        transaction.put(endpoint);
        Tags.of(request).put(transaction, endpoint.arn());
        return answer(endpoint);
    }

    private static void requireNoCertificate(Request request) {
        if (request.has("CertificateArn")) {
            throw ApiException.invalid(
                    "The parameter CertificateArn is not supported by DMS Local.");
        }
    }

    private static String engine(String type, String engine) {
        Map<String, String> engines =
                type.equals(Endpoint.SOURCE) ? SOURCE_ENGINES : TARGET_ENGINES;
        if (!engines.containsKey(engine)) {
            throw ApiException.invalid(
                    "The parameter EngineName of a %s must be one of %s in DMS Local; it is %s."
                            .formatted(
                                    type,
                                    String.join(", ", engines.keySet().stream().sorted().toList()),
                                    Texts.quoted(engine)));
        }
        return engine;
    }

    private static String extraAttributes(Request request) {
        String text =
                Texts.bounded(
                        "ExtraConnectionAttributes",
                        request.text("ExtraConnectionAttributes"),
                        10_000);
        try {
            for (String name : ExtraAttributes.parse(text).values().keySet()) {
                if (name.contains("password")) {
                    throw ApiException.invalid(
                            "The parameter ExtraConnectionAttributes must not hold a password.");
                }
                if (!UNDERSTOOD.contains(name)) {
                    LOG.warn("Extra connection attribute ignored: {}", Texts.quoted(name));
                }
            }
            return text;
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid(
                    "The parameter ExtraConnectionAttributes " + e.getMessage() + ".");
        }
    }

    private static void requireUnused(Transaction transaction, Endpoint endpoint) {
        transaction.all(Endpoint.class).stream()
                .filter(
                        other ->
                                other.id().equalsIgnoreCase(endpoint.id())
                                        && !other.arn().equals(endpoint.arn()))
                .findFirst()
                .ifPresent(
                        other -> {
                            throw ApiException.exists("Endpoint", other.id(), other.arn());
                        });
    }

    private void requireAccess(Endpoint endpoint) {
        try {
            registry.databases().access(endpoint);
        } catch (UnusableEndpointException e) {
            throw ApiException.invalid(e.getMessage());
        }
        if (endpoint.isSource() && !endpoint.settings().has("DatabaseName")) {
            throw ApiException.invalid(
                    "The parameter DatabaseName must be provided and must not be blank.");
        }
    }

    private ObjectNode describe(Transaction transaction, Request request) {
        return LISTING.resources(
                request, transaction.all(Endpoint.class), EndpointOperations::description);
    }

    private ObjectNode modify(Transaction transaction, Request request) {
        Endpoint before = find(transaction, request);
        requireNoCertificate(request);
        requireAtRest(transaction, before);
        String type = request.choice("EndpointType", List.of(before.type()));
        String engine = request.text("EngineName", before.engine());
        ObjectNode settings = EndpointSettings.of(before.isSource()).read(request);
        if (!request.flag("ExactSettings", false)) {
            settings = merged(before.settings(), settings);
        }
        var after =
                new Endpoint(
                        before.arn(),
                        request.has("EndpointIdentifier")
                                ? Texts.identifier(request, "EndpointIdentifier", 255)
                                : before.id(),
                        before.state(),
                        before.type(),
                        engine(type == null ? before.type() : type, engine),
                        request.has("SslMode")
                                ? request.choice("SslMode", SSL_MODES)
                                : before.sslMode(),
                        request.has("ExtraConnectionAttributes")
                                ? extraAttributes(request)
                                : before.extraAttributes(),
                        before.kmsKey(),
                        settings);
        requireUnused(transaction, after);
        requireAccess(after);
        registry.connections().modify(transaction, after);
        return answer(after);
    }

    /** A secret takes the place of other access, and the other way round. */
    private static ObjectNode merged(ObjectNode before, ObjectNode changes) {
        ObjectNode merged = before.deepCopy();
        if (changes.has("SecretsManagerSecretId")) {
            merged.remove(List.of("ServerName", "Port", "Username", "Password"));
        } else if (changes.has("ServerName")) {
            merged.remove(List.of("SecretsManagerSecretId", "SecretsManagerAccessRoleArn"));
        }
        merged.setAll(changes);
        EndpointSettings.check(merged);
        return merged;
    }

    private static void requireAtRest(Transaction transaction, Endpoint endpoint) {
        if (!endpoint.state().equals(Endpoint.ACTIVE)) {
            throw ApiException.state(
                    "Endpoint %s is in state %s.".formatted(endpoint.id(), endpoint.state()));
        }
        for (Task task : transaction.all(Task.class)) {
            if (task.uses(endpoint) && !task.status().rests()) {
                throw ApiException.state(
                        "Endpoint %s cannot be modified: replication task %s is in state %s."
                                .formatted(endpoint.id(), task.id(), task.state()));
            }
        }
    }

    private ObjectNode delete(Transaction transaction, Request request) {
        Endpoint endpoint = find(transaction, request);
        if (transaction.all(Task.class).stream().anyMatch(task -> task.uses(endpoint))) {
            throw ApiException.state(
                    "Endpoint %s cannot be deleted: it is part of one or more replication tasks."
                            .formatted(endpoint.id()));
        }
        if (endpoint.state().equals(Endpoint.DELETING)) {
            throw ApiException.state(
                    "Endpoint %s is already being deleted.".formatted(endpoint.id()));
        }
        return answer(registry.connections().delete(transaction, endpoint));
    }

    /** The endpoint that a request names by its EndpointArn. */
    static Endpoint find(Transaction transaction, Request request) {
        return find(transaction, request.requiredText("EndpointArn"));
    }

    static Endpoint find(Transaction transaction, String arn) {
        return transaction
                .find(Endpoint.class, arn)
                .orElseThrow(
                        () -> ApiException.notFound("Endpoint not found: " + Texts.quoted(arn)));
    }

    private static ObjectNode answer(Endpoint endpoint) {
        return Json.object().set("Endpoint", description(endpoint));
    }

    private static ObjectNode description(Endpoint endpoint) {
        Map<String, String> engines = endpoint.isSource() ? SOURCE_ENGINES : TARGET_ENGINES;
        ObjectNode settings = EndpointSettings.shown(endpoint.settings());
        ObjectNode description =
                Json.object()
                        .put("EndpointIdentifier", endpoint.id())
                        .put("EndpointType", endpoint.type())
                        .put("EngineName", endpoint.engine())
                        .put("EngineDisplayName", engines.get(endpoint.engine()));
        for (String name : List.of("Username", "ServerName", "Port", "DatabaseName")) {
            if (settings.has(name)) {
                description.set(name, settings.get(name));
            }
        }
        if (endpoint.extraAttributes() != null) {
            description.put("ExtraConnectionAttributes", endpoint.extraAttributes());
        }
        if (endpoint.kmsKey() != null) {
            description.put("KmsKeyId", endpoint.kmsKey());
        }
        return description
                .put("Status", endpoint.state())
                .put("EndpointArn", endpoint.arn())
                .put("SslMode", endpoint.sslMode())
                .set(EndpointSettings.of(endpoint.isSource()).member(), settings);
    }
}
