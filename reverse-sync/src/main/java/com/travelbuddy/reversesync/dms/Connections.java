package com.travelbuddy.reversesync.dms;

import software.amazon.awssdk.services.databasemigration.model.Connection;

import java.util.Optional;

/** That the instance reaches an endpoint. */
final class Connections {

    static final String SUCCESSFUL = "successful";

    private final DmsApi dms;
    private final Waiter waiter;
    private final Retrying retrying;

    Connections(DmsApi dms, Waiter waiter, Retrying retrying) {
        this.dms = dms;
        this.waiter = waiter;
        this.retrying = retrying;
    }

    /**
     * Has DMS test it unless the last test was successful.
     *
     * @param id of the endpoint
     */
    void test(String instanceArn, String endpointArn, String id) {
        retrying.run(
                () -> {
                    Optional<String> status = settled(instanceArn, endpointArn, id);
                    if (status.filter(SUCCESSFUL::equals).isEmpty()) {
                        dms.call(
                                "dms:TestConnection",
                                client ->
                                        client.testConnection(
                                                request ->
                                                        request.replicationInstanceArn(instanceArn)
                                                                .endpointArn(endpointArn)));
                    }
                });
    }

    /**
     * Waits for the end of the test.
     *
     * @throws FailedResourceException says what DMS has met
     */
    void require(String instanceArn, String endpointArn, String id) {
        waiter.until(
                "connection to " + id,
                () -> dms.connection(instanceArn, endpointArn),
                Phases::successful);
    }

    private Optional<String> settled(String instanceArn, String endpointArn, String id) {
        return waiter.until(
                        "connection to " + id,
                        () -> dms.connection(instanceArn, endpointArn),
                        found ->
                                found.map(Connection::status)
                                        .filter(
                                                status ->
                                                        status.equals("testing")
                                                                || status.equals("deleting"))
                                        .<Waiter.Phase>map(Waiter.Phase.Moving::new)
                                        .orElseGet(Waiter.Phase.There::new))
                .map(Connection::status);
    }
}
