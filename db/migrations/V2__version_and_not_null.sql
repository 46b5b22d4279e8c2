-- The original may still be serving while this runs: wait for its locks only shortly, a restart tries again.
SET LOCAL lock_timeout = '5s';

-- The monolith's columns are NOT NULL, so ours are too. The original let NULLs in; what becomes of them is configuration.
DO $$
DECLARE
    ids text;
BEGIN
    SELECT string_agg(id::text, ', ' ORDER BY id) INTO ids
      FROM (SELECT id FROM flightspecial WHERE expiry_date IS NULL ORDER BY id LIMIT 100) AS rows;
    IF ids IS NOT NULL THEN
        IF '${nullExpiry}' = 'fail' THEN
            RAISE EXCEPTION 'expiry_date is NULL in the specials with these ids (the first 100): %. '
                'Give them a date, or set database.null-expiry to expired or never', ids;
        END IF;
        RAISE WARNING 'expiry_date was NULL and becomes "${nullExpiry}" in the specials with these ids (the first 100): %', ids;
        UPDATE flightspecial
           SET expiry_date = CASE '${nullExpiry}' WHEN 'never' THEN timestamp '9999-12-31 00:00:00'
                                                  ELSE timestamp '1970-01-02 00:00:00' END
         WHERE expiry_date IS NULL;
    END IF;

    SELECT string_agg(id::text, ', ' ORDER BY id) INTO ids
      FROM (SELECT id FROM flightspecial WHERE cost IS NULL ORDER BY id LIMIT 100) AS rows;
    IF ids IS NOT NULL THEN
        IF '${nullCost}' = 'fail' THEN
            RAISE EXCEPTION 'cost is NULL in the specials with these ids (the first 100): %. '
                'Give them a cost, or set database.null-cost to zero', ids;
        END IF;
        RAISE WARNING 'cost was NULL and becomes 0 in the specials with these ids (the first 100): %', ids;
        UPDATE flightspecial SET cost = 0 WHERE cost IS NULL;
    END IF;
END $$;

ALTER TABLE flightspecial
    ALTER COLUMN cost SET NOT NULL,
    ALTER COLUMN expiry_date SET NOT NULL,
    ADD COLUMN version bigint NOT NULL DEFAULT 1,
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();

CREATE INDEX flightspecial_expiry ON flightspecial (expiry_date, id);

-- Another writer (the original beside us, a hand at psql) knows nothing of versions; validators of caches must change all the same.
CREATE FUNCTION flightspecial_next_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    NEW.updated_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE TRIGGER flightspecial_next_version BEFORE UPDATE ON flightspecial FOR EACH ROW
    WHEN (NEW.version = OLD.version AND OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION flightspecial_next_version();
