#!/usr/bin/env bash
# Prints each row of the monolith's table once it has changed, by comparing the table with the last look at it.
# The host, the port and the password are the client's own variables; ROWS_FOLDER is where the last look is kept.
set -euo pipefail
export LC_ALL=C

known=$ROWS_FOLDER/known
now=$ROWS_FOLDER/now
trap 'exit 0' TERM INT

rows() {
    mysql --default-character-set=utf8mb4 -u root -N -B travelbuddy -e "
        SELECT CONCAT('id=', id, '  header=', header, '  originCode=', IFNULL(originCode, 'NULL'),
                      '  destinationCode=', IFNULL(destinationCode, 'NULL'), '  cost=', cost, '  expiryDate=', expiryDate)
          FROM flightspecial"
}

rows | sort > "$known.new"
mv "$known.new" "$known"
while true; do
    sleep 0.5
    # A database that is away is told by the client; the next look may find it.
    if rows | sort > "$now"; then
        comm -13 "$known" "$now"
        mv "$now" "$known"
    fi
done
