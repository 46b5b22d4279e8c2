package com.travelbuddy.local.dms.api;

import com.travelbuddy.local.dms.registry.Registry;
import com.travelbuddy.local.dms.registry.Store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All operations by their names. */
final class Operations {

    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
    private static final String PREFIX = "AmazonDMSv20160101.";

    private final Store store;
    private final Faults faults = new Faults();
    private final Map<String, Operation> operations = new TreeMap<>();
    private final Operation setFaults;

    Operations(Registry registry) {
        this.store = registry.store();
        var subnetGroups = new SubnetGroupOperations(registry.arns());
        var tasks = new TaskOperations(registry);
        operations.putAll(subnetGroups.operations());
        operations.putAll(new InstanceOperations(registry, subnetGroups).operations());
        operations.putAll(new EndpointOperations(registry).operations());
        operations.putAll(new ConnectionOperations(registry).operations());
        operations.putAll(tasks.operations());
        operations.putAll(new RunOperations(registry, tasks).operations());
        operations.putAll(new TagOperations().operations());
        operations.putAll(new EventOperations(registry.clock()).operations());
        operations.putAll(new AccountOperations(registry.arns()).operations());
        setFaults = new FaultOperations(registry, faults, operations.keySet());
    }

    /**
     * Answers a request of the API.
     *
     * @param target X-Amz-Target; null: there is none
     */
    Reply answer(String target, byte[] body) {
        return guarded(
                () -> {
                    String name = name(target);
                    Operation operation = operations.get(name);
                    var request = new Request(Json.parse(body));
                    Optional<Fault> fault = faults.next(name);
                    fault.filter(found -> !found.after()).ifPresent(Operations::fail);
                    Reply reply = reply(operation, request);
                    fault.ifPresent(Operations::fail);
                    return reply;
                });
    }

    /** Sets what is to go wrong. */
    Reply answerFaults(byte[] body) {
        return guarded(() -> reply(setFaults, new Request(Json.parse(body))));
    }

    private Reply reply(Operation operation, Request request) {
        return new Reply(200, store.change(transaction -> operation.answer(transaction, request)));
    }

    private static void fail(Fault fault) {
        LOG.info("Fails as it was told to: {}", fault);
        throw fault.exception();
    }

    private String name(String target) {
        if (target != null
                && target.startsWith(PREFIX)
                && operations.containsKey(target.substring(PREFIX.length()))) {
            return target.substring(PREFIX.length());
        }
        String told = target == null ? "none" : Texts.quoted(target);
        LOG.warn("Unknown operation: {}", told);
        throw ApiException.of(
                "UnknownOperationException",
                "X-Amz-Target must be %s and an operation that DMS Local has; it is %s."
                        .formatted(PREFIX, told));
    }

    private interface Work {
        Reply reply();
    }

    private static Reply guarded(Work work) {
        try {
            return work.reply();
        } catch (ApiException e) {
            LOG.debug("Refused: {}: {}", e.code(), e.getMessage());
            return Reply.of(e);
        } catch (RuntimeException e) {
            LOG.error("A request failed", e);
            return Reply.failure();
        }
    }
}
