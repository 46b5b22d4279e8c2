-- The eleven specials that the monolith starts with, for an empty table only.
INSERT INTO flightspecial (id, header, body, origin, originCode, destination, destinationCode, cost, expiryDate)
SELECT sample.id, sample.header, sample.body, sample.origin, sample.originCode, sample.destination,
       sample.destinationCode, 50 + FLOOR(RAND() * 201), (UNIX_TIMESTAMP() + 22 * 60 * 60) * 1000
  FROM (SELECT 1 AS id, 'London to Prague' AS header, 'Jewel of the East' AS body,
               'London' AS origin, 'LHR' AS originCode, 'Paris' AS destination, 'CDG' AS destinationCode
        UNION ALL SELECT 2, 'Paris to London', 'Weekend getaway!', 'Origin', 'ORG', 'Destination', 'DST'
        UNION ALL SELECT 3, 'Dubai to Cairo', 'Middle East adventure', 'Origin', 'ORG', 'Destination', 'DST'
        UNION ALL SELECT 4, 'Melbourne to Hawaii', 'Escape to the sun this winter', 'Origin', 'ORG', 'Destination', 'DST'
        UNION ALL SELECT 5, 'Buenos Aires to Rio', 'Time to carnivale!', 'Origin', 'ORG', 'Destination', 'DST'
        UNION ALL SELECT 6, 'Sydney to Rome', 'An Italian classic', 'Origin', 'ORG', 'Destination', 'DST'
        UNION ALL SELECT 7, 'Melbourne to Sydney', 'Well trodden path', 'Origin', 'ORG', 'Destination', 'DST'
        UNION ALL SELECT 8, 'Hong Kong to Kuala Lumpur', 'Hop step and a jump', 'Origin', 'ORG', 'Destination', 'DST'
        UNION ALL SELECT 9, 'Lisbon to Madrid', 'Spanish adventure', 'Origin', 'ORG', 'Destination', 'DST'
        UNION ALL SELECT 10, 'Aswan to Cairo', 'An experience of a lifetime', 'Origin', 'ORG', 'Destination', 'DST'
        UNION ALL SELECT 11, 'New York to London', 'Trans-Atlantic', 'Origin', 'ORG', 'Destination', 'DST'
       ) AS sample
 WHERE NOT EXISTS (SELECT 1 FROM flightspecial)
 ORDER BY sample.id;
