package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.dms.registry.Transaction;

/** One operation of the API. */
interface Operation {

    /**
     * Carries it out within one change of the state, and slow work later.
     *
     * @throws ApiException when the request is refused; nothing is changed then
     */
    ObjectNode answer(Transaction transaction, Request request);
}
