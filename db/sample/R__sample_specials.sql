-- The eleven specials that the monolith starts with too, for an empty table only.
INSERT INTO flightspecial (header, body, origin, origin_code, destination, destination_code, cost, expiry_date)
SELECT sample.header, sample.body, sample.origin, sample.origin_code, sample.destination, sample.destination_code,
       50 + floor(random() * 201)::integer,
       date_trunc('second', now() AT TIME ZONE INTERVAL '${zone}') + INTERVAL '22 hours'
  FROM (VALUES
        (1, 'London to Prague', 'Jewel of the East', 'London', 'LHR', 'Paris', 'CDG'),
        (2, 'Paris to London', 'Weekend getaway!', 'Origin', 'ORG', 'Destination', 'DST'),
        (3, 'Dubai to Cairo', 'Middle East adventure', 'Origin', 'ORG', 'Destination', 'DST'),
        (4, 'Melbourne to Hawaii', 'Escape to the sun this winter', 'Origin', 'ORG', 'Destination', 'DST'),
        (5, 'Buenos Aires to Rio', 'Time to carnivale!', 'Origin', 'ORG', 'Destination', 'DST'),
        (6, 'Sydney to Rome', 'An Italian classic', 'Origin', 'ORG', 'Destination', 'DST'),
        (7, 'Melbourne to Sydney', 'Well trodden path', 'Origin', 'ORG', 'Destination', 'DST'),
        (8, 'Hong Kong to Kuala Lumpur', 'Hop step and a jump', 'Origin', 'ORG', 'Destination', 'DST'),
        (9, 'Lisbon to Madrid', 'Spanish adventure', 'Origin', 'ORG', 'Destination', 'DST'),
        (10, 'Aswan to Cairo', 'An experience of a lifetime', 'Origin', 'ORG', 'Destination', 'DST'),
        (11, 'New York to London', 'Trans-Atlantic', 'Origin', 'ORG', 'Destination', 'DST')
       ) AS sample (rank, header, body, origin, origin_code, destination, destination_code)
 WHERE NOT EXISTS (SELECT FROM flightspecial)
 ORDER BY sample.rank;
