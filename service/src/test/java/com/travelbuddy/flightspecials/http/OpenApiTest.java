package com.travelbuddy.flightspecials.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.travelbuddy.flightspecials.InProcessService;
import com.travelbuddy.flightspecials.support.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The OpenAPI document and the service say the same. */
final class OpenApiTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String DOCUMENT = "https://flightspecials.example/openapi.json";
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    private static InProcessService service;
    private static InProcessService serviceWithoutDatabase;
    private static JsonNode document;
    private static JsonSchemaFactory schemas;

    @BeforeAll
    static void start() {
        service = InProcessService.start();
        serviceWithoutDatabase = InProcessService.startWithoutDatabase();
        service.execute(
                """
                INSERT INTO travelbuddy.flightspecial
                    (header, body, origin, origin_code, destination, destination_code, cost, expiry_date)
                VALUES ('London to Prague', 'Jewel', 'London', 'LHR', 'Paris', 'CDG', 93, '2999-01-02 03:04:05.678'),
                       ('All that may be missing', NULL, NULL, NULL, NULL, NULL, 0, 'infinity'),
                       (repeat('€', 255), repeat('€', 255), '', 'ABCDEF', '', '', -2147483648, '-infinity')
                """);
        Answer json = service.get("/openapi", "Accept", "application/json");
        document = json.json();
        schemas =
                JsonSchemaFactory.getInstance(
                        VersionFlag.V202012,
                        factory ->
                                factory.schemaLoaders(
                                        loaders -> loaders.schemas(Map.of(DOCUMENT, json.body()))));
    }

    @AfterAll
    static void stop() {
        service.close();
        serviceWithoutDatabase.close();
    }

    @Test
    void whatIsServedIsWhatIsWritten() throws IOException {
        Object written;
        try (InputStream file = getClass().getResourceAsStream("/META-INF/openapi.yaml")) {
            written = new Yaml().load(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
        Answer yaml = service.get("/openapi");

        assertThat(new Yaml().<Object>load(yaml.body())).isEqualTo(written);
        assertThat(document).isEqualTo(MAPPER.valueToTree(written));
        assertThat(document.get("openapi").textValue()).isEqualTo("3.1.0");
        assertThat(document.at("/components/schemas/Special/properties/body/type"))
                .containsExactly(TextNode.valueOf("string"), TextNode.valueOf("null"));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = new ArrayList<>();
        collect(document, references);

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(
                        reference ->
                                assertThat(document.at(reference.substring(1)).isMissingNode())
                                        .as(reference)
                                        .isFalse());
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.has("$ref")) {
            references.add(node.get("$ref").textValue());
        }
        node.forEach(child -> collect(child, references));
    }

    @Test
    void everyExampleIsValid() {
        List<String> examples = new ArrayList<>();
        collectExamples(document, "", examples);

        assertThat(examples).hasSizeGreaterThan(5);
        for (String example : examples) {
            String owner = example.substring(0, example.lastIndexOf('/'));
            requireValid(document.at(example), owner + "/schema");
        }
    }

    private static void collectExamples(JsonNode node, String pointer, List<String> examples) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String child = pointer + "/" + escaped(field.getKey());
            if (field.getKey().equals("example")) {
                examples.add(child);
            } else {
                collectExamples(field.getValue(), child, examples);
            }
        }
    }

    @Test
    void everyRouteIsDocumentedAndEveryDocumentedPathIsARoute() {
        Set<String> routes = new TreeSet<>();
        HttpApi.routes(new SpecialsRoutes(null, null, null, null), new OpenApiDocument())
                .keySet()
                .forEach(route -> routes.add(route.replace("[/]", "")));

        assertThat(new TreeSet<>(fieldNames(document.get("paths")))).isEqualTo(routes);
    }

    @Test
    void everyMethodIsDocumentedOrRefused() {
        for (String path : fieldNames(document.get("paths"))) {
            Set<String> documented = methods(path);
            for (String method : METHODS) {
                Answer answer =
                        service.send(
                                method,
                                path.replace("{id}", "1"),
                                BodyPublishers.ofString("{\"flightSpecialHeader\":\"x\"}"),
                                "Content-Type",
                                "application/json");
                String what = method + " " + path;
                if (documented.contains(method)) {
                    assertThat(answer.status()).as(what).isBetween(200, 299);
                } else {
                    assertThat(answer.status()).as(what).isEqualTo(405);
                    assertThat(Set.of(answer.header("Allow").split(", "))).isEqualTo(documented);
                }
            }
        }
    }

    private static Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>();
        fieldNames(document.get("paths").get(path))
                .forEach(
                        name -> {
                            if (!name.equals("parameters")) {
                                methods.add(name.toUpperCase(Locale.ROOT));
                            }
                        });
        return methods;
    }

    @Test
    void everyAnswerIsDocumentedAndEveryDocumentedAnswerIsGiven() {
        Set<String> given = new TreeSet<>();
        for (Exchange exchange : exchanges()) {
            Answer answer = exchange.run();
            requireDocumented(exchange, answer);
            given.add(exchange + " " + answer.status());
        }

        Set<String> documented = new TreeSet<>();
        for (String path : fieldNames(document.get("paths"))) {
            for (String method : methods(path)) {
                fieldNames(operation(path, method).get("responses"))
                        .forEach(status -> documented.add(method + " " + path + " " + status));
            }
        }
        documented.removeIf(answer -> answer.endsWith(" default"));
        given.removeIf(answer -> answer.endsWith(" 405"));
        assertThat(given).isEqualTo(documented);
    }

    /** One request, and where the document speaks of it. */
    private record Exchange(
            InProcessService from,
            String method,
            String template,
            String path,
            BodyPublisher body,
            String... headers) {

        Answer run() {
            return from.send(method, path, body, headers);
        }

        @Override
        public String toString() {
            return method + " " + template;
        }
    }

    private static List<Exchange> exchanges() {
        List<Exchange> exchanges = new ArrayList<>();
        for (String method : new String[] {"GET", "HEAD"}) {
            String list = "/flightspecials";
            add(exchanges, method, list, list);
            add(exchanges, method, list, "/flightspecials/?active=true");
            add(exchanges, method, list, "/flightspecials?limit=1");
            add(exchanges, method, list, "/flightspecials?limit=1&after=1&active=false");
            add(exchanges, method, list, list, "If-None-Match", "*");
            add(exchanges, method, list, "/flightspecials?limit=0");
            add(exchanges, method, list, list, "Accept", "text/html");
            String one = "/flightspecials/{id}";
            for (int id = 1; id <= 3; id++) {
                add(exchanges, method, one, "/flightspecials/" + id);
            }
            add(exchanges, method, one, "/flightspecials/1", "If-None-Match", "*");
            add(exchanges, method, one, "/flightspecials/x");
            add(exchanges, method, one, "/flightspecials/99");
            add(exchanges, method, one, "/flightspecials/1", "Accept", "text/html");
            add(exchanges, method, "/openapi", "/openapi");
            for (String type : fieldNames(document.at("/components/responses/Document/content"))) {
                add(exchanges, method, "/openapi", "/openapi", "Accept", type);
            }
            add(exchanges, method, "/openapi", "/openapi", "Accept", "text/html");
            for (String path : new String[] {list, one}) {
                exchanges.add(
                        new Exchange(
                                serviceWithoutDatabase,
                                method,
                                path,
                                path.replace("{id}", "1"),
                                BodyPublishers.noBody()));
            }
        }
        for (String method : new String[] {"POST", "PUT"}) {
            String json = "application/json";
            update(exchanges, service, method, "1", "{\"flightSpecialHeader\":\"a\"}", json);
            update(exchanges, service, method, "1", "{\"id\":2}", json);
            update(exchanges, service, method, "99", "{\"flightSpecialHeader\":\"a\"}", json);
            update(exchanges, service, method, "1", " ".repeat(20_000), json);
            update(exchanges, service, method, "1", "{\"flightSpecialHeader\":\"a\"}", "text/xml");
            update(exchanges, service, method, "1", "{\"flightSpecialHeader\":\"\"}", json);
            update(
                    exchanges,
                    service,
                    method,
                    "1",
                    "{\"flightSpecialHeader\":\"a\"}",
                    json,
                    "If-Match",
                    "\"99\"");
            update(
                    exchanges,
                    service,
                    method,
                    "1",
                    "{\"flightSpecialHeader\":\"a\"}",
                    json,
                    "Accept",
                    "text/html");
            update(
                    exchanges,
                    serviceWithoutDatabase,
                    method,
                    "1",
                    "{\"flightSpecialHeader\":\"a\"}",
                    json);
        }
        for (String path : fieldNames(document.get("paths"))) {
            add(exchanges, "OPTIONS", path, path.replace("{id}", "1"));
            // Refused in a way that is not the path's own.
            add(exchanges, "DELETE", path, path.replace("{id}", "1"));
        }
        return exchanges;
    }

    private static void add(
            List<Exchange> exchanges,
            String method,
            String template,
            String path,
            String... headers) {
        exchanges.add(
                new Exchange(service, method, template, path, BodyPublishers.noBody(), headers));
    }

    private static void update(
            List<Exchange> exchanges,
            InProcessService to,
            String method,
            String id,
            String body,
            String type,
            String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", type));
        all.addAll(List.of(headers));
        String template = "/flightspecials/{id}/header";
        exchanges.add(
                new Exchange(
                        to,
                        method,
                        template,
                        template.replace("{id}", id),
                        BodyPublishers.ofString(body),
                        all.toArray(String[]::new)));
    }

    private static JsonNode operation(String path, String method) {
        return document.get("paths").get(path).get(method.toLowerCase(Locale.ROOT));
    }

    private static void requireDocumented(Exchange exchange, Answer answer) {
        String what = exchange + " answered " + answer.status() + " " + answer.body();
        String pointer = response(exchange, answer);
        JsonNode response = document.at(pointer);
        assertThat(response.isObject()).as(what).isTrue();

        for (String name : fieldNames(response.path("headers"))) {
            String header = resolved(pointer + "/headers/" + escaped(name));
            String value = answer.header(name);
            if (value != null) {
                requireValid(TextNode.valueOf(value), header + "/schema");
            } else {
                assertThat(document.at(header).path("required").asBoolean())
                        .as(name + " is missing: " + what)
                        .isFalse();
            }
        }
        String type = answer.header("Content-Type");
        if (type == null) {
            assertThat(answer.body()).as(what).isEmpty();
            return;
        }
        String content = pointer + "/content/" + escaped(type);
        assertThat(document.at(content).isObject()).as(type + ": " + what).isTrue();
        if (type.endsWith("json") && !exchange.method().equals("HEAD")) {
            requireValid(answer.json(), content + "/schema");
            requireNamed(answer.json(), content + "/schema");
        }
    }

    private static String response(Exchange exchange, Answer answer) {
        String responses =
                "/paths/"
                        + escaped(exchange.template())
                        + "/"
                        + exchange.method().toLowerCase(Locale.ROOT)
                        + "/responses/";
        if (answer.status() == 405) {
            return "/components/responses/Refused";
        }
        return resolved(responses + answer.status());
    }

    private static void requireValid(JsonNode value, String schema) {
        assertThat(document.at(schema).isMissingNode()).as(schema).isFalse();
        assertThat(
                        schemas.getSchema(SchemaLocation.of(DOCUMENT + "#" + schema))
                                .validate(
                                        value,
                                        context ->
                                                context.getExecutionConfig()
                                                        .setFormatAssertionsEnabled(true)))
                .as(value + " by " + schema)
                .isEmpty();
    }

    /** A schema lets more fields through than it names; the service sends none of them. */
    private static void requireNamed(JsonNode value, String schema) {
        String resolved = resolved(schema);
        if (value.isArray()) {
            value.forEach(item -> requireNamed(item, resolved + "/items"));
        } else if (document.at(resolved).has("properties")) {
            assertThat(fieldNames(document.at(resolved + "/properties")))
                    .containsAll(fieldNames(value));
        }
    }

    @Test
    void limitsOfParametersAreTheServicesOwn() {
        JsonNode limit = document.at("/components/parameters/Limit/schema");
        int minimum = limit.get("minimum").intValue();
        int maximum = limit.get("maximum").intValue();

        assertThat(service.get("/flightspecials?limit=" + minimum).status()).isEqualTo(200);
        assertThat(service.get("/flightspecials?limit=" + maximum).status()).isEqualTo(200);
        assertThat(service.get("/flightspecials?limit=" + (minimum - 1)).status()).isEqualTo(400);
        assertThat(service.get("/flightspecials?limit=" + (maximum + 1)).status()).isEqualTo(400);

        JsonNode header =
                document.at("/components/schemas/HeaderChange/properties/flightSpecialHeader");
        String longest = "x".repeat(header.get("maxLength").intValue());
        assertThat(service.update(1, "{\"flightSpecialHeader\":\"" + longest + "\"}").status())
                .isEqualTo(200);
        assertThat(service.update(1, "{\"flightSpecialHeader\":\"" + longest + "x\"}").status())
                .isEqualTo(422);
    }

    private static String resolved(String pointer) {
        JsonNode node = document.at(pointer);
        return node.has("$ref") ? resolved(node.get("$ref").textValue().substring(1)) : pointer;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static List<String> fieldNames(JsonNode object) {
        List<String> names = new ArrayList<>();
        for (Iterator<String> i = object.fieldNames(); i.hasNext(); ) {
            names.add(i.next());
        }
        return names;
    }
}
