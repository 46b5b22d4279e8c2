package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.dms.registry.Instance;
import com.travelbuddy.local.dms.registry.Registry;
import com.travelbuddy.local.dms.registry.Transaction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code PUT /_local/faults}, which AWS does not have: what is to go wrong from now on, in place of
 * what was to before. {@code faults} lets calls fail, {@code connections} lets tests of an
 * endpoint's connections fail, {@code instances} gives instances a state.
 */
final class FaultOperations implements Operation {

    private static final List<String> STATES =
            List.of(
                    "available",
                    "failed",
                    "incompatible-credentials",
                    "incompatible-network",
                    "maintenance",
                    "modifying",
                    "rebooting",
                    "storage-full",
                    "upgrading");
    private static final int MOST_TIMES = 1_000_000;

    private final Registry registry;
    private final Faults faults;
    private final Set<String> operations;

    FaultOperations(Registry registry, Faults faults, Set<String> operations) {
        this.registry = registry;
        this.faults = faults;
        this.operations = operations;
    }

    @Override
    public ObjectNode answer(Transaction transaction, Request request) {
        List<Fault> asked = structures(request, "faults").stream().map(this::fault).toList();
        for (Request instance : structures(request, "instances")) {
            String id = instance.requiredText("instance");
            String state = instance.requiredChoice("state", STATES);
            Instance found =
                    transaction.all(Instance.class).stream()
                            .filter(known -> known.id().equals(id))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            ApiException.notFound(
                                                    "No instance is named " + Texts.quoted(id)));
            registry.instances().force(transaction, found, state);
        }
        Map<String, String> failures = new HashMap<>();
        for (Request connection : structures(request, "connections")) {
            failures.put(connection.requiredText("endpoint"), connection.requiredText("message"));
        }
        // Only now is all of the request known to be right.
        registry.connections().failTests(failures);
        faults.replace(asked);
        return Json.object();
    }

    private static List<Request> structures(Request request, String name) {
        List<Request> structures = request.structures(name);
        return structures == null ? List.of() : structures;
    }

    private Fault fault(Request fault) {
        String operation = fault.requiredText("operation");
        if (!operation.equals("*")) {
            fault.choice("operation", operations);
        }
        String when = fault.choice("when", List.of("before", "after"));
        return new Fault(
                operation,
                "after".equals(when),
                fault.requiredText("code"),
                fault.number("status", 400, 400, 599),
                fault.text("message", ""),
                fault.number("times", 1, 1, MOST_TIMES));
    }
}
