package com.travelbuddy.local.dms;

import static com.travelbuddy.local.dms.LocalApi.assertRefused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.databasemigration.model.Connection;
import software.amazon.awssdk.services.databasemigration.model.Event;

import java.util.Optional;

/** What a test of a client lets go wrong. */
class OrderedFaultsTest {

    private LocalApi api;
    private RawApi raw;
    private String instance;
    private String source;

    @BeforeEach
    void start() {
        api = new LocalApi(Optional.empty());
        raw = new RawApi(api.uri());
        instance = api.instance("i");
        source = api.source("s");
        await().until(this::instanceState, "available"::equals);
    }

    @AfterEach
    void stop() {
        raw.close();
        api.close();
    }

    private String instanceState() {
        return api.dms
                .describeReplicationInstances()
                .replicationInstances()
                .getFirst()
                .replicationInstanceStatus();
    }

    private void set(String faults) {
        RawApi.Answer answer = raw.setFaults(faults);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private Connection tested() {
        api.dms.testConnection(
                request -> request.replicationInstanceArn(instance).endpointArn(source));
        return await().until(
                        () -> api.dms.describeConnections().connections().getFirst(),
                        connection -> !connection.status().equals("testing"));
    }

    @Test
    void aCallThatFailsBeforehandHasNoEffect() {
        set(
                """
                {"faults":[{"operation":"DeleteEndpoint","when":"before","status":503,
                  "code":"ServiceUnavailable","message":"not now"}]}
                """);

        assertRefused(this::deleteEndpoint, "ServiceUnavailable", "not now");

        assertThat(api.dms.describeEndpoints().endpoints())
                .singleElement()
                .satisfies(endpoint -> assertThat(endpoint.status()).isEqualTo("active"));
    }

    @Test
    void aCallThatFailsAfterwardsHasItsEffect() {
        set(
                """
                {"faults":[{"operation":"*","when":"after","code":"InternalFailure"}]}
                """);

        assertRefused(this::deleteEndpoint, "InternalFailure");

        await().until(() -> api.dms.describeEndpoints().endpoints().isEmpty());
    }

    private void deleteEndpoint() {
        api.dms.deleteEndpoint(request -> request.endpointArn(source));
    }

    @Test
    void aConnectionFailsAsLongAsItIsToldTo() {
        set("{\"connections\":[{\"endpoint\":\"s\",\"message\":\"Cannot connect, said a test\"}]}");
        assertThat(tested())
                .satisfies(
                        connection -> {
                            assertThat(connection.status()).isEqualTo("failed");
                            assertThat(connection.lastFailureMessage())
                                    .isEqualTo("Cannot connect, said a test");
                        });

        set("{}");
        assertThat(tested().lastFailureMessage()).isNotEqualTo("Cannot connect, said a test");
    }

    @Test
    void anInstanceWhoseStorageIsFullTakesNoMoreTasks() {
        set("{\"instances\":[{\"instance\":\"i\",\"state\":\"storage-full\"}]}");

        assertThat(instanceState()).isEqualTo("storage-full");
        assertThat(
                        api.dms
                                .describeEvents(request -> request.eventCategories("low storage"))
                                .events())
                .singleElement()
                .extracting(Event::message)
                .asString()
                .contains("DMS-EVENT-0007");
        assertRefused(this::tested, "InvalidResourceStateFault", "storage-full");

        set("{\"instances\":[{\"instance\":\"i\",\"state\":\"available\"}]}");
        set("{\"connections\":[{\"endpoint\":\"s\",\"message\":\"as told\"}]}");
        assertThat(tested().lastFailureMessage()).isEqualTo("as told");
    }

    @Test
    void aRequestThatIsPartlyWrongChangesNothing() {
        set(
                """
                {"faults":[{"operation":"DescribeEndpoints","code":"ThrottlingException"}],
                 "connections":[{"endpoint":"s","message":"as before"}]}
                """);
        for (String wrong :
                new String[] {
                    "{\"instances\":[{\"instance\":\"i\",\"state\":\"failed\"}],"
                            + "\"connections\":[{\"endpoint\":\"s\"}]}",
                    "{\"instances\":[{\"instance\":\"i\",\"state\":\"failed\"},"
                            + "{\"instance\":\"none\",\"state\":\"failed\"}]}",
                    "{\"instances\":[{\"instance\":\"i\",\"state\":\"failed\"}],"
                            + "\"faults\":[{\"operation\":\"None\",\"code\":\"a\"}]}",
                    "{\"faults\":[{\"operation\":\"*\",\"code\":\"a\",\"when\":\"later\"}]}",
                    "{\"faults\":[{\"operation\":\"*\",\"code\":\"a\",\"times\":0}]}",
                    "{\"faults\":[{\"operation\":\"*\",\"code\":\"a\",\"status\":200}]}"
                }) {
            assertThat(raw.setFaults(wrong).status()).as(wrong).isEqualTo(400);
        }

        assertThat(instanceState()).isEqualTo("available");
        assertThat(tested().lastFailureMessage()).isEqualTo("as before");
        assertRefused(() -> api.dms.describeEndpoints(), "ThrottlingException");
    }
}
