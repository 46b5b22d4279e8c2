-- The table as the original service made it, so that a live database of the original is taken over as it is.
CREATE TABLE IF NOT EXISTS flightspecial (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    header           varchar(255) NOT NULL,
    body             varchar(255),
    origin           varchar(255),
    origin_code      varchar(6),
    destination      varchar(255),
    destination_code varchar(6),
    cost             integer,
    expiry_date      timestamp
);

-- A table of that name with other columns is not ours to change: stop and say what differs.
DO $$
DECLARE
    difference text;
BEGIN
    SELECT string_agg(format('%s must be %s, is %s', expected.name, expected.type,
                             coalesce(actual.data_type, 'missing')), '; ')
      INTO difference
      FROM (VALUES ('id', 'bigint'), ('header', 'character varying'), ('body', 'character varying'),
                   ('origin', 'character varying'), ('origin_code', 'character varying'),
                   ('destination', 'character varying'), ('destination_code', 'character varying'),
                   ('cost', 'integer'), ('expiry_date', 'timestamp without time zone')) AS expected (name, type)
      LEFT JOIN information_schema.columns AS actual
             ON actual.table_schema = current_schema() AND actual.table_name = 'flightspecial'
            AND actual.column_name = expected.name
     WHERE actual.data_type IS DISTINCT FROM expected.type;
    IF difference IS NOT NULL THEN
        RAISE EXCEPTION 'The existing table flightspecial is not the one that this service takes over: %', difference;
    END IF;
END $$;
