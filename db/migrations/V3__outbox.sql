-- Events that are committed and not yet on the topic. The relay reads them by position and removes what the broker has acknowledged.
-- The payload is fixed when the update commits, so that a repeat carries the same bytes whatever version of the service sends it.
CREATE TABLE flightspecial_outbox (
    position    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id    uuid        NOT NULL DEFAULT gen_random_uuid(),
    special_id  bigint      NOT NULL,
    payload     text        NOT NULL,
    occurred_at timestamptz NOT NULL,
    request_id  text        NOT NULL,
    traceparent text        NOT NULL,
    tracestate  text
);

-- A queue: all rows die young, so dead ones are cleared early, by count rather than by share.
ALTER TABLE flightspecial_outbox SET (
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 10000,
    autovacuum_vacuum_cost_delay = 0
);
